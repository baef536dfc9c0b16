using System.Text;
using Spectre.Console;

namespace Debate.Cli.Output;

/// <summary>Text in columns of a terminal: wide characters count two, combining ones none.</summary>
internal static class TerminalText
{
    private const string Cut = "…";

    /// <summary>The columns that a line of text takes.</summary>
    public static int Width(string text) => text.GetCellWidth();

    /// <summary>
    /// The lines of a text, broken between words at most <paramref name="width"/> columns wide. A word that is wider stays whole on a line
    /// of its own, as it may be an id that somebody copies. The spaces at the beginning of a line of the text are kept.
    /// </summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        foreach (var line in text.Split('\n'))
        {
            var (built, at) = (new StringBuilder(), 0);
            var indent = line.Length - line.TrimStart(' ').Length;
            if (Width(line) <= width)
            {
                yield return line;
                continue;
            }
            built.Append(' ', Math.Min(indent, width / 2));
            at = built.Length;
            var isFirst = true;
            foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var wide = Width(word);
                if (!isFirst && at + 1 + wide > width)
                {
                    yield return built.ToString();
                    built.Clear();
                    (at, isFirst) = (0, true);
                }
                if (!isFirst) built.Append(' ');
                built.Append(word);
                (at, isFirst) = (at + wide + (isFirst ? 0 : 1), false);
            }
            yield return built.ToString();
        }
    }

    /// <summary>The text in one line of at most <paramref name="width"/> columns; where it was cut it ends in "…".</summary>
    public static string Shorten(string text, int width)
    {
        var line = text.ReplaceLineEndings(" ");
        if (Width(line) <= width) return line;
        var (kept, at) = (new StringBuilder(), Width(Cut));
        foreach (var rune in line.EnumerateRunes())
        {
            at += Width(rune.ToString());
            if (at > width) break;
            kept.Append(rune);
        }
        return kept.ToString().TrimEnd() + Cut;
    }

    /// <summary>The text with spaces up to a width, after it or, where <paramref name="right"/>, before it.</summary>
    public static string Pad(string text, int width, bool right = false)
    {
        var space = new string(' ', Math.Max(0, width - Width(text)));
        return right ? space + text : text + space;
    }
}
