using System.ClientModel;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Polly.Timeout;

namespace Debate.Models;

/// <summary>Why one request failed, and whether a retry may succeed.</summary>
/// <param name="Kind">The kind of failure to report if it persists.</param>
/// <param name="Message">One line.</param>
/// <param name="IsTransient">Whether it is worth a retry.</param>
/// <param name="RetryAfter">The minimum delay requested by the server; null if it requested none.</param>
internal sealed record RequestFailure(FailureKind Kind, string Message, bool IsTransient, TimeSpan? RetryAfter = null)
{
    private const int MaxMessageLength = 300;

    /// <summary>Classifies an exception; null if it did not come from the endpoint.</summary>
    public static RequestFailure? FromException(Exception error, DateTimeOffset now) => error switch
    {
        OutageException outage => new(outage.Cause, outage.Message, false),
        ClientResultException { Status: > 0 } answer => FromStatus(answer, now),
        MalformedReplyException => new(FailureKind.Rejected, $"its reply cannot be read: {error.Message}", true),
        TimeoutRejectedException late =>
            new(FailureKind.Unreachable, FormattableString.Invariant($"it gave no reply within {late.Timeout.TotalSeconds} s"), true),
        ClientResultException or HttpRequestException or IOException or SocketException =>
            new(FailureKind.Unreachable, $"it cannot be reached: {OneLine.Format(error.GetBaseException().Message, MaxMessageLength)}",
                true),
        _ => null,
    };

    private static RequestFailure FromStatus(ClientResultException error, DateTimeOffset now)
    {
        var said = ReadErrorMessage(error);
        var message = $"it answered {error.Status}{(said.Length > 0 ? $": {said}" : "")}";
        return error.Status switch
        {
            401 or 403 => new(FailureKind.Unauthorised, $"it refused the key: {message}", false),
            408 or 409 or 425 or 429 or >= 500 => new(FailureKind.Rejected, message, true, ParseRetryAfter(error, now)),
            _ => new(FailureKind.Rejected, message, false),
        };
    }

    private static TimeSpan? ParseRetryAfter(ClientResultException error, DateTimeOffset now)
    {
        if (error.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var text) is not true || text is null) return null;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
            return TimeSpan.FromSeconds(Math.Min(seconds, 1e6));
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)) return null;
        return date > now ? date - now : TimeSpan.Zero;
    }

    private static string ReadErrorMessage(ClientResultException error)
    {
        var body = error.GetRawResponse()?.Content?.ToString() ?? "";
        return OneLine.Format(ParseErrorField(body) ?? body, MaxMessageLength);
    }

    /// <summary>Parses the message in {"error": {"message": ...}}, {"error": ...}, {"message": ...} or {"detail": ...}.</summary>
    private static string? ParseErrorField(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var at = json.RootElement;
            foreach (var name in (ReadOnlySpan<string>)["error", "message", "detail"])
                if (at.ValueKind == JsonValueKind.Object && at.TryGetProperty(name, out var inner)) at = inner;
            return at.ValueKind == JsonValueKind.String ? at.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
