namespace Debate.Deliberation.Decisions;

/// <summary>The answer that more than half of the voters gave; reaching it ends the discussion.</summary>
public sealed class Majority : IDecisionRule
{
    /// <inheritdoc/>
    public string Name => "majority";

    /// <inheritdoc/>
    public BallotForm Form => BallotForm.Answer;

    /// <inheritdoc/>
    public bool EachRound => true;

    /// <inheritdoc/>
    public IReadOnlyList<int> Winners(Poll poll) => poll.Supported((supporters, voters) => 2 * supporters > voters);
}
