namespace Debate.Deliberation.Decisions;

/// <summary>
/// Unanimity in the first four rounds, and always with at most three voters; afterwards the answer of at least three quarters of the voters
/// (Yin et al., "Exchange-of-Thought", EMNLP 2023, as MALLM implements it).
/// </summary>
public sealed class HybridConsensus : IDecisionRule
{
    private const int UnanimousRounds = 4;
    private const int UnanimousVoters = 3;

    /// <inheritdoc/>
    public string Name => "hybrid";

    /// <inheritdoc/>
    public BallotKind BallotKind => BallotKind.Answer;

    /// <inheritdoc/>
    public bool IsHeldEachRound => true;

    /// <inheritdoc/>
    public IReadOnlyList<int> FindWinners(Poll poll) => poll.FindMeetingQuorum((supporters, voters) =>
        poll.Round <= UnanimousRounds || voters <= UnanimousVoters ? supporters == voters : 4 * supporters >= 3 * voters);
}
