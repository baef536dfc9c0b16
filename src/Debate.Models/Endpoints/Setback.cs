namespace Debate.Models;

/// <summary>An endpoint that keeps failing and will be asked again.</summary>
/// <param name="Model">The configured model.</param>
/// <param name="Endpoint">Where it was asked.</param>
/// <param name="Message">What went wrong last, in short.</param>
/// <param name="Again">How long until the next attempt.</param>
public sealed record Setback(string Model, Uri Endpoint, string Message, TimeSpan Again)
{
    /// <summary>In one line for people.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"model {Model} at {Endpoint}: {Message}; trying again in {Again.TotalSeconds:0.0} s");
}
