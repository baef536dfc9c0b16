using Debate.Deliberation.Engine;

namespace Debate.Contracts;

/// <summary>Sends calls to a model from one silo; its key is one of <see cref="ModelHostKey"/>.</summary>
[Alias("debate.model-host")]
public interface IModelHostGrain : IGrainWithStringKey
{
    /// <summary>Asks, with retries. The caller already holds a permit for the model, so the timeout covers the model alone.</summary>
    [Alias("ask"), ResponseTimeout("00:30:00")]
    Task<HostReply> AskAsync(ModelCall call, CancellationToken cancellation);
}

/// <summary>A reply, or why there is none: failures travel as data, so that no exception type has to cross the wire.</summary>
/// <param name="Reply">The reply; null on failure.</param>
/// <param name="Trouble">The kind of failure.</param>
/// <param name="Message">What happened, in one line.</param>
public sealed record HostReply(ModelReply? Reply, FailureKind Trouble = FailureKind.None, string? Message = null);
