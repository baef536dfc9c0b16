using System.Globalization;
using System.Text;
using System.Text.Json;
using Debate.Core.Input;
using Debate.Deliberation;

namespace Debate.Models;

/// <summary>Thrown where a server answers with an error: by its status, or by an error in the body of a 200.</summary>
/// <param name="status">The status that decides whether a retry may help.</param>
/// <param name="message">What happened, in one line.</param>
/// <param name="named">All that the error says, in lower case, among it the names of fields that the server refuses.</param>
internal sealed class EndpointErrorException(int status, string message, string named) : Exception(message)
{
    public int Status => status;

    public string Named => named;

    /// <summary>The header Retry-After; null where there is none.</summary>
    public string? RetryAfter { get; init; }
}

/// <summary>What a server says in an error: {"error": {"message"}}, {"error": text}, {"message"}, {"detail"} and their like.</summary>
internal static class ErrorBody
{
    private const int MaxMessageLength = 300;
    private const int UnknownStatus = 502;

    /// <summary>The error that the answer with a status is.</summary>
    public static EndpointErrorException Read(int status, string body, string? retryAfter)
    {
        try
        {
            using var json = JsonDocument.Parse(MendedJson.Mend(Encoding.UTF8.GetBytes(body), isCut: false));
            var named = new StringBuilder();
            Collect(json.RootElement, named);
            return Create(status, $"it answered {status}", FindMessage(json.RootElement) ?? body, named.ToString(), retryAfter);
        }
        catch (JsonException)
        {
            return Create(status, $"it answered {status}", body, body, retryAfter);
        }
    }

    /// <summary>The error inside a body that came with a 200; its code decides as a status would. Null where it says nothing.</summary>
    public static EndpointErrorException? Read(JsonElement error)
    {
        var named = new StringBuilder();
        Collect(error, named);
        var code = ReadCode(error, "code") ?? ReadCode(error, "status");
        if (named.Length == 0 && code is null) return null;
        var isRequest = named.ToString().Contains("invalid_request", StringComparison.OrdinalIgnoreCase);
        var status = code ?? (isRequest ? 400 : UnknownStatus);
        return Create(status, $"it answered 200 with an error ({status})", FindMessage(error) ?? named.ToString(), named.ToString(), null);
    }

    private static EndpointErrorException Create(int status, string what, string message, string named, string? retryAfter)
    {
        var said = OneLine.Format(message, MaxMessageLength);
        return new(status, said.Length > 0 ? $"{what}: {said}" : what, named.ToLowerInvariant()) { RetryAfter = retryAfter };
    }

    private static int? ReadCode(JsonElement error, string field)
    {
        if (error.ValueKind != JsonValueKind.Object || !error.TryGetProperty(field, out var value)) return null;
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code is >= 400 and < 600 ? code : null;
    }

    private static string? FindMessage(JsonElement at)
    {
        foreach (var name in (ReadOnlySpan<string>)["error", "message", "detail", "msg"])
        {
            if (at.ValueKind == JsonValueKind.Array && at.GetArrayLength() > 0) at = at[0];
            if (at.ValueKind == JsonValueKind.Object && at.TryGetProperty(name, out var inner) && inner.ValueKind != JsonValueKind.Null)
                at = inner;
        }
        return at.ValueKind == JsonValueKind.String ? at.GetString() : null;
    }

    // Without what the server repeats of the request, which names fields that it does not refuse.
    private static void Collect(JsonElement at, StringBuilder named)
    {
        if (at.ValueKind == JsonValueKind.String) named.Append(at.GetString()).Append('\n');
        else if (at.ValueKind == JsonValueKind.Array)
            foreach (var item in at.EnumerateArray()) Collect(item, named);
        else if (at.ValueKind == JsonValueKind.Object)
            foreach (var field in at.EnumerateObject())
                if (field.Name is not ("input" or "ctx" or "url" or "body" or "request")) Collect(field.Value, named);
    }
}
