using Orleans.Concurrency;

namespace Debate.Contracts;

/// <summary>
/// An argument graph that many edit; its key is the graph's id. A graph nobody edited yet is that of the deliberation with its id, else
/// empty; the first edit takes it as it stands. Version 0 is the graph before the first change, and every change makes the next version.
/// Answers are about the version that they name, which is durable, and are kept until the next one.
/// </summary>
[Alias("debate.argument-graph")]
public interface IArgumentGraphGrain : IGrainWithStringKey
{
    /// <summary>
    /// Makes a change, all of it or nothing; returns when it is durable. Asking again with the same id of the change is harmless.
    /// </summary>
    [Alias("edit"), AlwaysInterleave, ResponseTimeout("00:00:10")]
    Task<EditReply> EditAsync(GraphChange change);

    /// <summary>The graph as it is now, in a format of argument maps by its name, such as json, dot or aif.</summary>
    [Alias("read"), AlwaysInterleave, ResponseTimeout("00:00:30")]
    Task<GraphReading> ReadAsync(string format);

    /// <summary>A question about this graph as a solver takes it.</summary>
    [Alias("formulate"), AlwaysInterleave, ResponseTimeout("00:00:30")]
    Task<FormulatedCall> FormulateAsync(GraphCall call);

    /// <summary>What the solver says: acceptance, extensions, their number.</summary>
    [Alias("ask"), AlwaysInterleave, ResponseTimeout("00:30:00")]
    Task<GraphAnswer> AskAsync(GraphQuery question, SolveTerms terms, CancellationToken cancellation);

    /// <summary>How strong each argument is under a gradual semantics by its name, such as df-quad.</summary>
    [Alias("strengths"), AlwaysInterleave, ResponseTimeout("00:30:00")]
    Task<GraphStrengths> StrengthsAsync(string semantics, SolveTerms terms, CancellationToken cancellation);

    /// <summary>Why an argument is accepted or not; the problem of the question is DC or DS under some semantics.</summary>
    [Alias("explain"), AlwaysInterleave, ResponseTimeout("00:30:00")]
    Task<GraphReasons> ExplainAsync(GraphQuery question, SolveTerms terms, CancellationToken cancellation);
}
