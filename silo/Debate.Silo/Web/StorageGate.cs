using Debate.Storage;

namespace Debate.Silo.Web;

/// <summary>While there is no space where runs are kept, what would write is answered with 507 at once; reading goes on.</summary>
internal sealed class StorageGate(RequestDelegate next, StorageSpace space)
{
    /// <summary>What a caller is told.</summary>
    public const string Detail =
        "the server has no space left to keep runs: nothing was taken; runs go on by themselves when there is space";

    private const int RetryAfter = 5;

    public Task InvokeAsync(HttpContext context) =>
        space.Full is null || HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
            ? next(context)
            : throw new HttpProblemException(StatusCodes.Status507InsufficientStorage, Detail) { RetryAfter = RetryAfter };
}
