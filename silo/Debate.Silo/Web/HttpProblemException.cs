namespace Debate.Silo.Web;

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
