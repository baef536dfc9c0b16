namespace Debate.Deliberation.Decisions;

/// <summary>
/// After each round each voter picks one of the answers, and the discussion ends when one answer alone has the most votes; a tie continues
/// it, and after the last round elects nobody (MALLM's consensus voting).
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
