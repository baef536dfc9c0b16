using System.Text.RegularExpressions;
using Debate.Deliberation.Engine;

namespace Debate.Silo.Web.Chat;

/// <summary>
/// Errors of the paths that OpenAI's clients call, in the shape that these read: whatever refuses there, from the key to the storage, is
/// problem+json at every other path.
/// </summary>
internal sealed partial class ChatErrorWriter : IProblemDetailsWriter
{
    private static readonly PathString Completions = "/v1/chat/completions", Models = "/v1/models";

    /// <inheritdoc/>
    public bool CanWrite(ProblemDetailsContext context) =>
        context.HttpContext.Request.Path is var path && (path.StartsWithSegments(Completions) || path.StartsWithSegments(Models));

    /// <inheritdoc/>
    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var status = context.ProblemDetails.Status ?? context.HttpContext.Response.StatusCode;
        var message = context.ProblemDetails.Detail ?? context.ProblemDetails.Title ?? "the request was refused";
        await WriteAsync(context.HttpContext, status, new(message, NameType(status), FindField(status, message), FindCode(status, message)));
    }

    /// <summary>Writes an error as the whole response.</summary>
    public static Task WriteAsync(HttpContext context, int status, ChatErrorBody error)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new ChatError(error), ChatJson.Options, context.RequestAborted);
    }

    private static string NameType(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "authentication_error",
        StatusCodes.Status403Forbidden => "permission_error",
        StatusCodes.Status429TooManyRequests => "rate_limit_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };

    private static string? FindCode(int status, string message) => status switch
    {
        StatusCodes.Status401Unauthorized => "invalid_api_key",
        StatusCodes.Status404NotFound when FindField(status, message) == "model" => "model_not_found",
        StatusCodes.Status429TooManyRequests => "rate_limit_exceeded",
        StatusCodes.Status507InsufficientStorage => "storage_full",
        _ => null,
    };

    // Every refusal begins with its field: "n '2': it must be 1", "messages[1].role 'tool': ...", "body: it is not JSON".
    private static string? FindField(int status, string message) => status is >= 400 and < 500 and not StatusCodes.Status429TooManyRequests
        && Field().Match(message) is { Success: true } field && field.Groups[1].Value != "body" ? field.Groups[1].Value : null;

    [GeneratedRegex(@"^([A-Za-z_][A-Za-z0-9_.\-]*(?:\[\d+\][A-Za-z0-9_.\-]*)*)(?: '|: )")]
    private static partial Regex Field();
}

/// <summary>
/// What a run that has no verdict is to a client: an error, never an answer. Official clients repeat 409, 429 and all from 500 on, unless
/// X-Should-Retry says otherwise.
/// </summary>
/// <param name="Status">The HTTP status, where a status can still be told.</param>
/// <param name="Code">A word for programs.</param>
/// <param name="MayRetry">Whether asking again may help: what was recorded of the run is not paid again.</param>
internal sealed record ChatFailure(int Status, string Code, bool MayRetry)
{
    /// <summary>The failure of a run that stopped before its verdict.</summary>
    public static ChatFailure FromRun(RunSummary run) => (run.Status, run.Outcome?.Cause ?? FailureKind.None) switch
    {
        (RunStatus.OutOfBudget, _) => new(StatusCodes.Status422UnprocessableEntity, "out_of_budget", false),
        (RunStatus.Cancelled, _) => new(StatusCodes.Status409Conflict, "cancelled", false),
        (RunStatus.Interrupted, FailureKind.Paused) => new(StatusCodes.Status409Conflict, "paused", false),
        (RunStatus.Interrupted, _) => new(StatusCodes.Status503ServiceUnavailable, "interrupted", true),
        (_, FailureKind.Unauthorised) => new(StatusCodes.Status502BadGateway, "model_unauthorised", false),
        (_, FailureKind.Unreachable or FailureKind.Absent) => new(StatusCodes.Status502BadGateway, "model_unreachable", true),
        (_, FailureKind.Unanswered) => new(StatusCodes.Status504GatewayTimeout, "seat_unanswered", false),
        _ => new(StatusCodes.Status502BadGateway, "model_failed", true),
    };

    /// <summary>The error that a client is told.</summary>
    public ChatErrorBody ToError(RunSummary run, string? reason) => new(
        $"the debate {run.Id} stopped before its verdict{(string.IsNullOrWhiteSpace(reason) ? "" : $": {reason}")}", "debate_error", null, Code);
}
