using System.Text.RegularExpressions;
using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Hosting;
using Debate.Storage;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Debate.Silo.Web;

/// <summary>
/// Converts exceptions to problem+json (RFC 9457): 400 for invalid requests, with the field, the value and the rule; 503 for a cluster that
/// does not respond, and for a server that stops; 500 for all others, without internal details.
/// </summary>
internal sealed partial class ProblemResponses(
    IProblemDetailsService problems, IHostApplicationLifetime life, ILogger<ProblemResponses> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception error, CancellationToken stop)
    {
        var (status, detail) = Describe(error);
        // What a server that stops has taken down already is no fault of it: callers ask another one.
        if (status == StatusCodes.Status500InternalServerError && life.ApplicationStopping.IsCancellationRequested)
        {
            Log.Stopping(logger, context.Request.Path, error);
            (status, detail) = (StatusCodes.Status503ServiceUnavailable, "this server stops; ask another one, or it again later");
        }
        if (status == StatusCodes.Status500InternalServerError) Log.Broken(logger, context.Request.Path, error);
        context.Response.StatusCode = status;
        // Of a body that was refused something may still come, and the connection ends: who would send more over it must know.
        if (status is StatusCodes.Status413PayloadTooLarge or StatusCodes.Status408RequestTimeout)
            context.Response.Headers.Connection = "close";
        if (error is HttpProblemException { RetryAfter: { } seconds }) context.Response.Headers.RetryAfter = $"{seconds}";
        var problem = new ProblemDetails { Status = status, Title = ReasonPhrases.GetReasonPhrase(status), Detail = detail };
        if (await problems.TryWriteAsync(new() { HttpContext = context, Exception = error, ProblemDetails = problem })) return true;
        // The framework writes none to who accepts no JSON, such as an EventSource, and would answer 500 to what was wrong.
        await context.Response.WriteAsJsonAsync(problem, options: null, "application/problem+json", stop);
        return true;
    }

    private static (int Status, string Detail) Describe(Exception error) => error switch
    {
        InputException => (StatusCodes.Status400BadRequest, error.Message),
        HttpProblemException refusal => (refusal.Status, refusal.Message),
        RunLockedException or ReplayException => (StatusCodes.Status409Conflict, error.Message),
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => (StatusCodes.Status408RequestTimeout,
            "body: it came too slowly and was cut (limit rate)"),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => (StatusCodes.Status413PayloadTooLarge,
            "body: it is larger than this server takes (limit body)"),
        BadHttpRequestException bad => (bad.StatusCode, Describe(bad.Message)),
        IOException full when StorageFullException.IsMeant(full) => (StatusCodes.Status507InsufficientStorage, StorageGate.Detail),
        // Orleans cancels a call if the silo dies on which it looks up the grain.
        TimeoutException or OrleansException or IOException or OperationCanceledException =>
        (StatusCodes.Status503ServiceUnavailable, "the cluster does not answer; try again"),
        _ => (StatusCodes.Status500InternalServerError, "something broke here; the server's log tells what"),
    };

    // The framework's message for an unreadable parameter names a type and a variable.
    private static string Describe(string message) => BindingFailure().Match(message) is not { Success: true } parameter
        ? message.ReplaceLineEndings(" ")
        : $"{parameter.Groups["name"].Value} '{parameter.Groups["value"].Value}': it must be "
            + parameter.Groups["type"].Value switch { "bool" => "true or false", "double" => "a number", _ => "a whole number" };

    [GeneratedRegex("""^Failed to bind parameter "(?<type>[\w<>?]+) (?<name>\w+)" from "(?<value>[^"]{0,80})""")]
    private static partial Regex BindingFailure();

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Path} broke")]
        public static partial void Broken(ILogger logger, string path, Exception trouble);

        [LoggerMessage(2, LogLevel.Debug, "{Path} came too late: this server stops")]
        public static partial void Stopping(ILogger logger, string path, Exception trouble);
    }
}

/// <summary>An error with its own HTTP status: 404 for what does not exist, 409 for a conflict, 422, 429.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="detail">One line with the field, the value and the rule.</param>
internal sealed class HttpProblemException(int status, string detail) : Exception(detail)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>Seconds after which to retry (the header Retry-After); null if a retry makes no sense.</summary>
    public int? RetryAfter { get; init; }
}
