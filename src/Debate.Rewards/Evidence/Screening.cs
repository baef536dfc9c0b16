using Debate.Deliberation.Evidence;

namespace Debate.Rewards.Evidence;

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
