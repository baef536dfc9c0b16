namespace Debate.Tournaments.Audits.Effects;

/// <summary>
/// The judge's own model, beyond what judges of other models find it worth (Panickssery, Bowman and Feng, "LLM evaluators recognize and
/// favor their own generations", 2024). It cannot be told where judges are kept from their own family, or where no other judge judges it.
/// </summary>
public sealed class SelfPreference : IJudgeEffect
{
    /// <inheritdoc/>
    public string Name => "self-preference";

    /// <inheritdoc/>
    public string Meaning => "for its own model";

    /// <inheritdoc/>
    public double Of(Reading reading, JudgedDebate debate, AuditMaterial material)
    {
        var model = material.Judges[reading.Judge].Model;
        return (material.Debaters[debate.Pro].Model == model ? 1 : 0) - (material.Debaters[debate.Con].Model == model ? 1 : 0);
    }
}
