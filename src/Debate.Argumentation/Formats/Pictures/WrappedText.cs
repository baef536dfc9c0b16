using System.Globalization;
using System.Text;

namespace Debate.Argumentation.Formats.Pictures;

/// <summary>Wraps texts into short lines.</summary>
public static class WrappedText
{
    /// <summary>
    /// Lines of at most <paramref name="width"/> columns (East Asian characters and emoji take two), broken at white space and, if a word
    /// is longer, inside it; the last of <paramref name="max"/> lines ends in an ellipsis if text was cut off.
    /// </summary>
    public static IReadOnlyList<string> Wrap(string text, int width, int max)
    {
        var (lines, line, used) = (new List<string>(), new StringBuilder(), 0);
        foreach (var word in ToVisible(text).Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(w => SplitWord(w, width)))
        {
            var columns = CountColumns(word);
            if (used > 0 && used + 1 + columns > width)
            {
                if (lines.Count + 1 == max) return [.. lines, Truncate(line, used, width)];
                lines.Add(line.ToString());
                line.Clear();
                used = 0;
            }
            if (used > 0) line.Append(' ');
            line.Append(word);
            used += columns + (used > 0 ? 1 : 0);
        }
        if (used > 0) lines.Add(line.ToString());
        return lines;
    }

    /// <summary>The text in one line of at most <paramref name="width"/> columns, with an ellipsis if some was cut off.</summary>
    public static string Cut(string text, int width) => Wrap(text, width, 1) is [var line] ? line : "";

    /// <summary>The number of columns that a text takes.</summary>
    public static int CountColumns(string text) => text.EnumerateRunes().Sum(ColumnsOf);

    /// <summary>
    /// The visible text in one line: white space becomes blanks, invisible and bidirectional control characters are dropped, and invalid
    /// Unicode becomes U+FFFD.
    /// </summary>
    public static string ToVisible(string text)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune)) shown.Append(' ');
            else if (Rune.GetUnicodeCategory(rune)
                is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned))
                shown.Append(rune.ToString());
        }
        return shown.ToString();
    }

    /// <summary>
    /// The approximate width of the text in a sans-serif font, in ems, rather over- than underestimated, so that boxes can be drawn without
    /// font metrics.
    /// </summary>
    public static double MeasureEms(string text) => text.EnumerateRunes().Sum(rune => rune.Value switch
    {
        ' ' or 'i' or 'j' or 'l' or 't' or 'f' or 'r' or 'I' or '.' or ',' or ':' or ';' or '\'' or '!' or '|' or '(' or ')' or '-' => 0.4,
        'm' or 'w' or 'M' or 'W' or '\u2014' or '\u2026' or '@' or '%' => 1.0,
        >= 'A' and <= 'Z' => 0.73,
        _ => ColumnsOf(rune) == 2 ? 1.1 : 0.63,
    });

    private static string Truncate(StringBuilder line, int used, int width) =>
        used < width ? $"{line}\u2026" : $"{line.ToString(0, line.Length - 1)}\u2026";

    private static IEnumerable<string> SplitWord(string word, int width)
    {
        var (piece, used) = (new StringBuilder(), 0);
        foreach (var rune in word.EnumerateRunes())
        {
            if (used + ColumnsOf(rune) > width)
            {
                yield return piece.ToString();
                piece.Clear();
                used = 0;
            }
            piece.Append(rune.ToString());
            used += ColumnsOf(rune);
        }
        if (used > 0) yield return piece.ToString();
    }

    private static int ColumnsOf(Rune rune) => rune.Value
        is >= 0x1100 and <= 0x115F or >= 0x2E80 and <= 0xA4CF or >= 0xAC00 and <= 0xD7A3
        or >= 0xF900 and <= 0xFAFF or >= 0xFE30 and <= 0xFE6F or >= 0xFF00 and <= 0xFF60 or >= 0x1F300 and <= 0x1FAFF or >= 0x20000 ? 2 : 1;
}
