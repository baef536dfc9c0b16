using System.Text;
using System.Text.RegularExpressions;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Answers;

/// <summary>
/// Extracts the answer from a reply: the structured answer field; otherwise what stands last of a tag (&lt;answer&gt;), a box (\boxed{...})
/// and a final-answer phrase in English, Chinese or Japanese ("the final answer is ...", "Answer: ...", "#### ..."); otherwise the whole
/// reply. Time is linear in the reply's length; no reply throws.
/// </summary>
public static class FinalAnswer
{
    private const int MaxReplyLength = StructuredReply.MaxReplyLength;
    private const int MaxBoxLength = 4096;
    private const int MaxSentenceLength = 4096;

    /// <summary>How many characters around a full stop decide whether it ends a sentence.</summary>
    private const int MaxLookAround = 256;

    private static readonly string[] BoxCommands = ["\\boxed", "\\fbox"];

    private static readonly LazyRegex AnswerPhrase = new(
        @"(?:\banswer(?:\s+(?:to|for)\b[^.:\n]{0,120}?)?\s+(?:is|was|would be|must be|should be)\b(?:\s*therefore\b)?\s*[:=]?"
        + @"|\b(?:final|correct|my|our|the|right)\s+answer\s*(?:\*\*|__)?\s*[:=]"
        + @"|(?:^|\n|[.!?…。;)\]][""'”’*_]{0,3}\s)[\s*_#>✅-]{0,8}(?:final\s+)?answer\s*(?:\*\*|__)?\s*[:=]|(?:^|\n)####)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    // From the end on, and every repetition is bounded, so that it is linear without the automaton that knows no direction.
    private static readonly LazyRegex EastAsianPhrase = new(
        @"(?:答案|结果|解答|回答|答え|正解|结论)\s{0,4}(?:应该|應該|应|應)?(?:就是|是|为|為|选|選|は|:|：)[:：]?|(?<=^|\n)\s{0,4}答\s{0,4}[:：]"
        + @"|(?:选择|選擇|选|選)(?:项|項)?",
        RegexOptions.RightToLeft | RegexOptions.CultureInvariant);

    private static readonly LazyRegex JapaneseEnding = new(
        @"(?:です|でした|である|になります|となります|だ|と思います)$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    /// <summary>The answer, trimmed of decoration; empty only for a blank reply.</summary>
    public static string Extract(string reply)
    {
        if (StructuredReply.Read(reply, AnswerFieldNames.All) is { } found && AnswerFieldNames.Find(found) is { } field)
            return StripBox(field);
        var text = reply.Length <= MaxReplyLength ? reply : reply[^MaxReplyLength..];
        var said = FindLastPhrase(text);
        var box = FindLastBox(text);
        var tag = FindLastTag(text);
        if (tag.Text is not null && tag.End >= Math.Max(said.At, box.At)) return StripBox(StripDecoration(tag.Text));
        return StripDecoration((box.At >= said.At ? box.Text : null) ?? said.Text ?? text);
    }

    private static string StripBox(string field) => FindLastBox(field).Text is { } box ? StripDecoration(box) : field;

    /// <summary>The content of the last answer tag with something in it.</summary>
    private static (int At, int End, string? Text) FindLastTag(string text)
    {
        var end = text.Length;
        for (var tries = 0; tries < 8 && end > 0; tries++)
        {
            var close = text.LastIndexOf("</answer>", end - 1, StringComparison.OrdinalIgnoreCase);
            if (close <= 0) break;
            var open = text.LastIndexOf("<answer>", close - 1, StringComparison.OrdinalIgnoreCase);
            if (open < 0) break;
            var content = text[(open + "<answer>".Length)..close].Trim();
            if (content.Length is > 0 and <= MaxSentenceLength) return (open, close, content);
            end = open;
        }
        return (-1, -1, null);
    }

    private static (int At, string? Text) FindLastPhrase(string text)
    {
        // What every phrase of a language holds is looked for first, so that most replies need no automaton.
        var english = text.Contains("answer", StringComparison.OrdinalIgnoreCase) || text.Contains("####", StringComparison.Ordinal)
            ? FindFirst(AnswerPhrase.Matches(text).Reverse()) : (-1, null);
        var eastAsian = Ascii.IsValid(text) ? (-1, null) : FindFirst(EastAsianPhrase.Matches(text));
        return eastAsian.At > english.At ? eastAsian : english;

        (int At, string? Text) FindFirst(IEnumerable<Match> phrases)
        {
            foreach (var match in phrases.Take(64))
                if (ReadSentence(text, match) is { } sentence) return (match.Index, sentence);
            return (-1, null);
        }
    }

    /// <summary>
    /// The rest of the line, or the next line when nothing follows, up to the end of the sentence; null when that is empty or a denial
    /// ("not ...").
    /// </summary>
    private static string? ReadSentence(string text, Match phrase)
    {
        var from = phrase.Index + phrase.Length;
        while (from < text.Length && (char.IsWhiteSpace(text[from]) || text[from] is '*' or '_' or ':' or '：')) from++;
        var longest = Math.Min(MaxSentenceLength, text.Length - from);
        var end = text.IndexOf('\n', from, longest);
        var line = text[from..(end < 0 ? from + longest : end)];
        var sentence = line[..FindSentenceEnd(line)];
        if (phrase.Value is [.., '选' or '選' or '项' or '項' or '择' or '擇'] && !IsLetterAlone(sentence)) return null;
        var denies = sentence.StartsWith("not ", StringComparison.OrdinalIgnoreCase) || sentence.StartsWith('不');
        sentence = sentence.TrimEnd();
        if (!Ascii.IsValid(sentence)) sentence = JapaneseEnding.Replace(sentence, "");
        if (sentence.Length > 1 && sentence[^1] == '!' && char.IsDigit(sentence[^2])) sentence = sentence[..^1];
        return denies || StripDecoration(sentence).Length == 0 ? null : sentence;
    }

    /// <summary>Whether a letter of a choice follows and no word: "选" alone is also a part of other words.</summary>
    private static bool IsLetterAlone(string sentence)
    {
        var bare = sentence.TrimStart('(', '（', ' ', '*');
        return bare.Length > 0 && bare[0] is (>= 'A' and <= 'J') or (>= 'Ａ' and <= 'Ｊ')
            && !(bare.Length > 1 && char.IsAsciiLetter(bare[1]));
    }

    private static int FindSentenceEnd(string line)
    {
        for (var i = 1; i < line.Length; i++)
            if (EndsSentence(line, i)) return i;
        return line.Length;
    }

    /// <summary>Whether a sentence of a line ends with the character at <paramref name="i"/>; takes time independent of the line.</summary>
    internal static bool EndsSentence(ReadOnlySpan<char> line, int i) => i > 0 && (line[i] is '。' or '！' or '？' or '；'
        || line[i] is '.' or '!' or '?' && i + 1 < line.Length && char.IsWhiteSpace(line[i + 1]) && !IsAbbreviation(line, i));

    private static bool IsAbbreviation(ReadOnlySpan<char> line, int stop)
    {
        if (line[stop] != '.') return false;
        var start = line[Math.Max(0, stop - MaxLookAround)..stop].LastIndexOf(' ') is >= 0 and var space
            ? Math.Max(0, stop - MaxLookAround) + space + 1 : Math.Max(0, stop - MaxLookAround);
        var word = line[start..stop].TrimStart("'\"*(");
        var next = line[(stop + 1)..Math.Min(line.Length, stop + MaxLookAround)].TrimStart();
        if (word is "No" or "no" or "Nr" or "pp" or "p") return next.Length > 0 && char.IsAsciiDigit(next[0]);
        if (word is "Mr" or "Mrs" or "Ms" or "Dr" or "St" or "vs" or "approx" or "ca" or "Rs") return true;
        if (word.Length != 1 || !char.IsAsciiLetterUpper(word[0])) return false;
        return start > 0 || next.Length > 0 && char.IsLower(next[0]) && !StartsExplanation(next)
            || next.Length > 0 && CountWords(next) < 3;
    }

    /// <summary>A word in lower case that goes on after a letter, where it is no name as in "E. coli".</summary>
    private static bool StartsExplanation(ReadOnlySpan<char> next)
    {
        var end = next.IndexOfAny(' ', ',', '.');
        return (end < 0 ? next : next[..end]) is "it" or "this" or "that" or "the" or "because" or "since" or "as" or "all" or "its" or "a"
            or "an" or "in";
    }

    private static int CountWords(ReadOnlySpan<char> text)
    {
        var words = 0;
        foreach (var _ in text.Split(' ')) words++;
        return words;
    }

    /// <summary>The content of the last box that is closed: between its braces, which may nest, or the number behind it.</summary>
    private static (int At, string? Text) FindLastBox(string text)
    {
        var (at, command) = (-1, "");
        foreach (var candidate in BoxCommands)
            if (text.LastIndexOf(candidate, StringComparison.Ordinal) is var found && found > at) (at, command) = (found, candidate);
        if (at < 0) return (-1, null);
        var from = at + command.Length;
        while (from < text.Length && text[from] == ' ') from++;
        if (from < text.Length && char.IsLetterOrDigit(text[from]) && from > at + command.Length)
        {
            var end = text.AsSpan(from).IndexOfAny(" \n$,;\\") is >= 0 and var stop ? from + stop : text.Length;
            return (at, text[from..end]);
        }
        if (from >= text.Length || text[from] != '{') return (at, null);
        var depth = 0;
        for (var i = from; i < text.Length && i < from + MaxBoxLength; i++)
        {
            if (text[i] == '{') depth++;
            if (text[i] == '}' && --depth == 0) return (at, text[(from + 1)..i]);
        }
        return (at, null);
    }

    /// <summary>The text without the quotes, emphasis, math delimiters and final full stop around it.</summary>
    private static string StripDecoration(string text)
    {
        var bare = text.AsSpan().Trim(" \t\r\n*_`\"'\u201C\u201D").TrimEnd(" \t\r\n.;,*_`\"'。");
        while (bare.Length > 1 && (bare[0], bare[^1]) is ('$', '$') or ('\u2018', '\u2019')) bare = bare[1..^1].Trim();
        if (bare.StartsWith("\\(") && bare.EndsWith("\\)") || bare.StartsWith("\\[") && bare.EndsWith("\\]")) bare = bare[2..^2].Trim();
        if (bare.StartsWith("\\text{") && bare.EndsWith("}") && bare[6..].IndexOf('}') == bare.Length - 7) bare = bare[6..^1].Trim();
        return bare.ToString();
    }
}
