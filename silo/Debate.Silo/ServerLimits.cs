using Debate.Core.Input;
using System.Globalization;

namespace Debate.Silo;

/// <summary>
/// What one request, and one key, may ask of a server at most. Each limit has a default and a word by which it is set and by which a
/// refusal names it. Sizes are bytes.
/// </summary>
public sealed record ServerLimits
{
    /// <summary>The most bytes of one text in a body, in UTF-8.</summary>
    public long Text { get; init; } = 1 << 20;

    /// <summary>The most bytes of a body, and of a map, a framework or a configuration in it.</summary>
    public long Body { get; init; } = 32 << 20;

    /// <summary>The most bytes of all bodies that are on their way at one moment.</summary>
    public long Bodies { get; init; } = 256 << 20;

    /// <summary>The least bytes a second at which a body must come; a slower one is cut after five seconds.</summary>
    public long Rate { get; init; } = 10 << 10;

    /// <summary>The most arguments, and the most attacks and inferences, of a map or framework in a body.</summary>
    public long Graph { get; init; } = 200_000;

    /// <summary>The most items of a batch of rewards.</summary>
    public long Batch { get; init; } = 1024;

    /// <summary>The most parts of a run's problem: motions of a tournament, questions of an evaluation.</summary>
    public long Parts { get; init; } = 100_000;

    /// <summary>The most seats of a run.</summary>
    public long Seats { get; init; } = 4096;

    /// <summary>The most options of a run, and the most answers or choices of a problem.</summary>
    public long Options { get; init; } = 4096;

    /// <summary>The most runs of one key that are open at one moment on this server.</summary>
    public long Runs { get; init; } = 10_000;

    /// <summary>The most streams of events that one key has open at one moment on this server.</summary>
    public long Watchers { get; init; } = 4096;

    /// <summary>The most seconds that a question to a solver may take.</summary>
    public long Seconds { get; init; } = 60;

    /// <summary>The default limits.</summary>
    public static ServerLimits Default { get; } = new();

    /// <summary>Limits as text, such as "text=2MB,runs=100"; limits that are not named have their defaults.</summary>
    public static ValueReader<ServerLimits> Reader { get; } = new(
        $"must be NAME=NUMBER with a comma between several, names being {string.Join(", ", Setters.Keys)}; sizes take KB, MB and GB",
        TryParse, _ => true);

    private static Dictionary<string, Func<ServerLimits, long, ServerLimits>> Setters => new(StringComparer.Ordinal)
    {
        ["text"] = (limits, n) => limits with { Text = n },
        ["body"] = (limits, n) => limits with { Body = n },
        ["bodies"] = (limits, n) => limits with { Bodies = n },
        ["rate"] = (limits, n) => limits with { Rate = n },
        ["graph"] = (limits, n) => limits with { Graph = n },
        ["batch"] = (limits, n) => limits with { Batch = n },
        ["parts"] = (limits, n) => limits with { Parts = n },
        ["seats"] = (limits, n) => limits with { Seats = n },
        ["options"] = (limits, n) => limits with { Options = n },
        ["runs"] = (limits, n) => limits with { Runs = n },
        ["seconds"] = (limits, n) => limits with { Seconds = Math.Min(n, (long)Deliberation.Engine.SolveLimits.MaxTime.TotalSeconds) },
        ["watchers"] = (limits, n) => limits with { Watchers = n },
    };

    private static bool TryParse(string text, out ServerLimits limits)
    {
        limits = Default;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.Split('=', StringSplitOptions.TrimEntries) is not [var name, var value]) return false;
            if (!Setters.TryGetValue(name, out var set) || ParseSize(value) is not { } size) return false;
            limits = set(limits, size);
        }
        return limits.Text <= limits.Body && limits.Body <= limits.Bodies && limits.Body <= int.MaxValue / 2;
    }

    /// <summary>A whole number above 0, with KB, MB or GB (of 1,024) behind it if it is a size; null for anything else.</summary>
    private static long? ParseSize(string text)
    {
        var unit = text.Length < 3 ? 1 : text[^2..].ToUpperInvariant() switch
        {
            "KB" => 1L << 10,
            "MB" => 1L << 20,
            "GB" => 1L << 30,
            _ => 1,
        };
        var digits = unit == 1 ? text : text[..^2];
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 1L << 40
            ? number * unit : null;
    }
}
