using System.Text;

namespace Debate.Deliberation.Readers;

/// <summary>A reply taken apart.</summary>
/// <param name="Text">What the model says.</param>
/// <param name="Thoughts">What it thought before; null where the reply holds no thoughts.</param>
/// <param name="IsOpen">Whether the reply ends inside a thought.</param>
public sealed record SplitReply(string Text, string? Thoughts, bool IsOpen);

/// <summary>
/// Takes the thoughts of a reasoning model out of its text: <c>&lt;think&gt;</c> and its kin (any case, closed only, opened only, nested,
/// closed twice), the marks of Magistral, Kimi, Command A and others, and the channels of gpt-oss with or without their special tokens. A
/// tag between quotation marks or backticks is spoken of, not used. A text without thoughts is left as it is. Linear in the length.
/// </summary>
public static class ThoughtSplitter
{
    private enum Kind
    {
        Open,
        Close,

        // Surrounds what is said; no part of it.
        Frame,
    }

    private readonly record struct Tag(Kind Kind, int Start, int End, bool IsWeak = false);

    // Weak names are words that a text may well mention: alone they open a thought only at its beginning.
    private static readonly string[] Names =
        ["think", "thinking", "thought", "thoughts", "reasoning", "antthinking", "seed:think", "mm:think", "longcat_think"];

    private static readonly string[] WeakNames = ["thought", "thoughts", "reasoning"];

    private static readonly (string Mark, Kind Kind)[] Marks =
    [
        ("[THINK]", Kind.Open), ("[/THINK]", Kind.Close), ("\u25C1think\u25B7", Kind.Open), ("\u25C1/think\u25B7", Kind.Close),
        ("&lt;think&gt;", Kind.Open), ("&lt;/think&gt;", Kind.Close), ("&lt;thinking&gt;", Kind.Open),
        ("&lt;/thinking&gt;", Kind.Close), ("<|start_thinking|>", Kind.Open), ("<|end_thinking|>", Kind.Close),
        ("<|begin_of_thought|>", Kind.Open), ("<|end_of_thought|>", Kind.Close), ("<|channel>thought", Kind.Open),
        ("<channel|>", Kind.Close), ("<unused94>thought", Kind.Open), ("<unused95>", Kind.Close),
        ("<|start_response|>", Kind.Frame), ("<|end_response|>", Kind.Frame), ("<|start_text|>", Kind.Frame),
        ("<|end_text|>", Kind.Frame), ("<|begin_of_solution|>", Kind.Frame), ("<|end_of_solution|>", Kind.Frame),
    ];

    /// <summary>Splits a reply.</summary>
    public static SplitReply Split(string text)
    {
        if (HarmonyChannels.Split(text) is { } channels) return channels;
        var tags = FindTags(text);
        return tags.Exists(t => t.Kind != Kind.Frame) ? Split(text, tags) : new(text, null, false);
    }

    private static SplitReply Split(string text, List<Tag> tags)
    {
        var (said, thoughts) = (new StringBuilder(), new StringBuilder());
        var lastClose = tags.FindLastIndex(t => t.Kind == Kind.Close);
        var (at, end, hasThought, hasWords) = (0, text.AsSpan().TrimEnd().Length, false, false);
        for (var i = 0; i < tags.Count; i++)
        {
            var tag = tags[i];
            hasWords |= !text.AsSpan(at, tag.Start - at).IsWhiteSpace();
            said.Append(text, at, tag.Start - at);
            at = tag.End;
            if (tag.Kind == Kind.Open && !(tag.IsWeak && i > lastClose && hasWords))
            {
                var close = FindEnd(tags, i, lastClose);
                Append(thoughts, text[at..(close < 0 ? text.Length : tags[close].Start)], tags, i + 1, close, at);
                if (close < 0) return new(said.ToString().Trim(), thoughts.ToString().Trim(), true);
                (at, i, hasThought) = (tags[close].End, close, true);
            }
            else if (tag.Kind == Kind.Open) said.Append(text, tag.Start, tag.End - tag.Start);
            else if (tag.Kind == Kind.Close && !(hasThought && at >= end))
            {
                // Opened in the prompt, or closed twice: what stands before it was thought.
                thoughts.Append('\n').Append(said.ToString().Trim());
                said.Clear();
                (hasThought, hasWords) = (true, false);
            }
        }
        said.Append(text, at, text.Length - at);
        return hasThought ? new(said.ToString().Trim(), thoughts.ToString().Trim(), false) : new(text, null, false);
    }

    // The words of a thought without the tags nested in it.
    private static void Append(StringBuilder thoughts, string words, List<Tag> tags, int first, int end, int offset)
    {
        var at = 0;
        thoughts.Append('\n');
        for (var i = first; i < (end < 0 ? tags.Count : end); i++)
        {
            thoughts.Append(words, at, tags[i].Start - offset - at);
            at = tags[i].End - offset;
        }
        thoughts.Append(words, at, words.Length - at);
    }

    /// <summary>
    /// The tag that ends the thought opened at a tag: where it is balanced, else the last closing one; -1 where none follows.
    /// </summary>
    private static int FindEnd(List<Tag> tags, int open, int lastClose)
    {
        if (open > lastClose) return -1;
        var depth = 1;
        for (var i = open + 1; i <= lastClose; i++)
        {
            depth += tags[i].Kind switch { Kind.Open => 1, Kind.Close => -1, _ => 0 };
            if (depth == 0) return i;
        }
        return lastClose;
    }

