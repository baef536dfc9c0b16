using System.Text.RegularExpressions;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Tests.Engine;

namespace Debate.Deliberation.Tests.Protocols;

/// <summary>
/// Who spoke in which order and what was new to each speaker, if each statement carries a mark with its speaker and turn.
/// </summary>
internal static partial class HeardStatements
{
    /// <summary>A statement of a seat: its mark and an answer.</summary>
    public static string Statement(ModelCall call, string answer = "4") =>
        $"[{call.Seat.Name}/{call.Chat.Count(m => m.Role == Role.Assistant)}]\nAnswer: {answer}";

    /// <summary>One line per call: the seat, and the marks in its last message.</summary>
    public static IEnumerable<string> Of(EngineFixture engine) => engine.Calls.Select(call =>
        string.Join(' ', Mark().Matches(call.Chat[^1].Text).Select(m => m.Groups[1].Value).Prepend($"{call.Seat.Name} <")));

    /// <summary>The lines that a test expects, separated by |.</summary>
    public static IEnumerable<string> Lines(string expected) => expected.Split('|', StringSplitOptions.TrimEntries);

    [GeneratedRegex(@"\[([a-z0-9-]+/\d+)\]")]
    private static partial Regex Mark();
}
