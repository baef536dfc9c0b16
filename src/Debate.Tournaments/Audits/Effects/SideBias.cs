namespace Debate.Tournaments.Audits.Effects;

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
