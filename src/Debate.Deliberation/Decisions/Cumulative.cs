namespace Debate.Deliberation.Decisions;

/// <summary>
/// Each voter distributes ten points over the answers, and the most points win (cumulative voting; Kaesberg et al., 2025).
/// </summary>
public sealed class Cumulative : IDecisionRule
{
    /// <inheritdoc/>
    public string Name => "cumulative";

    /// <inheritdoc/>
    public BallotForm Form => BallotForm.Points;

    /// <inheritdoc/>
    public bool EachRound => false;

    /// <inheritdoc/>
    public IReadOnlyList<int> Winners(Poll poll) => poll.Greatest((ballot, candidate) => ballot.Points[candidate]);
}
