using Debate.Deliberation.Evidence;
using Debate.Rewards.Environments;
using Debate.Rewards.Judges;

namespace Debate.Rewards.Evidence;

/// <summary>
/// The debate reward r_d(s, a, a') of an action against another: the exact value, under best play by both sides, of the game about them,
/// as the mean over both speaking orders. In [-1, 1], and r_d(s, a, a') = -r_d(s, a', a). Signed, since a reward that only rewards pays a
/// policy for longer episodes.
/// </summary>
/// <param name="InOrder">The value when the action's side speaks first: 1, 0 or -1.</param>
/// <param name="Reversed">The value, for the action, when the other side speaks first.</param>
public readonly record struct DebateReward(int InOrder, int Reversed)
{
    /// <summary>The signed mean of both orders.</summary>
    public double Signed => (InOrder + Reversed) / 2.0;

    /// <summary>The paper's indicator: 1 where the action is preferred in the mean, else 0.</summary>
    public int Indicator => Signed > 0 ? 1 : 0;

    /// <summary>Whether the outcome depends on who speaks first.</summary>
    public bool Flips => InOrder != Reversed;

    /// <summary>
    /// The reward of <paramref name="action"/> against <paramref name="other"/> in a state. An action against itself is worth 0. An
    /// <see cref="InputException"/> where the game is too large to be solved within <paramref name="budget"/> calls of the judge.
    /// </summary>
    public static DebateReward Of(
        LearnedJudge judge, FeatureTable features, int state, (int Action, int Other) pair, int budget = 2_000_000)
    {
        if (pair.Action == pair.Other) return default;
        var evidence = new FeatureEvidence(judge, features, state, pair.Action, pair.Other);
        return new(Value(evidence, Side.Pro, budget), Value(evidence, Side.Con, budget));
    }

    private static int Value(FeatureEvidence evidence, Side starter, int budget)
    {
        var value = GameValue.Of(evidence.Game(starter).Start, budget);
        return value.Exact ? value.Value : throw new InputException(
            $"state {evidence.State}, actions {evidence.Pro}, {evidence.Con}: the game is not solved within {budget} calls of the judge");
    }
}
