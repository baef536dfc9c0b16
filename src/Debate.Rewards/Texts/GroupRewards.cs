using System.Collections.Immutable;
using System.Globalization;
using Debate.Deliberation;
using Debate.Rewards.Shapes;

namespace Debate.Rewards.Texts;

/// <summary>
/// The rewards of a group, as a verdict's measures hold them. For answer n from 0: reward.n, probability.n (of winning, in [0, 1]) and, if
/// both orders were judged, disagreement.n (between them, in [0, 1]). For comparison k: contest.k.one, contest.k.other (-1 for an
/// outsider), contest.k.in-order and contest.k.reversed.
/// </summary>
/// <param name="Rewards">One for each member.</param>
/// <param name="Probabilities">The probability of winning, one for each member.</param>
/// <param name="Disagreements">The disagreement between the two orders, one for each member; empty if one order was judged.</param>
/// <param name="Contests">The comparisons that were judged.</param>
public sealed record GroupRewards(
    ImmutableArray<double> Rewards, ImmutableArray<double> Probabilities, ImmutableArray<double> Disagreements,
        ImmutableArray<PairwiseJudgement> Contests)
{
    /// <summary>The rewards of a group.</summary>
    public static GroupRewards FromGroup(JudgedGroup group, double[] rewards)
    {
        var all = Enumerable.Range(0, group.Count).ToArray();
        return new([.. rewards], [.. all.Select(group.Probability)], [.. all.Select(group.Disagreement).OfType<double>()],
            [.. group.Contests]);
    }

    /// <summary>Reads the rewards from a verdict; null if it holds none.</summary>
    public static GroupRewards? FromVerdict(Verdict verdict)
    {
        var rewards = ReadMeasures(verdict, "reward.{0}");
        if (rewards.Length == 0) return null;
        var ones = ReadMeasures(verdict, "contest.{0}.one");
        var (others, orders) = (ReadMeasures(verdict, "contest.{0}.other"), ReadMeasures(verdict, "contest.{0}.in-order"));
        var reversed = ReadMeasures(verdict, "contest.{0}.reversed");
        var contests = ones.Select((one, k) =>
            new PairwiseJudgement((int)one, (int)others[k], orders[k], reversed.Length > 0 ? reversed[k] : null));
        return new(rewards, ReadMeasures(verdict, "probability.{0}"), ReadMeasures(verdict, "disagreement.{0}"), [.. contests]);
    }

    internal static ImmutableSortedDictionary<string, double> ToMeasures(JudgedGroup group, double[] rewards)
    {
        var outcome = FromGroup(group, rewards);
        var measures = ImmutableSortedDictionary.CreateBuilder<string, double>();
        AddMeasures(measures, "reward.{0}", outcome.Rewards);
        AddMeasures(measures, "probability.{0}", outcome.Probabilities);
        AddMeasures(measures, "disagreement.{0}", outcome.Disagreements);
        AddMeasures(measures, "contest.{0}.one", outcome.Contests.Select(c => (double)c.One));
        AddMeasures(measures, "contest.{0}.other", outcome.Contests.Select(c => (double)c.Other));
        AddMeasures(measures, "contest.{0}.in-order", outcome.Contests.Select(c => c.InOrder));
        AddMeasures(measures, "contest.{0}.reversed", outcome.Contests.Select(c => c.Reversed).OfType<double>());
        return measures.ToImmutable();
    }

    private static void AddMeasures(IDictionary<string, double> measures, string name, IEnumerable<double> values)
    {
        foreach (var (value, at) in values.Select((v, i) => (v, i))) measures[MeasureName(name, at)] = value;
    }

    private static ImmutableArray<double> ReadMeasures(Verdict verdict, string name)
    {
        var list = ImmutableArray.CreateBuilder<double>();
        while (verdict.Measures.TryGetValue(MeasureName(name, list.Count), out var value)) list.Add(value);
        return list.ToImmutable();
    }

    private static string MeasureName(string name, int at) =>
        name.Replace("{0}", at.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
