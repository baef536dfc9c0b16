using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>The key of an endpoint, which is named by its configuration and read from the environment.</summary>
/// <param name="Model">The model's configured name.</param>
/// <param name="Variable">The environment variable that holds the key.</param>
/// <param name="Value">The key; null where the variable is not set.</param>
internal sealed record EndpointKey(string Model, string Variable, string? Value)
{
    /// <summary>Reads the key of an endpoint; null for one without.</summary>
    public static EndpointKey? Read(EndpointSpec spec, Func<string, string?> environment) =>
        spec.KeyVariable is { } variable ? new(spec.Name, variable, environment(variable)?.Trim()) : null;

    /// <summary>Why the key cannot be used; null where it can.</summary>
    public string? Error => string.IsNullOrEmpty(Value) ? "is not set"
        : Value.Any(c => c is <= ' ' or > '~') ? "has characters that no key has"
        : null;

    /// <summary>A text without the key.</summary>
    public string Redact(string text) => Value?.Length > 0 ? text.Replace(Value, "***", StringComparison.Ordinal) : text;
}

/// <summary>Refuses every call of an endpoint whose key is missing, and keeps the key out of what is said of the others.</summary>
internal sealed class KeyGuard(IModelClient inner, EndpointKey key) : DelegatingModelClient(inner)
{
    public override async Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation)
    {
        if (key.Error is { } wrong)
            throw new OutageException(FailureKind.Unauthorised,
                $"model {key.Model}: variable {key.Variable}, which should hold its key, {wrong}");
        try
        {
            return await base.AskAsync(call, cancellation);
        }
        catch (OutageException outage) when (key.Redact(outage.Message) != outage.Message)
        {
            throw new OutageException(outage.Cause, key.Redact(outage.Message));
        }
    }
}
