using System.Collections.Immutable;
using System.Globalization;

namespace Debate.Deliberation.Records;

/// <summary>
/// The rewards of a group as named numbers. Verdicts of builds before 2026-11-30 hold them so, and reports still name them so. For answer n
/// from 0: reward.n, probability.n and, if both orders were judged, disagreement.n. For comparison k: contest.k.one, contest.k.other (-1
/// for an outsider), contest.k.in-order and contest.k.reversed.
/// </summary>
public static class RewardMeasures
{
    /// <summary>Writes rewards as measures.</summary>
    public static ImmutableSortedDictionary<string, double> Write(GroupRewards rewards)
    {
        var measures = ImmutableSortedDictionary.CreateBuilder<string, double>();
        Add("reward.{0}", rewards.Rewards);
        Add("probability.{0}", rewards.Probabilities);
        Add("disagreement.{0}", rewards.Disagreements);
        Add("contest.{0}.one", rewards.Contests.Select(c => (double)c.One));
        Add("contest.{0}.other", rewards.Contests.Select(c => (double)c.Other));
        Add("contest.{0}.in-order", rewards.Contests.Select(c => c.InOrder));
        Add("contest.{0}.reversed", rewards.Contests.Select(c => c.Reversed).OfType<double>());
        return measures.ToImmutable();

        void Add(string name, IEnumerable<double> values)
        {
            foreach (var (value, index) in values.Select((v, i) => (v, i))) measures[FormatName(name, index)] = value;
        }
    }

    /// <summary>Reads the rewards from a verdict's measures; null if they hold none.</summary>
    public static GroupRewards? Read(ImmutableSortedDictionary<string, double> measures)
    {
        var rewards = ReadAll("reward.{0}");
        if (rewards.Length == 0) return null;
        var (ones, others) = (ReadAll("contest.{0}.one"), ReadAll("contest.{0}.other"));
        var (orders, reversed) = (ReadAll("contest.{0}.in-order"), ReadAll("contest.{0}.reversed"));
        var contests = ones.Select((one, k) =>
            new PairwiseJudgement((int)one, (int)others[k], orders[k], reversed.Length > 0 ? reversed[k] : null));
        return new(rewards, ReadAll("probability.{0}"), ReadAll("disagreement.{0}"), [.. contests]);

        ImmutableArray<double> ReadAll(string name)
        {
            var list = ImmutableArray.CreateBuilder<double>();
            while (measures.TryGetValue(FormatName(name, list.Count), out var value)) list.Add(value);
            return list.ToImmutable();
        }
    }

    private static string FormatName(string name, int index) =>
        name.Replace("{0}", index.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
