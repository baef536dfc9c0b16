namespace Debate.Deliberation.Decisions;

/// <summary>
/// After each round each voter is asked for one of the answers, and the discussion ends where one of them has most votes alone; a tie lets
/// it go on, and after the last round elects nobody (MALLM's consensus voting).
/// </summary>
public sealed class Consensus : IDecisionRule
{
    /// <inheritdoc/>
    public string Name => "consensus";

    /// <inheritdoc/>
    public BallotForm Form => BallotForm.Choice;

    /// <inheritdoc/>
    public bool EachRound => true;

    /// <inheritdoc/>
    public IReadOnlyList<int> Winners(Poll poll) =>
        poll.Greatest((ballot, candidate) => ballot.Top == candidate ? 1 : 0) is [var only] ? [only] : [];
}
