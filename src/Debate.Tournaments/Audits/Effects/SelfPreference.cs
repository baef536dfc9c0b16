namespace Debate.Tournaments.Audits.Effects;

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
