using System.Text;
using System.Text.RegularExpressions;

namespace Debate.Deliberation.Readers;

/// <summary>A reply in which a seat thinks aloud before it answers.</summary>
/// <param name="Thinking">What it thought.</param>
/// <param name="Reflection">What it says is weak in it; null where it says nothing of that.</param>
/// <param name="Answer">What it says outside of both; empty where thinking alone was asked for.</param>
public sealed record ThinkingReply(string Thinking, string? Reflection, string Answer);

/// <summary>
/// Reads the sections of a reply: [thinking] ... [/thinking], [reflect] ... [/reflect] and what stands outside, in any case, or with the
/// marks of the published models (&lt;|thinking|&gt;). Several sections of one kind are one, in their order; one inside another of its kind
/// belongs to it; a reflection inside a thinking is the reflection; a mark that closes nothing is no mark, but where no thinking was opened
/// what stands before its end is the thinking, as models are often begun inside it. Linear in the length.
/// </summary>
/// <param name="needsAnswer">Whether something must stand outside.</param>
public sealed partial class ThinkingReader(bool needsAnswer = true) : IReader<ThinkingReply>
{
    private const int Outside = 0, Thinking = 1, Reflection = 2;

    /// <inheritdoc/>
    public string Name => needsAnswer ? "[thinking] ... [/thinking], then the answer" : "[thinking] ... [/thinking]";

    /// <inheritdoc/>
    public ReadResult<ThinkingReply> Read(string reply)
    {
        var parts = new StringBuilder?[] { new(), null, null };
        var (open, at) = (new Stack<int>(), 0);
        foreach (Match mark in MarkPattern().Matches(reply))
        {
            var kind = mark.Groups["kind"].Value.StartsWith("t", StringComparison.OrdinalIgnoreCase) ? Thinking : Reflection;
            var isClosing = mark.Groups["close"].Success;
            Append(reply[at..mark.Index]);
            at = mark.Index + mark.Length;
            if (!isClosing) open.Push(kind);
            else if (open.Count > 0 && open.Peek() == kind) open.Pop();
            else if (open.Count == 0 && kind == Thinking && parts[Thinking] is null) (parts[Thinking], parts[Outside]) = (parts[Outside], new());
            if (!isClosing && open.Count > 0) parts[kind] = Separate(parts[kind]);
        }
        Append(reply[at..]);
        if (open.Count > 0) return Refuse($"[{(open.Peek() == Thinking ? "thinking" : "reflect")}] is not closed.");
        var (thinking, answer) = (Text(Thinking), Text(Outside));
        return thinking.Length == 0 ? Refuse("Nothing stands between [thinking] and [/thinking].")
            : needsAnswer && answer.Length == 0 ? Refuse("No answer stands outside of [thinking] and [/thinking].")
            : ReadResult<ThinkingReply>.Accepted(new(thinking, Text(Reflection) is { Length: > 0 } said ? said : null, answer));

        void Append(string text) => (parts[open.Count == 0 ? Outside : open.Peek()] ??= new()).Append(text);

        string Text(int kind) => parts[kind]?.ToString().Trim() ?? "";
    }

    private static StringBuilder Separate(StringBuilder? before) =>
        before is null or { Length: 0 } || before[^1] == '\n' ? before ?? new() : before.Append('\n');

    private static ReadResult<ThinkingReply> Refuse(string problem) => ReadResult<ThinkingReply>.Refused(problem);

    [GeneratedRegex(@"(?:\[|<·?\|)(?<close>/)?(?<kind>thinking|reflect)(?:\]|\|>)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MarkPattern();
}
