namespace Debate.Silo.Web;

/// <summary>A refusal with a status of its own: 404 for what is not there, 409 for what is taken, 422, 429.</summary>
/// <param name="status">The status of HTTP.</param>
/// <param name="detail">One line that names the field, the value and the rule.</param>
internal sealed class HttpRefusal(int status, string detail) : Exception(detail)
{
    /// <summary>The status of HTTP.</summary>
    public int Status { get; } = status;

    /// <summary>Seconds after which asking again makes sense; null where it does not.</summary>
    public int? RetryAfter { get; init; }
}
