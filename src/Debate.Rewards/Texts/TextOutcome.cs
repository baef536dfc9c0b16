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
public sealed record TextOutcome(
    ImmutableArray<double> Rewards, ImmutableArray<double> Probabilities, ImmutableArray<double> Disagreements,
        ImmutableArray<Contest> Contests)
{
    /// <summary>The rewards of a group.</summary>
    public static TextOutcome Of(JudgedGroup group, double[] rewards)
    {
        var all = Enumerable.Range(0, group.Count).ToArray();
        return new([.. rewards], [.. all.Select(group.Probability)], [.. all.Select(group.Disagreement).OfType<double>()],
            [.. group.Contests]);
    }

    /// <summary>Reads the rewards from a verdict; null if it holds none.</summary>
    public static TextOutcome? Of(Verdict verdict)
    {
        var rewards = List(verdict, "reward.{0}");
        if (rewards.Length == 0) return null;
        var ones = List(verdict, "contest.{0}.one");
        var (others, orders) = (List(verdict, "contest.{0}.other"), List(verdict, "contest.{0}.in-order"));
        var reversed = List(verdict, "contest.{0}.reversed");
        var contests = ones.Select((one, k) =>
            new Contest((int)one, (int)others[k], orders[k], reversed.Length > 0 ? reversed[k] : null));
        return new(rewards, List(verdict, "probability.{0}"), List(verdict, "disagreement.{0}"), [.. contests]);
    }

    internal static ImmutableSortedDictionary<string, double> Measures(JudgedGroup group, double[] rewards)
    {
        var outcome = Of(group, rewards);
        var measures = ImmutableSortedDictionary.CreateBuilder<string, double>();
        Add(measures, "reward.{0}", outcome.Rewards);
        Add(measures, "probability.{0}", outcome.Probabilities);
        Add(measures, "disagreement.{0}", outcome.Disagreements);
        Add(measures, "contest.{0}.one", outcome.Contests.Select(c => (double)c.One));
        Add(measures, "contest.{0}.other", outcome.Contests.Select(c => (double)c.Other));
        Add(measures, "contest.{0}.in-order", outcome.Contests.Select(c => c.InOrder));
        Add(measures, "contest.{0}.reversed", outcome.Contests.Select(c => c.Reversed).OfType<double>());
        return measures.ToImmutable();
    }

    private static void Add(IDictionary<string, double> measures, string name, IEnumerable<double> values)
    {
        foreach (var (value, at) in values.Select((v, i) => (v, i))) measures[Place(name, at)] = value;
    }

    private static ImmutableArray<double> List(Verdict verdict, string name)
    {
        var list = ImmutableArray.CreateBuilder<double>();
        while (verdict.Measures.TryGetValue(Place(name, list.Count), out var value)) list.Add(value);
        return list.ToImmutable();
    }

    private static string Place(string name, int at) =>
        name.Replace("{0}", at.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
