namespace Debate.Models;

/// <summary>A notice that an endpoint keeps failing and is being retried.</summary>
/// <param name="Model">The configured name of the model.</param>
/// <param name="Endpoint">The endpoint's base URL.</param>
/// <param name="Message">The last failure, in short.</param>
/// <param name="Delay">The delay before the next attempt.</param>
public sealed record RetryNotice(string Model, Uri Endpoint, string Message, TimeSpan Delay)
{
    /// <summary>The notice as one line for people.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"model {Model} at {Endpoint}: {Message}; trying again in {Delay.TotalSeconds:0.0} s");
}
