using System.Text.Json;
using System.Text.RegularExpressions;
using Debate.Deliberation.Engine;
using Debate.Hosting;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace Debate.Silo.Web;

/// <summary>
/// What went wrong, as problem+json (RFC 9457): 400 for what was asked wrongly, with the field, the value and the rule; 503 for a
/// cluster that does not answer; 500 for the rest, without its inner workings.
/// </summary>
internal sealed partial class Problems(IProblemDetailsService problems, ILogger<Problems> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception trouble, CancellationToken stop)
    {
        var (status, detail) = Told(trouble);
        if (status == StatusCodes.Status500InternalServerError) Log.Broken(logger, context.Request.Path, trouble);
        context.Response.StatusCode = status;
        if (trouble is HttpRefusal { RetryAfter: { } seconds }) context.Response.Headers.RetryAfter = $"{seconds}";
        return await problems.TryWriteAsync(new()
        {
            HttpContext = context,
            Exception = trouble,
            ProblemDetails = new ProblemDetails { Status = status, Detail = detail },
        });
    }

    private static (int Status, string Detail) Told(Exception trouble) => trouble switch
    {
        InputException => (StatusCodes.Status400BadRequest, trouble.Message),
        HttpRefusal refusal => (refusal.Status, refusal.Message),
        RunTakenException or ReplayException => (StatusCodes.Status409Conflict, trouble.Message),
        BadHttpRequestException { InnerException: JsonException json } bad => (bad.StatusCode, Told(json)),
        BadHttpRequestException bad => (bad.StatusCode, bad.Message.ReplaceLineEndings(" ")),
        TimeoutException or OrleansException or IOException => (StatusCodes.Status503ServiceUnavailable, "the cluster does not answer; try again"),
        _ => (StatusCodes.Status500InternalServerError, "something broke here; the server's log tells what"),
    };

    // What the reader of JSON says names types of ours, which mean nothing to a caller.
    private static string Told(JsonException json)
    {
        if (Unknown().Match(json.Message) is { Success: true } unknown) return $"{unknown.Groups[1].Value}: there is no such field here";
        if (Missing().Match(json.Message) is { Success: true } missing) return $"{missing.Groups[1].Value}: it is required";
        if (json.InnerException is JsonException) return $"the body is not JSON (line {json.LineNumber + 1}, byte {json.BytePositionInLine})";
        return json.Path is { Length: > 2 } path ? $"{path[2..]}: its value is not of the right kind" : "the body is not of the right kind";
    }

    [GeneratedRegex("^The JSON property '([^']{1,80})'")]
    private static partial Regex Unknown();

    [GeneratedRegex("missing required properties including: '([^']{1,80})'")]
    private static partial Regex Missing();

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Path} broke")]
        public static partial void Broken(ILogger logger, string path, Exception trouble);
    }
}
