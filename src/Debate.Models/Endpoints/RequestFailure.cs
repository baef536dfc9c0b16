using System.Globalization;
using System.Net.Sockets;
using Debate.Core.Input;
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

    /// <summary>Whether no connection could be made, so that nobody may be there at all.</summary>
    public bool IsDead { get; init; }

    /// <summary>Classifies an exception; null if it did not come from the endpoint.</summary>
    public static RequestFailure? FromException(Exception error, DateTimeOffset now) => error switch
    {
        OutageException outage => new(outage.Cause, outage.Message, false),
        EndpointErrorException answer => FromError(answer, now),
        MalformedReplyException => new(FailureKind.Rejected, $"its reply cannot be read: {error.Message}", true),
        TimeoutRejectedException late =>
            new(FailureKind.Unreachable, FormattableString.Invariant($"it gave no reply within {late.Timeout.TotalSeconds} s"), true),
        HttpRequestException or IOException or SocketException =>
            new(FailureKind.Unreachable,
                $"it cannot be reached: {OneLine.Format(error.GetBaseException().Message, MaxMessageLength)}", true)
            {
                IsDead = error is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError
                    or HttpRequestError.NameResolutionError },
            },
        // The handler's own time limit for a connection, which the caller did not cancel.
        TaskCanceledException { InnerException: TimeoutException } =>
            new(FailureKind.Unreachable, "it cannot be reached: no connection within the time limit", true) { IsDead = true },
        _ => null,
    };

    private static RequestFailure FromError(EndpointErrorException error, DateTimeOffset now) => error.Status switch
    {
        401 or 403 => new(FailureKind.Unauthorised, $"it refused the key: {error.Message}", false),
        408 or 409 or 425 or 429 or >= 500 => new(FailureKind.Rejected, error.Message, true, ParseRetryAfter(error.RetryAfter, now)),
        _ => new(FailureKind.Rejected, error.Message, false),
    };

    private static TimeSpan? ParseRetryAfter(string? text, DateTimeOffset now)
    {
        if (text is null) return null;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
            return TimeSpan.FromSeconds(Math.Min(seconds, 1e6));
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)) return null;
        return date > now ? date - now : TimeSpan.Zero;
    }
}