    private static List<Tag> FindTags(string text)
    {
        var tags = new List<Tag>();
        for (var at = text.AsSpan().IndexOfAny("<[\u25C1&"); at >= 0;)
        {
            var tag = MatchMark(text, at) ?? MatchName(text, at);
            if (tag is { } found && !IsMentioned(text, found)) tags.Add(found);
            var from = tag?.End ?? at + 1;
            var next = text.AsSpan(from).IndexOfAny("<[\u25C1&");
            at = next < 0 ? -1 : from + next;
        }
        return tags;
    }

    private static Tag? MatchMark(string text, int at)
    {
        foreach (var (mark, kind) in Marks)
            if (string.Compare(text, at, mark, 0, mark.Length, StringComparison.OrdinalIgnoreCase) == 0)
                return new(kind, at, at + mark.Length);
        return null;
    }

    /// <summary>Matches <c>&lt;name&gt;</c>, <c>&lt;/name&gt;</c>, blanks and bars inside the brackets aside.</summary>
    private static Tag? MatchName(string text, int at)
    {
        const int longest = 32;
        if (text[at] != '<' || text.AsSpan(at, Math.Min(longest, text.Length - at)).IndexOf('>') is not (> 0 and var length)) return null;
        var inner = text.AsSpan(at + 1, length - 1).Trim(" |\\");
        var isClosing = inner.StartsWith('/');
        var name = inner.Trim("/ |").ToString();
        if (!Names.Contains(name, StringComparer.OrdinalIgnoreCase)) return null;
        var isWeak = WeakNames.Contains(name, StringComparer.OrdinalIgnoreCase);
        return new(isClosing ? Kind.Close : Kind.Open, at, at + length + 1, isWeak);
    }

    private static bool IsMentioned(string text, Tag tag) =>
        tag.Start > 0 && tag.End < text.Length
        && (text[tag.Start - 1], text[tag.End]) is ('`', '`') or ('"', '"') or ('\'', '\'') or ('\u201C', '\u201D') or ('\u2018', '\u2019');
}

/// <summary>
/// The channels of gpt-oss (OpenAI's harmony format): what stands in the channel "final" is said, what stands in the others is thought. A
/// server that drops the special tokens leaves "analysis...assistantfinal...".
/// </summary>
internal static class HarmonyChannels
{
    private const string Channel = "<|channel|>";
    private const string Message = "<|message|>";
    private const string PlainStart = "analysis";
    private const string PlainFinal = "assistantfinal";

    /// <summary>Splits a reply in channels; null for any other.</summary>
    public static SplitReply? Split(string text)
    {
        if (HasChannels(text)) return SplitChannels(text);
        var start = text.AsSpan().TrimStart();
        if (!start.StartsWith(PlainStart, StringComparison.Ordinal)) return null;
        var final = text.LastIndexOf(PlainFinal, StringComparison.Ordinal);
        if (final >= 0)
        {
            var thoughts = start[PlainStart.Length..^(text.Length - final)];
            return new(text[(final + PlainFinal.Length)..].Trim(), thoughts.Trim().ToString(), false);
        }
        // Nobody writes "analysisWe": the special token between the words was dropped, and the reply was cut.
        return start.Length > PlainStart.Length && char.IsUpper(start[PlainStart.Length])
            ? new("", start[PlainStart.Length..].Trim().ToString(), true) : null;
    }

    private static bool HasChannels(string text)
    {
        var at = text.IndexOf(Channel, StringComparison.Ordinal);
        if (at < 0) return false;
        var name = text.AsSpan(at + Channel.Length).TrimStart();
        return name.StartsWith(PlainStart) || name.StartsWith("final") || name.StartsWith("commentary");
    }

    private static SplitReply SplitChannels(string text)
    {
        var (said, thoughts) = (new StringBuilder(), new StringBuilder());
        var parts = text.Split(Channel);
        var isOpen = false;
        foreach (var part in parts.Skip(1))
        {
            var message = part.IndexOf(Message, StringComparison.Ordinal);
            var isFinal = part.AsSpan().TrimStart().StartsWith("final", StringComparison.OrdinalIgnoreCase);
            var body = message >= 0 ? part.AsSpan(message + Message.Length) : isFinal ? "" : part.AsSpan();
            var end = FindEnd(body);
            isOpen = !isFinal && end < 0;
            var words = (end < 0 ? body : body[..end]).Trim();
            if (isFinal) said.Append(words);
            else thoughts.Append(words).Append('\n');
        }
        var before = parts[0].Replace("<|start|>assistant", "", StringComparison.Ordinal).Trim();
        return new((before + said).Trim(), thoughts.Length > 0 ? thoughts.ToString().Trim() : null, isOpen);
    }

    private static int FindEnd(ReadOnlySpan<char> body)
    {
        for (var at = body.IndexOf("<|"); at >= 0;)
        {
            var rest = body[at..];
            if (rest.StartsWith("<|end|>") || rest.StartsWith("<|start|>") || rest.StartsWith("<|return|>") || rest.StartsWith("<|call|>"))
                return at;
            var next = body[(at + 2)..].IndexOf("<|");
            at = next < 0 ? -1 : at + 2 + next;
        }
        return -1;
    }
}
