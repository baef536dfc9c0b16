namespace Debate.Deliberation.Decisions;

/// <summary>
/// Each voter distributes ten points over the answers, and the most points win (cumulative voting; Kaesberg et al., 2025).
/// </summary>
public sealed class CumulativeVoting : IDecisionRule
{
    /// <inheritdoc/>
    public string Name => "cumulative";

    /// <inheritdoc/>
    public BallotKind BallotKind => BallotKind.Points;

    /// <inheritdoc/>
    public bool IsHeldEachRound => false;

    /// <inheritdoc/>
    public IReadOnlyList<int> FindWinners(Poll poll) => poll.ArgMax((ballot, candidate) => ballot.Points[candidate]);
}
