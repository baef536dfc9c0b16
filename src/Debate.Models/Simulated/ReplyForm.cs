using System.Text.Encodings.Web;
using System.Text.Json;
using Debate.Deliberation;

namespace Debate.Models;

/// <summary>Formats an answer as the prompt requests.</summary>
internal static class ReplyForm
{
    /// <summary>
    /// By default a JSON object. If the last message does not mention JSON: a line "Answer: ..." if the instructions ask for one, or the
    /// bare answer if the message asks for "nothing else".
    /// </summary>
    public static string Write(SimulatedCall call, string reason, string answer)
    {
        var told = call.LastTold;
        if (told.Contains("JSON", StringComparison.Ordinal)) return Json(reason, answer);
        if (call.FirstOf(Role.System)?.Text.Contains("Answer:", StringComparison.Ordinal) is true) return $"{reason}\nAnswer: {answer}";
        return told.Contains("nothing else", StringComparison.Ordinal) ? answer : Json(reason, answer);
    }

    /// <summary>Escapes a text for a JSON string, without the quotes.</summary>
    public static string Escaped(string text) => JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text);

    private static string Json(string reason, string answer) =>
        string.Concat("{\"reason\": \"", Escaped(reason), "\", \"answer\": \"") + string.Concat(Escaped(answer), "\"}");
}
