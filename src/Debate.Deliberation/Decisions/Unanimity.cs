namespace Debate.Deliberation.Decisions;

/// <summary>The answer that every voter gave; reaching it ends the discussion.</summary>
public sealed class Unanimity : IDecisionRule
{
    /// <inheritdoc/>
    public string Name => "unanimity";

    /// <inheritdoc/>
    public BallotForm Form => BallotForm.Answer;

    /// <inheritdoc/>
    public bool EachRound => true;

    /// <inheritdoc/>
    public IReadOnlyList<int> Winners(Poll poll) => poll.Supported((supporters, voters) => supporters == voters);
}
