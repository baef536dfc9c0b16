using System.Globalization;

namespace Debate.Core.Input;

/// <summary>
/// Durations as people write them: numbers with units, largest first (90s, 500ms, 1h30m), or a clock (01:30:00, 1.12:00:00). A number
/// without a unit and a clock without seconds are none: nobody can tell what 10 or 10:00 means.
/// </summary>
public static class Durations
{
    /// <summary>Examples, as rules quote them.</summary>
    public const string Examples = "such as 500ms, 90s, 10m, 1h30m or 00:10:00";

    /// <summary>The longest duration that is accepted: ten years, far from where sums overflow.</summary>
    public static TimeSpan Max { get; } = TimeSpan.FromDays(3650);

    private const int MaxLength = 40;
    private static readonly string[] Clocks =
        [@"h\:mm\:ss", @"h\:mm\:ss\.FFFFFFF", @"d\.hh\:mm\:ss", @"d\.hh\:mm\:ss\.FFFFFFF"];
    private static readonly (string Name, long Ticks)[] Units =
    [
        ("d", TimeSpan.TicksPerDay), ("h", TimeSpan.TicksPerHour), ("m", TimeSpan.TicksPerMinute), ("s", TimeSpan.TicksPerSecond),
        ("ms", TimeSpan.TicksPerMillisecond),
    ];

    /// <summary>Parses a duration that is not negative and at most <see cref="Max"/>; false for any other text.</summary>
    public static bool TryParse(string text, out TimeSpan time)
    {
        time = default;
        if (text.Length > MaxLength) return false;
        return (text.Contains(':', StringComparison.Ordinal)
            ? TimeSpan.TryParseExact(text, Clocks, CultureInfo.InvariantCulture, TimeSpanStyles.None, out time)
            : TryParseUnits(text, out time)) && time <= Max;
    }

    /// <summary>The duration as a clock that <see cref="TryParse"/> reads.</summary>
    public static string Format(TimeSpan time) => time.ToString("c", CultureInfo.InvariantCulture);

    /// <summary>The duration in its largest whole unit, as rules quote it: 24h, 90s, 500ms.</summary>
    public static string Describe(TimeSpan time)
    {
        var unit = Units.FirstOrDefault(u => u.Name != "d" && time.Ticks % u.Ticks == 0 && time.Ticks >= u.Ticks);
        return unit.Ticks == 0 ? Format(time) : FormattableString.Invariant($"{time.Ticks / unit.Ticks}{unit.Name}");
    }

    private static bool TryParseUnits(ReadOnlySpan<char> text, out TimeSpan time)
    {
        var (ticks, unit) = (0m, -1);
        for (text = text.Trim(); text.Length > 0; text = text.TrimStart())
        {
            var digits = text.IndexOfAnyExcept("0123456789.");
            if (digits <= 0 || !decimal.TryParse(text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
                out var number))
                break;
            text = text[digits..].TrimStart();
            var letters = text.IndexOfAnyExceptInRange('a', 'z') is >= 0 and var end ? end : text.Length;
            var next = FindUnit(text[..letters]);
            if (next <= unit || number > Max.Ticks / Units[next].Ticks) break;
            (ticks, unit) = (ticks + number * Units[next].Ticks, next);
            text = text[letters..];
        }
        var isRead = text.Length == 0 && unit >= 0 && ticks <= Max.Ticks;
        time = isRead ? TimeSpan.FromTicks((long)ticks) : default;
        return isRead;
    }

    /// <summary>The index of a unit, largest first; -1 where there is none of that name.</summary>
    private static int FindUnit(ReadOnlySpan<char> name)
    {
        for (var i = 0; i < Units.Length; i++)
            if (name.SequenceEqual(Units[i].Name)) return i;
        return -1;
    }
}
