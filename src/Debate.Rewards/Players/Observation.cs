using Debate.Deliberation.Evidence;
using Debate.Rewards.Evidence;

namespace Debate.Rewards.Players;

/// <summary>
/// What a debater knows of a position (Sukovic and Radanovic, ICLR 2024): the whole state, what has been shown, and its own action; not
/// that of its opponent.
/// </summary>
/// <param name="Evidence">What is argued about.</param>
/// <param name="Own">The action that it argues for.</param>
/// <param name="Shown">The items that it knows to be shown.</param>
/// <param name="Closed">The items that may not be shown again: a debater that decided beforehand may not know of all of them.</param>
internal sealed record Observation(FeatureEvidence Evidence, int Own, int[] Shown, int[] Closed)
{
    /// <summary>
    /// What the side to move knows; <paramref name="committed"/>, it looks at nothing but its own reveals. An <see cref="InputException"/>
    /// where the game is not about a patient's features.
    /// </summary>
    public static Observation Of(EvidencePosition position, bool committed = false)
    {
        var evidence = (position.Game.Judge as FeatureJudge)?.Evidence
            ?? throw new InputException("player: it learned to debate features of patients, and this game has none");
        int[] closed = [.. position.Order];
        var shown = committed ? [.. closed.Where((_, turn) => position.Game.Rules.Turn(turn) == position.ToMove)] : closed;
        return new(evidence, evidence.ActionOf(position.ToMove), shown, closed);
    }
}
