using Debate.Core.Output;
using System.Diagnostics.CodeAnalysis;
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

    /// <summary>A text without the key, in whichever form.</summary>
    public string Redact(string text) => _secrets.Redact(text);

    private readonly Secrets _secrets = new([Value]);
}

/// <summary>Refuses every call of an endpoint whose key is missing, and keeps the key out of what the others answer.</summary>
internal sealed class KeyGuard(IModelClient inner, EndpointKey key) : DelegatingModelClient(inner)
{
    public override Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation) =>
        GuardAsync(async () => Redact(await base.AskAsync(call, cancellation)));

    public override Task<ModelScore> ScoreAsync(ScoreCall call, CancellationToken cancellation) =>
        GuardAsync(() => base.ScoreAsync(call, cancellation));

    private async Task<T> GuardAsync<T>(Func<Task<T>> ask)
    {
        if (key.Error is { } wrong)
            throw new OutageException(FailureKind.Unauthorised,
                $"model {key.Model}: variable {key.Variable}, which should hold its key, {wrong}");
        try
        {
            return await ask();
        }
        catch (OutageException outage) when (key.Redact(outage.Message) != outage.Message)
        {
            throw new OutageException(outage.Cause, key.Redact(outage.Message));
        }
    }

    // An endpoint that echoes its key, or an error of a gateway that came as a reply, would write it into the journal.
    private ModelReply Redact(ModelReply reply)
    {
        var (text, thoughts, finish) = (key.Redact(reply.Text), Redact(reply.Thoughts), Redact(reply.Finish));
        return text == reply.Text && thoughts == reply.Thoughts && finish == reply.Finish ? reply
            : reply with { Text = text, Thoughts = thoughts, Finish = finish };
    }

    [return: NotNullIfNotNull(nameof(text))]
    private string? Redact(string? text) => text is null ? null : key.Redact(text);
}
