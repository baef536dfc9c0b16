namespace Debate.Tournaments.Audits.Effects;

/// <summary>
/// A covariate other than the debate's content that may influence a judge: one number a vote. The audit estimates by how much one unit of
/// it changes the probability that pro gets the vote.
/// </summary>
public interface IJudgeEffect
{
    /// <summary>The effect's name in reports.</summary>
    string Name { get; }

    /// <summary>The meaning of a positive size, in a few words.</summary>
    string Meaning { get; }

    /// <summary>The covariate's value, positive in favour of pro.</summary>
    double Measure(JudgeVote reading, AuditedDebate debate, AuditData material);
}

/// <summary>The registry of all effects; a new one adds one line here.</summary>
public static class JudgeEffects
{
    /// <summary>All effects, in the order of reports.</summary>
    public static IReadOnlyList<IJudgeEffect> All { get; } =
        [new PositionEffect(), new SideBias(), new LengthEffect(), new SelfPreference(), new FamilyPreference()];
}

/// <summary>Preference for the side shown first (Zheng et al., "Judging LLM-as-a-Judge with MT-Bench and Chatbot Arena", 2023).</summary>
public sealed class PositionEffect : IJudgeEffect
{
    /// <inheritdoc/>
    public string Name => "position";

    /// <inheritdoc/>
    public string Meaning => "for whoever is shown first";

    /// <inheritdoc/>
    public double Measure(JudgeVote reading, AuditedDebate debate, AuditData material) => reading.IsSwapped ? -1 : 1;
}

/// <summary>
/// Preference for the pro side, whoever holds it. It reflects the motions as well as the judge, so only the difference between two judges
/// of the same debates is meaningful.
/// </summary>
public sealed class SideBias : IJudgeEffect
{
    /// <inheritdoc/>
    public string Name => "side";

    /// <inheritdoc/>
    public string Meaning => "for the side of the motion";

    /// <inheritdoc/>
    public double Measure(JudgeVote reading, AuditedDebate debate, AuditData material) => 1;
}

/// <summary>Preference for the longer side, given the debaters (Dubois et al., "Length-Controlled AlpacaEval", 2024).</summary>
public sealed class LengthEffect : IJudgeEffect
{
    private const double CharactersPerUnit = 100;

    /// <inheritdoc/>
    public string Name => "length";

    /// <inheritdoc/>
    public string Meaning => "for each 100 characters more";

    /// <inheritdoc/>
    public double Measure(JudgeVote reading, AuditedDebate debate, AuditData material) =>
        (debate.ProLength - debate.ConLength) / CharactersPerUnit;
}

/// <summary>
/// Preference for the judge's own model, beyond its worth to judges of other models (Panickssery, Bowman and Feng, "LLM evaluators
/// recognize and favor their own generations", 2024). It is not identified if judges never judge their own family, or if no other judge
/// judges that model.
/// </summary>
public sealed class SelfPreference : IJudgeEffect
{
    /// <inheritdoc/>
    public string Name => "self-preference";

    /// <inheritdoc/>
    public string Meaning => "for its own model";

    /// <inheritdoc/>
    public double Measure(JudgeVote reading, AuditedDebate debate, AuditData material)
    {
        var model = material.Judges[reading.Judge].Model;
        return (material.Debaters[debate.Pro].Model == model ? 1 : 0) - (material.Debaters[debate.Con].Model == model ? 1 : 0);
    }
}

/// <summary>Preference for another model of the judge's own family, beyond its worth to judges of other families.</summary>
public sealed class FamilyPreference : IJudgeEffect
{
    /// <inheritdoc/>
    public string Name => "family-preference";

    /// <inheritdoc/>
    public string Meaning => "for another model of its family";

    /// <inheritdoc/>
    public double Measure(JudgeVote reading, AuditedDebate debate, AuditData material)
    {
        var judge = material.Judges[reading.Judge];
        return SameFamilyIndicator(judge, material.Debaters[debate.Pro]) - SameFamilyIndicator(judge, material.Debaters[debate.Con]);
    }

    private static int SameFamilyIndicator(ModelIdentity judge, ModelIdentity debater) =>
        judge.Family == debater.Family && judge.Model != debater.Model ? 1 : 0;
}
