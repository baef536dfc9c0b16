using System.Globalization;
using Debate.Deliberation;

namespace Debate.Cli.Output;

/// <summary>
/// The rate at which things get done, over the last half minute, or longer where few got done: a resumed job finds what is done already in
/// a moment, which must not count as its pace for long.
/// </summary>
internal sealed class ThroughputMeter
{
    private const int MinCount = 8;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);
    private readonly List<(TimeSpan At, int Done)> _samples = [(TimeSpan.Zero, 0)];

    /// <summary>The rate per second; 0 where nothing is known.</summary>
    public double Rate { get; private set; }

    /// <summary>Notes that so many were done at a time after the start, later than before.</summary>
    public void Add(TimeSpan at, int done)
    {
        _samples.Add((at, done));
        while (_samples.Count > 2 && at - _samples[1].At >= Window && done - _samples[1].Done >= MinCount) _samples.RemoveAt(0);
        var (since, before) = _samples[0];
        Rate = at > since ? (done - before) / (at - since).TotalSeconds : 0;
    }
}

/// <summary>How fast something goes, how long it will take and what it has cost, in words.</summary>
internal static class RateText
{
    /// <summary>The rate and the time left, as far as they are known.</summary>
    /// <param name="rate">Things done a second; 0 where it is not known.</param>
    /// <param name="left">How many are left; null where that is not known.</param>
    public static IEnumerable<string> Describe(double rate, int? left)
    {
        if (rate <= 0) yield break;
        yield return rate >= 1 ? Invariant($"{rate:0.#}/s") : Invariant($"{rate * 60:0.#}/min");
        if (left is > 0 and var rest) yield return $"{DescribeTime(TimeSpan.FromSeconds(Math.Min(rest / rate, int.MaxValue)))} left";
    }

    /// <summary>Calls, tokens and money, as far as there are any.</summary>
    public static string DescribeCost(Usage usage)
    {
        var parts = new List<string>();
        if (usage.Calls > 0) parts.Add(Invariant($"{usage.Calls} {(usage.Calls == 1 ? "call" : "calls")}"));
        if (usage.Cached > 0) parts.Add(Invariant($"{usage.Cached} cached"));
        if (usage.Tokens > 0) parts.Add(Invariant($"{usage.Tokens} tokens"));
        if (usage.Cost > 0) parts.Add(Invariant($"cost {usage.Cost:0.####}"));
        return string.Join(", ", parts);
    }

    private static string DescribeTime(TimeSpan time) => time.TotalMinutes < 2 ? Invariant($"{Math.Ceiling(time.TotalSeconds)} s")
        : time.TotalHours < 2 ? Invariant($"{Math.Ceiling(time.TotalMinutes)} min")
        : Invariant($"{Math.Floor(time.TotalHours)} h {time.Minutes} min");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
