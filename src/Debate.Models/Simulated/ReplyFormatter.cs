using System.Text.Encodings.Web;
using System.Text.Json;
using Debate.Deliberation;

namespace Debate.Models;

/// <summary>Formats an answer as the prompt requests.</summary>
internal static class ReplyFormatter
{
    /// <summary>
    /// By default a JSON object. If the last message does not mention JSON: a line "Answer: ..." if the instructions ask for one, or the
    /// bare answer if the message asks for "nothing else".
    /// </summary>
    public static string Format(SimulatedCall call, string reason, string answer)
    {
        var told = call.LastUserText;
        if (told.Contains("JSON", StringComparison.Ordinal)) return FormatJson(reason, answer);
        if (call.FindFirst(Role.System)?.Text.Contains("Answer:", StringComparison.Ordinal) is true) return $"{reason}\nAnswer: {answer}";
        return told.Contains("nothing else", StringComparison.Ordinal) ? answer : FormatJson(reason, answer);
    }

    /// <summary>Escapes a text for a JSON string, without the quotes.</summary>
    public static string EscapeJson(string text) => JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text);

    private static string FormatJson(string reason, string answer) =>
        string.Concat("{\"reason\": \"", EscapeJson(reason), "\", \"answer\": \"") + string.Concat(EscapeJson(answer), "\"}");
}
