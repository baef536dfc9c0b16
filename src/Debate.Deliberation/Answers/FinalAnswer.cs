using System.Text.RegularExpressions;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Answers;

/// <summary>
/// Extracts the answer from a reply: the structured answer field; otherwise the text of the last final-answer phrase ("the final answer is
/// ...", "Answer: ...", "#### ...") or box (\boxed{...}); otherwise the whole reply. Time is linear in the reply's length; no reply throws.
/// </summary>
public static class FinalAnswer
{
    private const int LongestReply = StructuredReply.LongestReply;
    private const int LongestBox = 4096;
    private const int LongestSentence = 4096;
    private const string Box = "\\boxed{";

    private static readonly Regex Phrase = new(
        @"(?:\banswer(?:\s+(?:to|for)\b[^.:\n]{0,120}?)?\s+(?:is|was|would be)\b"
        + @"|\b(?:final|correct|my|our|the|right)\s+answer\s*(?:\*\*|__)?\s*[:=]"
        + @"|(?:^|\n)[\s*_#>-]{0,8}(?:final\s+)?answer\s*(?:\*\*|__)?\s*[:=]|(?:^|\n)####)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    /// <summary>The answer, trimmed of decoration; empty only for a blank reply.</summary>
    public static string Of(string reply)
    {
        if (StructuredReply.Read(reply, AnswerNames.All)?.Meaningful(AnswerNames.All) is { } field) return Unboxed(field);
        var text = reply.Length <= LongestReply ? reply : reply[^LongestReply..];
        var said = LastPhrase(text);
        var boxed = text.LastIndexOf(Box, StringComparison.Ordinal);
        var box = boxed >= said.At ? InBox(text, boxed) : null;
        return Undecorated(box ?? said.Text ?? text);
    }

    private static string Unboxed(string field) =>
        InBox(field, field.LastIndexOf(Box, StringComparison.Ordinal)) is { } box ? Undecorated(box) : field;

    private static (int At, string? Text) LastPhrase(string text)
    {
        foreach (var match in Phrase.Matches(text).Reverse())
            if (Sentence(text, match.Index + match.Length) is { } sentence) return (match.Index, sentence);
        return (-1, null);
    }

    /// <summary>
    /// The rest of the line, or the next line when nothing follows, up to the end of the sentence; null when that is empty or a denial
    /// ("not ...").
    /// </summary>
    private static string? Sentence(string text, int from)
    {
        while (from < text.Length && (char.IsWhiteSpace(text[from]) || text[from] is '*' or '_' or ':')) from++;
        var longest = Math.Min(LongestSentence, text.Length - from);
        var end = text.IndexOf('\n', from, longest);
        var line = text[from..(end < 0 ? from + longest : end)];
        var sentence = line[..SentenceEnd(line)];
        var denies = sentence.StartsWith("not ", StringComparison.OrdinalIgnoreCase);
        return denies || Undecorated(sentence).Length == 0 ? null : sentence;
    }

    private static int SentenceEnd(string line)
    {
        for (var i = 1; i + 1 < line.Length; i++)
            if (line[i] is '.' or '!' or '?' && char.IsWhiteSpace(line[i + 1]) && !Abbreviates(line, i)) return i;
        return line.Length;
    }

    private static bool Abbreviates(string line, int stop)
    {
        var start = line.LastIndexOf(' ', stop) + 1;
        var word = line[start..stop].TrimStart('\'', '"', '*');
        return word is "Mr" or "Mrs" or "Ms" or "Dr" or "St" or "No" or "vs" or "approx" or "ca" or "Rs"
            || stop - start == 1 && char.IsAsciiLetterUpper(line[start]) && start > 0;
    }

    /// <summary>The content between the box's braces, which may nest; null when there is no box or it is never closed.</summary>
    private static string? InBox(string text, int box)
    {
        if (box < 0) return null;
        var from = box + Box.Length;
        var depth = 1;
        for (var i = from; i < text.Length && i < from + LongestBox; i++)
        {
            if (text[i] == '{') depth++;
            if (text[i] == '}' && --depth == 0) return text[from..i];
        }
        return null;
    }

    /// <summary>The text without the quotes, emphasis, math delimiters and final full stop around it.</summary>
    private static string Undecorated(string text)
    {
        var bare = text.AsSpan().Trim(" \t\r\n*_`\"'\u201C\u201D").TrimEnd(" \t\r\n.;,*_`\"'");
        while (bare.Length > 1 && (bare[0], bare[^1]) is ('$', '$') or ('\u2018', '\u2019')) bare = bare[1..^1].Trim();
        if (bare.StartsWith("\\(") && bare.EndsWith("\\)") || bare.StartsWith("\\[") && bare.EndsWith("\\]")) bare = bare[2..^2].Trim();
        if (bare.StartsWith("\\text{") && bare.EndsWith("}")) bare = bare[6..^1].Trim();
        return bare.ToString();
    }
}
