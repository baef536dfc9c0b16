using Debate.Argumentation.Solving;
using Debate.Deliberation.Evidence;

namespace Debate.Rewards.Evidence;

/// <summary>
/// An estimate of a game in both speaking orders, solved as if both sides could reveal only the items that matter most
/// (<see cref="Screening"/>). This is our own heuristic: no bound on its error is known.
/// </summary>
/// <param name="InOrder">The margin for pro under optimal play when pro speaks first.</param>
/// <param name="Reversed">The same when con does.</param>
/// <param name="Items">How many items could be revealed; the estimate is exact if that is all of them.</param>
/// <param name="Leaves">How many sets of evidence were judged to compute it.</param>
public sealed record PrunedGame(double InOrder, double Reversed, int Items, int Leaves)
{
    /// <summary>
    /// The default number of items: with six reveals a large game then takes a few hundredths of a second (18,564 sets of evidence).
    /// </summary>
    public const int DefaultItems = 18;

    private const int ItemStep = 2;

    /// <summary>The estimated reward of pro's action.</summary>
    public DebateReward Reward => new(Math.Sign(InOrder), Math.Sign(Reversed));

    /// <summary>
    /// Estimates a game over at most <paramref name="items"/> items, with as many reveals as the judge was trained to see. The seed
    /// determines the contexts in which items are tried. The judged sets are spent of <paramref name="budget"/>, if one is given.
    /// </summary>
    public static PrunedGame Estimate(FeatureEvidence evidence, int items = DefaultItems, long seed = 0, SearchBudget? budget = null)
    {
        var game = Solve(evidence, items, seed, budget);
        return new(game.OptimalPlay(Side.Pro).OptimalValue, game.OptimalPlay(Side.Con).OptimalValue, game.AllowedItems.Count, game.Leaves);
    }

    /// <summary>The same pruned game in a form that can be played.</summary>
    public static SolvedGame Solve(FeatureEvidence evidence, int items = DefaultItems, long seed = 0, SearchBudget? budget = null)
    {
        var reveals = evidence.Judge.Origin.Items;
        var among = Screening.SelectItems(evidence, reveals, Math.Max(items, reveals), SeededRandom.Create(seed, "screening"));
        return SolvedGame.Solve(evidence, reveals, among, budget);
    }

    /// <summary>The numbers of items to estimate a game over, from a few more than the reveals up to all.</summary>
    public static IEnumerable<int> ItemCounts(FeatureEvidence evidence)
    {
        for (var items = evidence.Judge.Origin.Items + ItemStep; items < evidence.Features.Count; items += ItemStep) yield return items;
        yield return evidence.Features.Count;
    }
}

/// <summary>
/// Selects the items that matter most in a game, when there are too many to search: half of them are the best for pro, half the best for
/// con, by the average change in margin when the item is added to a random set of the others. This is our own heuristic: no bound holds for
/// what it leaves out.
/// </summary>
public static class Screening
{
    /// <summary>
    /// Selects at most <paramref name="count"/> items, ascending, for a game with <paramref name="reveals"/> reveals. Each item is tried
    /// with <paramref name="contexts"/> random sets of the others, the same sets for all items.
    /// </summary>
    public static IReadOnlyList<int> SelectItems(FeatureEvidence evidence, int reveals, int count, SeededRandom draws, int contexts = 16)
    {
        if (count >= evidence.Features.Count) return [.. Enumerable.Range(0, evidence.Features.Count)];
        var judge = new FeatureJudge(evidence);
        var effects = new double[evidence.Features.Count];
        var items = Enumerable.Range(0, effects.Length).ToList();
        for (var context = 0; context < contexts; context++)
        {
            draws.Shuffle(items);
            var shown = new EvidenceSet(effects.Length);
            foreach (var item in items.Take(Math.Max(0, reveals - 1))) shown.Add(item);
            var before = judge.Judge(shown).Margin;
            foreach (var item in items.Skip(shown.Count))
            {
                shown.Add(item);
                // An item is not tried in the contexts that contain it. In expectation that happens equally often for all items, so the
                // mean is over a fixed number.
                effects[item] += (judge.Judge(shown).Margin - before) / contexts;
                shown.Remove(item);
            }
        }
        int[] byEffect = [.. Enumerable.Range(0, effects.Length).OrderByDescending(i => effects[i])];
        return [.. byEffect.Take((count + 1) / 2).Concat(byEffect.TakeLast(count / 2)).Order()];
    }
}
