namespace Debate.Tournaments.Audits.Effects;

/// <summary>Preference for another model of the judge's own family, beyond its worth to judges of other families.</summary>
public sealed class FamilyPreference : IJudgeEffect
{
    /// <inheritdoc/>
    public string Name => "family-preference";

    /// <inheritdoc/>
    public string Meaning => "for another model of its family";

    /// <inheritdoc/>
    public double Of(Reading reading, JudgedDebate debate, AuditMaterial material)
    {
        var judge = material.Judges[reading.Judge];
        return Kin(judge, material.Debaters[debate.Pro]) - Kin(judge, material.Debaters[debate.Con]);
    }

    private static int Kin(Voice judge, Voice debater) => judge.Family == debater.Family && judge.Model != debater.Model ? 1 : 0;
}
