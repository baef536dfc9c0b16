namespace Debate.Tournaments.Audits.Effects;

/// <summary>
/// A covariate other than the debate's content that may influence a judge: one number a vote. The audit estimates by how much one unit of
/// it changes the probability that pro gets the vote.
/// </summary>
/// <param name="Name">The effect's name in reports.</param>
/// <param name="Meaning">The meaning of a positive size, in a few words.</param>
/// <param name="Measure">The covariate's value, positive in favour of pro.</param>
public sealed record JudgeEffect(string Name, string Meaning, Func<JudgeVote, AuditedDebate, AuditData, double> Measure);

/// <summary>The effects; a new one is a property here and its place in <see cref="All"/>.</summary>
public static class JudgeEffects
{
    private const double CharactersPerUnit = 100;

    /// <summary>
    /// Preference for the side shown first (Zheng et al., "Judging LLM-as-a-Judge with MT-Bench and Chatbot Arena", 2023).
    /// </summary>
    public static JudgeEffect Position { get; } = new("position", "for whoever is shown first", (vote, _, _) => vote.IsSwapped ? -1 : 1);

    /// <summary>
    /// Preference for the pro side, whoever holds it. It reflects the motions as well as the judge, so only the difference between two
    /// judges of the same debates is meaningful.
    /// </summary>
    public static JudgeEffect Side { get; } = new("side", "for the side of the motion", (_, _, _) => 1);

    /// <summary>Preference for the longer side, given the debaters (Dubois et al., "Length-Controlled AlpacaEval", 2024).</summary>
    public static JudgeEffect Length { get; } = new("length", "for each 100 characters more",
        (_, debate, _) => (debate.ProLength - debate.ConLength) / CharactersPerUnit);

    /// <summary>
    /// Preference for the judge's own model, beyond its worth to judges of other models (Panickssery, Bowman and Feng, "LLM evaluators
    /// recognize and favor their own generations", 2024), under whatever names the two are configured. It is not identified if judges never
    /// judge their own family, or if no other judge judges that model.
    /// </summary>
    public static JudgeEffect OwnModel { get; } = new("self-preference", "for its own model",
        (vote, debate, data) => Compare(vote, debate, data, (judge, debater) => judge.Identity == debater.Identity));

    /// <summary>Preference for another model of the judge's own family, beyond its worth to judges of other families.</summary>
    public static JudgeEffect Family { get; } = new("family-preference", "for another model of its family",
        (vote, debate, data) =>
            Compare(vote, debate, data, (judge, debater) => judge.Family == debater.Family && judge.Identity != debater.Identity));

    /// <summary>All effects, in the order of reports.</summary>
    public static IReadOnlyList<JudgeEffect> All { get; } = [Position, Side, Length, OwnModel, Family];

    // 1 if the judge is so related to pro alone, -1 if to con alone, otherwise 0.
    private static double Compare(JudgeVote vote, AuditedDebate debate, AuditData data, Func<ModelIdentity, ModelIdentity, bool> related)
    {
        var judge = data.Judges[vote.Judge];
        return (related(judge, data.Debaters[debate.Pro]) ? 1 : 0) - (related(judge, data.Debaters[debate.Con]) ? 1 : 0);
    }
}
