namespace Debate.Deliberation.Decisions;

/// <summary>
/// After each round each voter picks one of the answers, and the discussion ends when one answer alone has the most votes; a tie continues
/// it, and after the last round elects nobody (MALLM's consensus voting).
/// </summary>
public sealed class ConsensusVoting : IDecisionRule
{
    /// <inheritdoc/>
    public string Name => "consensus";

    /// <inheritdoc/>
    public BallotKind BallotKind => BallotKind.Choice;

    /// <inheritdoc/>
    public bool IsHeldEachRound => true;

    /// <inheritdoc/>
    public IReadOnlyList<int> FindWinners(Poll poll) =>
        poll.ArgMax((ballot, candidate) => ballot.TopChoice == candidate ? 1 : 0) is [var only] ? [only] : [];
}
