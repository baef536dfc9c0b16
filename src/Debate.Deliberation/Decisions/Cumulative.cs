namespace Debate.Deliberation.Decisions;

/// <summary>Each voter spreads ten points over the answers, and most points win.</summary>
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
