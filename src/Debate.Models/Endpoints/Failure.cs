using System.ClientModel;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Debate.Deliberation.Engine;
using Polly.Timeout;

namespace Debate.Models;

/// <summary>Why one request failed, and whether a retry may succeed.</summary>
/// <param name="Trouble">The kind of failure to report if it persists.</param>
/// <param name="Message">One line.</param>
/// <param name="MayPass">Whether it is worth a retry.</param>
/// <param name="RetryAfter">The minimum delay requested by the server; null if it requested none.</param>
internal sealed record Failure(Trouble Trouble, string Message, bool MayPass, TimeSpan? RetryAfter = null)
{
    private const int LongestMessage = 300;

    /// <summary>Classifies an exception; null if it did not come from the endpoint.</summary>
    public static Failure? Of(Exception error, DateTimeOffset now) => error switch
    {
        OutageException outage => new(outage.Trouble, outage.Message, false),
        ClientResultException { Status: > 0 } answer => OfStatus(answer, now),
        MalformedReplyException => new(Trouble.Rejected, $"its reply cannot be read: {error.Message}", true),
        TimeoutRejectedException late =>
            new(Trouble.Unreachable, FormattableString.Invariant($"it gave no reply within {late.Timeout.TotalSeconds} s"), true),
        ClientResultException or HttpRequestException or IOException or SocketException =>
            new(Trouble.Unreachable, $"it cannot be reached: {OneLine.Of(error.GetBaseException().Message, LongestMessage)}", true),
        _ => null,
    };

    private static Failure OfStatus(ClientResultException error, DateTimeOffset now)
    {
        var said = Said(error);
        var message = $"it answered {error.Status}{(said.Length > 0 ? $": {said}" : "")}";
        return error.Status switch
        {
            401 or 403 => new(Trouble.Unauthorised, $"it refused the key: {message}", false),
            408 or 409 or 425 or 429 or >= 500 => new(Trouble.Rejected, message, true, RetryAfterOf(error, now)),
            _ => new(Trouble.Rejected, message, false),
        };
    }

    private static TimeSpan? RetryAfterOf(ClientResultException error, DateTimeOffset now)
    {
        if (error.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var text) is not true || text is null) return null;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
            return TimeSpan.FromSeconds(Math.Min(seconds, 1e6));
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)) return null;
        return date > now ? date - now : TimeSpan.Zero;
    }

    private static string Said(ClientResultException error)
    {
        var body = error.GetRawResponse()?.Content?.ToString() ?? "";
        return OneLine.Of(ErrorField(body) ?? body, LongestMessage);
    }

    /// <summary>Parses the message in {"error": {"message": ...}}, {"error": ...}, {"message": ...} or {"detail": ...}.</summary>
    private static string? ErrorField(string body)
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
