using System.Text.Encodings.Web;
using System.Text.Json;
using Debate.Deliberation;

namespace Debate.Models;

/// <summary>Writes an answer in the form that the prompt asks for.</summary>
internal static class ReplyForm
{
    /// <summary>
    /// A JSON object, the usual form; a line "Answer: ..." where the instructions ask for one and the last message asks for no JSON; the
    /// bare answer where it asks for that and "nothing else".
    /// </summary>
    public static string Write(SimulatedCall call, string reason, string answer)
    {
        var told = call.LastTold;
        if (told.Contains("JSON", StringComparison.Ordinal)) return Json(reason, answer);
        if (call.FirstOf(Role.System)?.Text.Contains("Answer:", StringComparison.Ordinal) is true) return $"{reason}\nAnswer: {answer}";
        return told.Contains("nothing else", StringComparison.Ordinal) ? answer : Json(reason, answer);
    }

    /// <summary>A text as it stands between the quotes of JSON.</summary>
    public static string Escaped(string text) => JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text);

    private static string Json(string reason, string answer) =>
        string.Concat("{\"reason\": \"", Escaped(reason), "\", \"answer\": \"") + string.Concat(Escaped(answer), "\"}");
}
