using Debate.Deliberation.Evidence;
using Debate.Rewards.Environments;
using Debate.Rewards.Judges;

namespace Debate.Rewards.Evidence;

/// <summary>
/// The debate reward r_d(s, a, a') of an action against another: the value, under best play by both sides, of the game about them, as the
/// mean over both speaking orders. In [-1, 1], and r_d(s, a, a') = -r_d(s, a', a). Signed, since a reward that only rewards pays a
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

    /// <summary>Sets of evidence up to which a game is solved over all items: enough for 4 of 44.</summary>
    public const int MostSets = 200_000;

    /// <summary>Whether games of a judge are solved exactly; else they are pruned (<see cref="PrunedGame"/>) to the usual items.</summary>
    public static bool IsExact(LearnedJudge judge) => IsExact(judge.Features.Count, judge.Origin.Items);

    /// <summary>The same of games in which so many of the features are shown.</summary>
    public static bool IsExact(int features, int shown) => Combinations.Sets(features, shown) <= MostSets;

    /// <summary>
    /// The reward of an action against another in a state; of an action against itself 0. Exact where <see cref="IsExact"/> says so, else
    /// the value of the pruned games.
    /// </summary>
    public static DebateReward Of(LearnedJudge judge, FeatureTable features, int state, (int Action, int Other) pair)
    {
        if (pair.Action == pair.Other) return default;
        var evidence = new FeatureEvidence(judge, features, state, pair.Action, pair.Other);
        return IsExact(judge) ? new(Value(evidence, Side.Pro), Value(evidence, Side.Con)) : PrunedGame.Of(evidence).Reward;
    }

    // Alpha-beta, where only the outcome counts, judges few of the sets.
    private static int Value(FeatureEvidence evidence, Side starter) => GameValue.Of(evidence.Game(starter).Start, int.MaxValue).Value;
}
