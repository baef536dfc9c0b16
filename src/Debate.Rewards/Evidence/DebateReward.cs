using Debate.Argumentation.Solving;
using Debate.Deliberation.Evidence;
using Debate.Rewards.Environments;
using Debate.Rewards.Judges;

namespace Debate.Rewards.Evidence;

/// <summary>
/// The debate reward r_d(s, a, a') of one action against another (Sukovic and Radanovic, ICLR 2024): the value of the game about them under
/// optimal play by both sides, averaged over both speaking orders. It lies in [-1, 1], and r_d(s, a, a') = -r_d(s, a', a). It is signed,
/// because a reward that is never negative pays a policy for longer episodes.
/// </summary>
/// <param name="InOrder">The value when the action's side speaks first: 1, 0 or -1.</param>
/// <param name="Reversed">The value, for the action, when the other side speaks first.</param>
public readonly record struct DebateReward(int InOrder, int Reversed)
{
    /// <summary>The signed mean of both orders.</summary>
    public double Signed => (InOrder + Reversed) / 2.0;

    /// <summary>
    /// The indicator of Sukovic and Radanovic (ICLR 2024): 1 if the action is preferred on average over both orders, else 0.
    /// </summary>
    public int Indicator => Signed > 0 ? 1 : 0;

    /// <summary>Whether the outcome depends on who speaks first.</summary>
    public bool Flips => InOrder != Reversed;

    /// <summary>The maximum number of evidence sets for which a game is solved over all items: enough for 4 of 44 items.</summary>
    public const int MaxSets = 200_000;

    /// <summary>
    /// Whether games before a judge are solved exactly; otherwise they are pruned (<see cref="PrunedGame"/>) to the default number of
    /// items.
    /// </summary>
    public static bool IsExact(LearnedJudge judge) => IsExact(judge.Features.Count, judge.Origin.Items);

    /// <summary>The same for games with this many features, of which this many are revealed.</summary>
    public static bool IsExact(int features, int shown) => CombinatorialNumbering.CountSubsets(features, shown) <= MaxSets;

    /// <summary>Whether a reward before a judge takes a few milliseconds at most, whatever the state and the actions.</summary>
    public static bool IsQuick(LearnedJudge judge)
    {
        const double multiplications = 1 << 24;
        const int leastPerSet = 1 << 12;
        var (features, reveals) = (judge.Features.Count, judge.Origin.Items);
        // Each order judges every item at most at every position before the last reveal.
        var positions = Enumerable.Range(0, reveals).Sum(revealed => CombinatorialNumbering.CountSubsets(features, revealed));
        return IsExact(judge) && 2 * features * positions * Math.Max(leastPerSet, judge.Network.Shape.Parameters) <= multiplications;
    }

    /// <summary>
    /// Computes the reward of one action against another in a state; 0 for an action against itself. Exact if <see cref="IsExact"/> says
    /// so, otherwise estimated from the pruned games. The judged sets of evidence are spent of <paramref name="budget"/>, if one is given.
    /// </summary>
    public static DebateReward Compute(
        LearnedJudge judge, FeatureTable features, int state, (int Action, int Other) pair, SearchBudget? budget = null)
    {
        if (pair.Action == pair.Other) return default;
        var evidence = new FeatureEvidence(judge, features, state, pair.Action, pair.Other);
        return IsExact(judge) ? new(SolveOutcome(evidence, Side.Pro, budget), SolveOutcome(evidence, Side.Con, budget))
            : PrunedGame.Estimate(evidence, budget: budget).Reward;
    }

    // Alpha-beta search for the outcome alone judges few of the sets.
    private static int SolveOutcome(FeatureEvidence evidence, Side starter, SearchBudget? budget) =>
        GameValue.Search(evidence.CreateGame(starter, budget).Start, int.MaxValue).Value;
}
