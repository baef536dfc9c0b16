using Debate.Deliberation.Engine;

namespace Debate.Contracts;

/// <summary>Carries calls to a model from one silo; its key is one of <see cref="ModelHostKey"/>.</summary>
[Alias("debate.model-host")]
public interface IModelHostGrain : IGrainWithStringKey
{
    /// <summary>Asks, with retries. The caller holds a place at the model already, so the time limit is the model's alone.</summary>
    [Alias("ask"), ResponseTimeout("00:30:00")]
    Task<HostAnswer> AskAsync(ModelCall call, CancellationToken cancellation);
}

/// <summary>A reply, or why there is none: trouble travels as data, so that no exception type must cross the wire.</summary>
/// <param name="Reply">The reply; null where there was trouble.</param>
/// <param name="Trouble">What kind of trouble.</param>
/// <param name="Message">What happened, in one line.</param>
public sealed record HostAnswer(ModelReply? Reply, Trouble Trouble = Trouble.None, string? Message = null);
