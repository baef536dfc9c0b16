using Debate.Deliberation.Evidence;
using Debate.Rewards.Environments;
using Debate.Rewards.Judges;

namespace Debate.Rewards.Evidence;

/// <summary>
/// A patient's state as an evidence game (Sukovic and Radanovic, ICLR 2024): pro argues for one action, con for another, the items are the
/// features of the state, and the learned judge prefers the action with the higher score given what was revealed. Immutable; every game
/// gets its own judge.
/// </summary>
public sealed class FeatureEvidence
{
    /// <summary>
    /// A game about <paramref name="state"/>, a row of <paramref name="features"/>. Throws <see cref="InputException"/> if the judge was
    /// trained on other features, or the state or an action does not exist.
    /// </summary>
    public FeatureEvidence(LearnedJudge judge, FeatureTable features, int state, int pro, int con)
    {
        judge.EnsureMatches(features, judge.Network.Shape.Actions);
        if (state < 0 || state >= features.Rows) throw new InputException($"state {state}: not in 0..{features.Rows - 1}");
        foreach (var action in new[] { pro, con })
            if (action < 0 || action >= judge.Network.Shape.Actions)
                throw new InputException($"action {action}: not in 0..{judge.Network.Shape.Actions - 1}");
        (Judge, Features, State, Pro, Con) = (judge, features, state, pro, con);
    }

    /// <summary>The judge.</summary>
    public LearnedJudge Judge { get; }

    /// <summary>The items: the features of all states.</summary>
    public FeatureTable Features { get; }

    /// <summary>The state.</summary>
    public int State { get; }

    /// <summary>The items' values.</summary>
    public ReadOnlySpan<float> Values => Features.Row(State);

    /// <summary>The action that pro argues for.</summary>
    public int Pro { get; }

    /// <summary>The action that con argues for.</summary>
    public int Con { get; }

    /// <summary>The action that a side argues for.</summary>
    public int ActionOf(Side side) => side == Side.Pro ? Pro : Con;

    /// <summary>Creates a game with as many reveals as the judge was trained to see.</summary>
    public EvidenceGame CreateGame(Side starter = Side.Pro) => CreateGame(new EvidenceRules(Features.Count, Judge.Origin.Items, starter));

    /// <summary>Creates a game with these rules.</summary>
    public EvidenceGame CreateGame(EvidenceRules rules) => new(rules, new FeatureJudge(this));
}
