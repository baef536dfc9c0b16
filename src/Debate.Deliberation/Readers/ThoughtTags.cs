using System.Text;
using System.Text.RegularExpressions;

namespace Debate.Deliberation.Readers;

/// <summary>
/// Tells what a model thinks from what it says, where both came in one text: between &lt;think&gt; and &lt;/think&gt; (DeepSeek, Qwen and
/// others), [THINK] (Mistral), &lt;|channel&gt;thought (Gemma) or in gpt-oss's channel "analysis". Templates open thoughts in the prompt, so
/// a text may end thoughts that it did not begin; and a token limit may cut it while it thinks.
/// </summary>
public static partial class ThoughtTags
{
    /// <summary>
    /// What is said, and the thoughts, null where there are none. A text without tags is returned as it is. What is behind a tag that opens
    /// thoughts is thought up to the one that closes them, or to the end; what is before a tag that closes thoughts which nothing opened is
    /// thought. A tag alone between quotation marks or backticks is spoken of. In linear time.
    /// </summary>
    public static (string Text, string? Thoughts) Split(string text)
    {
        var (said, thought) = (new StringBuilder(), new StringBuilder());
        var (from, isThinking, isFound, hasChannels) = (0, false, false, AnalysisFirst().IsMatch(text));
        foreach (var tag in Tag().EnumerateMatches(text))
        {
            var written = text.AsSpan(tag.Index, tag.Length);
            var isOpening = IsOpening(written);
            if (isOpening && isThinking || IsMentioned(text, tag.Index, tag.Index + tag.Length)) continue;
            if (written.EndsWith("<|message|>", StringComparison.OrdinalIgnoreCase) && !hasChannels) continue;
            AddPart(isThinking ? thought : said, text.AsSpan(from, tag.Index - from));
            if (!isOpening && !isThinking)
            {
                AddPart(thought, said.ToString());
                said.Clear();
            }
            (from, isThinking, isFound) = (tag.Index + tag.Length, isOpening, true);
        }
        if (!isFound) return (text, null);
        AddPart(isThinking ? thought : said, text.AsSpan(from));
        var thoughts = thought.ToString().Trim();
        return (said.ToString().Trim(), thoughts.Length > 0 ? thoughts : null);
    }

    /// <summary>What is said in a text.</summary>
    public static string Remove(string text) => Split(text).Text;

    private static bool IsOpening(ReadOnlySpan<char> tag) =>
        tag[1] is not '/' && !tag.StartsWith("<channel", StringComparison.OrdinalIgnoreCase)
        && !tag.EndsWith("final<|message|>", StringComparison.OrdinalIgnoreCase);

    private static bool IsMentioned(string text, int start, int end) => start > 0 && end < text.Length
        && (text[start - 1], text[end]) is ('`', '`') or ('"', '"') or ('\'', '\'') or ('\u201C', '\u201D') or ('\u2018', '\u2019');

    /// <summary>Adds a part, apart from the one before, so that the two cannot be joined to a tag.</summary>
    private static void AddPart(StringBuilder parts, ReadOnlySpan<char> part)
    {
        if (part.Length > 0 && parts.Length > 0 && !char.IsWhiteSpace(parts[^1]) && !char.IsWhiteSpace(part[0])) parts.Append(' ');
        parts.Append(part);
    }

    [GeneratedRegex(@"</?(think|thinking|thought|seed:think)>|(?-i:\[/?THINK\])|\u25C1/?think\u25B7|<\|channel>thought\b|<channel\|>"
        + @"|(<\|start\|>assistant)?<\|channel\|>analysis<\|message\|>|(<\|end\|>)?(<\|start\|>assistant)?<\|channel\|>final<\|message\|>",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Tag();

    // gpt-oss's headers tell thoughts only in a text that begins with one; elsewhere they are control tokens like others.
    [GeneratedRegex(@"\A\s{0,4}(<\|start\|>assistant)?<\|channel\|>analysis<\|message\|>",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex AnalysisFirst();
}
