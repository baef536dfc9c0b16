using Debate.Deliberation.Evidence;

namespace Debate.Rewards.Evidence;

/// <summary>
/// The items that matter most in a game, for when there are too many to search: half of them are the best for pro, half the best for con,
/// by what showing the item changes on average when the others shown are any.
/// </summary>
public static class Screening
{
    /// <summary>
    /// At most <paramref name="count"/> items, ascending, of a game with <paramref name="reveals"/> reveals, each item tried with
    /// <paramref name="contexts"/> random sets of the others, which are the same for all items.
    /// </summary>
    public static IReadOnlyList<int> Of(FeatureEvidence evidence, int reveals, int count, Draws draws, int contexts = 16)
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
                // An item is not tried in the contexts that it is part of: as often as any other, so the mean is over a fixed number.
                effects[item] += (judge.Judge(shown).Margin - before) / contexts;
                shown.Remove(item);
            }
        }
        int[] byEffect = [.. Enumerable.Range(0, effects.Length).OrderByDescending(i => effects[i])];
        return [.. byEffect.Take((count + 1) / 2).Concat(byEffect.TakeLast(count / 2)).Order()];
    }
}
