using System.Globalization;
using System.Text.RegularExpressions;
using Debate.Deliberation.Answers;

namespace Debate.Deliberation.Steps;

/// <summary>
/// The steps of a reasoned text, by the first rule that gives at least two: lines that begin with "Step N", "## Step N" or "N.", with N
/// counting from 1; paragraphs between blank lines; sentences. Joined again the steps are the text, byte for byte: a step owns the white
/// space behind it, and the first one what stands before it. Fenced blocks are never cut. Time is linear in the text.
/// </summary>
public static partial class StepSplitter
{
    /// <summary>The steps; one where no rule gives two, none for a text without a visible character.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return [];
        var lines = FindLines(text);
        IReadOnlyList<int> borders = FindNumbers(text, lines);
        if (borders.Count < 2) borders = FindParagraphs(text, lines);
        if (borders.Count < 2) borders = FindSentences(text, lines);
        return [.. borders.Select((from, i) => text[(i == 0 ? 0 : from)..(i + 1 < borders.Count ? borders[i + 1] : text.Length)])];
    }

    /// <summary>The beginnings of a text that end where one of its steps ends, shortest first; the whole text is none of them.</summary>
    public static IReadOnlyList<string> ListPrefixes(string text)
    {
        var (prefixes, end) = (new List<string>(), 0);
        foreach (var step in Split(text))
            if ((end += step.Length) < text.Length) prefixes.Add(text[..end]);
        return prefixes;
    }

    /// <summary>A line of a text.</summary>
    /// <param name="Start">Where it begins.</param>
    /// <param name="End">Where it ends, its line break included.</param>
    /// <param name="IsFenced">Whether it belongs to a fenced block, the fences included.</param>
    private readonly record struct Line(int Start, int End, bool IsFenced);

    private static List<Line> FindLines(string text)
    {
        var (lines, inside) = (new List<Line>(), false);
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = text.IndexOf('\n', start) is >= 0 and var at ? at + 1 : text.Length;
            var isFence = text.AsSpan(start, end - start).TrimStart(" \t").StartsWith("```");
            lines.Add(new(start, end, inside || isFence));
            if (isFence) inside = !inside;
        }
        return lines;
    }

    /// <summary>Where numbered steps begin.</summary>
    private static List<int> FindNumbers(string text, List<Line> lines)
    {
        var borders = new List<int>();
        foreach (var line in lines)
        {
            if (line.IsFenced || NumberPattern().Match(text, line.Start, line.End - line.Start) is not { Success: true } match) continue;
            var number = match.Groups[match.Groups[1].Success ? 1 : 2].ValueSpan;
            if (int.Parse(number, CultureInfo.InvariantCulture) == borders.Count + 1) borders.Add(line.Start);
        }
        return borders;
    }

    /// <summary>Where paragraphs begin: lines with something in them that follow a blank one.</summary>
    private static List<int> FindParagraphs(string text, List<Line> lines)
    {
        var (borders, afterBlank) = (new List<int>(), true);
        foreach (var line in lines)
        {
            var isBlank = !line.IsFenced && text.AsSpan(line.Start, line.End - line.Start).IsWhiteSpace();
            if (!isBlank && afterBlank) borders.Add(line.Start);
            // Within a fenced block no line is blank, so a block stays whole.
            afterBlank = isBlank;
        }
        return borders;
    }

    /// <summary>Where sentences begin, each at its first visible character; a line break ends one, as it does for an answer.</summary>
    private static List<int> FindSentences(string text, List<Line> lines)
    {
        var (borders, isOpen, wasFenced) = (new List<int>(), false, false);
        foreach (var line in lines)
        {
            if (line.IsFenced)
            {
                if (!wasFenced) borders.Add(line.Start);
                (wasFenced, isOpen) = (true, false);
                continue;
            }
            wasFenced = false;
            var content = text.AsSpan(line.Start, line.End - line.Start);
            for (var i = 0; i < content.Length; i++)
            {
                if (!isOpen && !char.IsWhiteSpace(content[i]))
                {
                    borders.Add(line.Start + i);
                    isOpen = true;
                }
                if (content[i] == '\n' || FinalAnswer.EndsSentence(content, i) && !IsListNumber(content[..i])) isOpen = false;
            }
        }
        return borders;
    }

    /// <summary>Whether a line begins with a number that its full stop belongs to.</summary>
    private static bool IsListNumber(ReadOnlySpan<char> before) =>
        before.Length <= 8 && before.Trim() is { Length: > 0 } number && !number.ContainsAnyExceptInRange('0', '9');

    [GeneratedRegex(
        @"\G[ ]{0,3}(?:#{1,6}[ ]{1,3})?(?:\*\*)?(?:step[ ]{1,3}(\d{1,4})(?![\d\p{L}])|(\d{1,4})\.(?=\s|$))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NumberPattern();
}
