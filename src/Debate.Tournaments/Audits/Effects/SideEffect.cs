namespace Debate.Tournaments.Audits.Effects;

/// <summary>
/// The side, whoever holds it. It is the motions' doing as well as the judge's: of two judges of the same debates the difference counts.
/// </summary>
public sealed class SideEffect : IJudgeEffect
{
    /// <inheritdoc/>
    public string Name => "side";

    /// <inheritdoc/>
    public string Meaning => "for the side of the motion";

    /// <inheritdoc/>
    public double Of(Reading reading, JudgedDebate debate, AuditMaterial material) => 1;
}
