using Debate.Deliberation.Evidence;
using Debate.Rewards.Evidence;

namespace Debate.Rewards.Players;

/// <summary>
/// What a debater observes of a position (Sukovic and Radanovic, ICLR 2024): the whole state, what has been revealed, and its own action;
/// not that of its opponent.
/// </summary>
/// <param name="Evidence">The state and the two actions that the game is about.</param>
/// <param name="OwnAction">The action that it argues for.</param>
/// <param name="Revealed">The items that it knows to be revealed.</param>
/// <param name="Unavailable">The items that may not be revealed again: a precommitted debater may not know all of them.</param>
internal sealed record Observation(FeatureEvidence Evidence, int OwnAction, int[] Revealed, int[] Unavailable)
{
    /// <summary>
    /// The observation of the side to move; if <paramref name="committed"/>, it sees only its own reveals. Throws
    /// <see cref="InputException"/> if the game is not about a patient's features.
    /// </summary>
    public static Observation FromPosition(EvidencePosition position, bool committed = false)
    {
        var evidence = (position.Game.Judge as FeatureJudge)?.Evidence
            ?? throw new InputException("player: it learned to debate features of patients, and this game has none");
        int[] closed = [.. position.Order];
        var shown = committed ? [.. closed.Where((_, turn) => position.Game.Rules.SideToMove(turn) == position.ToMove)] : closed;
        return new(evidence, evidence.ActionOf(position.ToMove), shown, closed);
    }
}
