namespace Debate.Tournaments.Audits.Effects;

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
