using System.Text.RegularExpressions;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Answers;

/// <summary>
/// Extracts the answer from a reply: the structured answer field; otherwise the text of the last final-answer phrase ("the final answer is
/// ...", "Answer: ...", "#### ...") or box (\boxed{...}); otherwise the whole reply. Time is linear in the reply's length; no reply throws.
/// </summary>
public static class FinalAnswer
{
    private const int MaxReplyLength = StructuredReply.MaxReplyLength;
    private const int MaxBoxLength = 4096;
    private const int MaxSentenceLength = 4096;
    private const string BoxCommand = "\\boxed{";

    private static readonly Regex AnswerPhrase = new(
        @"(?:\banswer(?:\s+(?:to|for)\b[^.:\n]{0,120}?)?\s+(?:is|was|would be)\b"
        + @"|\b(?:final|correct|my|our|the|right)\s+answer\s*(?:\*\*|__)?\s*[:=]"
        + @"|(?:^|\n)[\s*_#>-]{0,8}(?:final\s+)?answer\s*(?:\*\*|__)?\s*[:=]|(?:^|\n)####)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    /// <summary>The answer, trimmed of decoration; empty only for a blank reply.</summary>
    public static string Extract(string reply)
    {
        if (StructuredReply.Read(reply, AnswerFieldNames.All)?.FindMeaningful(AnswerFieldNames.All) is { } field) return StripBox(field);
        var text = reply.Length <= MaxReplyLength ? reply : reply[^MaxReplyLength..];
        var said = FindLastPhrase(text);
        var boxed = text.LastIndexOf(BoxCommand, StringComparison.Ordinal);
        var box = boxed >= said.At ? ReadBox(text, boxed) : null;
        return StripDecoration(box ?? said.Text ?? text);
    }

    private static string StripBox(string field) =>
        ReadBox(field, field.LastIndexOf(BoxCommand, StringComparison.Ordinal)) is { } box ? StripDecoration(box) : field;

    private static (int At, string? Text) FindLastPhrase(string text)
    {
        foreach (var match in AnswerPhrase.Matches(text).Reverse())
            if (ReadSentence(text, match.Index + match.Length) is { } sentence) return (match.Index, sentence);
        return (-1, null);
    }

    /// <summary>
    /// The rest of the line, or the next line when nothing follows, up to the end of the sentence; null when that is empty or a denial
    /// ("not ...").
    /// </summary>
    private static string? ReadSentence(string text, int from)
    {
        while (from < text.Length && (char.IsWhiteSpace(text[from]) || text[from] is '*' or '_' or ':')) from++;
        var longest = Math.Min(MaxSentenceLength, text.Length - from);
        var end = text.IndexOf('\n', from, longest);
        var line = text[from..(end < 0 ? from + longest : end)];
        var sentence = line[..FindSentenceEnd(line)];
        var denies = sentence.StartsWith("not ", StringComparison.OrdinalIgnoreCase);
        return denies || StripDecoration(sentence).Length == 0 ? null : sentence;
    }

    private static int FindSentenceEnd(string line)
    {
        for (var i = 1; i + 1 < line.Length; i++)
            if (line[i] is '.' or '!' or '?' && char.IsWhiteSpace(line[i + 1]) && !IsAbbreviation(line, i)) return i;
        return line.Length;
    }

    private static bool IsAbbreviation(string line, int stop)
    {
        var start = line.LastIndexOf(' ', stop) + 1;
        var word = line[start..stop].TrimStart('\'', '"', '*');
        return word is "Mr" or "Mrs" or "Ms" or "Dr" or "St" or "No" or "vs" or "approx" or "ca" or "Rs"
            || stop - start == 1 && char.IsAsciiLetterUpper(line[start]) && start > 0;
    }

    /// <summary>The content between the box's braces, which may nest; null when there is no box or it is never closed.</summary>
    private static string? ReadBox(string text, int box)
    {
        if (box < 0) return null;
        var from = box + BoxCommand.Length;
        var depth = 1;
        for (var i = from; i < text.Length && i < from + MaxBoxLength; i++)
        {
            if (text[i] == '{') depth++;
            if (text[i] == '}' && --depth == 0) return text[from..i];
        }
        return null;
    }

    /// <summary>The text without the quotes, emphasis, math delimiters and final full stop around it.</summary>
    private static string StripDecoration(string text)
    {
        var bare = text.AsSpan().Trim(" \t\r\n*_`\"'\u201C\u201D").TrimEnd(" \t\r\n.;,*_`\"'");
        while (bare.Length > 1 && (bare[0], bare[^1]) is ('$', '$') or ('\u2018', '\u2019')) bare = bare[1..^1].Trim();
        if (bare.StartsWith("\\(") && bare.EndsWith("\\)") || bare.StartsWith("\\[") && bare.EndsWith("\\]")) bare = bare[2..^2].Trim();
        if (bare.StartsWith("\\text{") && bare.EndsWith("}")) bare = bare[6..^1].Trim();
        return bare.ToString();
    }
}
