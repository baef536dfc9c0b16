using System.Globalization;

namespace Debate.Models;

/// <summary>Parses and formats durations as people write them: a number with ms, s, m or h, or hh:mm:ss.</summary>
internal static class Durations
{
    public static TimeSpan? Parse(string text)
    {
        if (text.Contains(':', StringComparison.Ordinal))
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var clock) && clock >= TimeSpan.Zero ? clock : null;
        var digits = text.TrimEnd('m', 's', 'h', ' ');
        double? unit = text[digits.Length..].Trim() switch { "ms" => 0.001, "s" => 1, "m" => 60, "h" => 3600, _ => null };
        if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)) return null;
        return unit is { } seconds && value <= 1e6 ? TimeSpan.FromSeconds(value * seconds) : null;
    }

    public static string Format(TimeSpan time) => time.ToString("c", CultureInfo.InvariantCulture);
}

/// <summary>Fits foreign text into one line of a message.</summary>
internal static class OneLine
{
    /// <summary>The text without control characters and line breaks, cut at <paramref name="max"/> characters.</summary>
    public static string Format(string text, int max)
    {
        var clean = Deliberation.Readers.SafeText.Clean(text.Length > 8 * max ? text[..(8 * max)] : text);
        var line = string.Join(' ', clean.Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= max ? line : line[..max] + "...";
    }
}
