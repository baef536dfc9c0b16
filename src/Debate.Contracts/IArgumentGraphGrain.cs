using Orleans.Concurrency;

namespace Debate.Contracts;

/// <summary>
/// An argument graph with many editors; its key is the graph's id. Before the first edit it is the graph of the deliberation with that id,
/// or empty if there is none; the first edit freezes that state as version 0. Every change creates the next version. An answer names the
/// version it is about, which is durable, and is cached until the next version.
/// </summary>
[Alias("debate.argument-graph")]
public interface IArgumentGraphGrain : IGrainWithStringKey
{
    /// <summary>
    /// Applies a change atomically and returns when it is durable. Retrying with the same change id is harmless.
    /// </summary>
    [Alias("edit"), AlwaysInterleave, ResponseTimeout("00:00:10")]
    Task<EditReply> EditAsync(GraphChange change);

    /// <summary>Reads the current graph in a named argument-map format, such as json, dot or aif.</summary>
    [Alias("read"), AlwaysInterleave, ResponseTimeout("00:00:30")]
    Task<GraphReadReply> ReadAsync(string format);

    /// <summary>Translates a question about this graph into a solver call.</summary>
    [Alias("formulate"), AlwaysInterleave, ResponseTimeout("00:00:30")]
    Task<FormulatedCall> FormulateAsync(GraphCall call);

    /// <summary>Asks the solver for acceptance, for extensions or for their number.</summary>
    [Alias("ask"), AlwaysInterleave, ResponseTimeout("00:30:00")]
    Task<GraphAnswer> AskAsync(GraphQuery question, SolveLimits terms, CancellationToken cancellation);

    /// <summary>Computes the strength of each argument under a named gradual semantics, such as df-quad.</summary>
    [Alias("strengths"), AlwaysInterleave, ResponseTimeout("00:30:00")]
    Task<GraphStrengths> ComputeStrengthsAsync(string semantics, SolveLimits terms, CancellationToken cancellation);

    /// <summary>Explains why an argument is accepted or not; the question's problem is DC or DS under some semantics.</summary>
    [Alias("explain"), AlwaysInterleave, ResponseTimeout("00:30:00")]
    Task<GraphReasons> ExplainAsync(GraphQuery question, SolveLimits terms, CancellationToken cancellation);
}
