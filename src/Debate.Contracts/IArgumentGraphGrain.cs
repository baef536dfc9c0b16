using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Debate.Argumentation.Dynamics;
using Debate.Deliberation.Engine;
using Orleans.Concurrency;

namespace Debate.Contracts;

/// <summary>
/// An argument graph that many edit; its key is the graph's id. A graph nobody edited yet is that of the deliberation with its id, else
/// empty; the first edit takes it as it stands. Version 0 is the graph before the first edit, and every change makes the next version.
/// </summary>
[Alias("debate.argument-graph")]
public interface IArgumentGraphGrain : IGrainWithStringKey
{
    /// <summary>
    /// Makes a change, all of it or nothing; returns when it is durable. Asking again with the same id of the change is harmless.
    /// </summary>
    [Alias("edit"), AlwaysInterleave, ResponseTimeout("00:00:10")]
    Task<EditReply> EditAsync(GraphChange change);

    /// <summary>The graph as it is now; everything in it is durable.</summary>
    [Alias("read"), AlwaysInterleave, ResponseTimeout("00:00:10")]
    Task<GraphReading> ReadAsync();

    /// <summary>A question about this graph as a solver takes it.</summary>
    [Alias("formulate"), AlwaysInterleave, ResponseTimeout("00:00:10")]
    Task<FormulatedCall> FormulateAsync(GraphCall call);

    /// <summary>The solver's answer about this graph, in ids; answers are kept until the next version.</summary>
    [Alias("ask"), AlwaysInterleave, ResponseTimeout("00:30:00")]
    Task<GraphAnswer> AskAsync(GraphQuestion question, SolveTerms terms, CancellationToken cancellation);
}

/// <summary>A change of a graph.</summary>
/// <param name="Id">Given by whoever asks, unique among all changes of the graph, 1 to 100 characters.</param>
/// <param name="Edits">What changes, in order; all are made or none.</param>
/// <param name="Expected">The version that the graph must have; null where the change holds for any.</param>
public sealed record GraphChange(string Id, ImmutableArray<GraphEdit> Edits, long? Expected = null);

/// <summary>What became of a change.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EditStatus>))]
public enum EditStatus
{
    /// <summary>It is durable.</summary>
    Applied,

    /// <summary>It was made before, under the same id, and was not made again.</summary>
    Repeated,

    /// <summary>The graph has another version than expected; nothing changed.</summary>
    Conflict,

    /// <summary>The graph does not allow it; nothing changed.</summary>
    Rejected,

    /// <summary>It could not be stored; asking again with the same id is safe.</summary>
    Unavailable,
}

/// <summary>What became of a change, with the version of the graph: the one that it made, or else the present one.</summary>
public sealed record EditReply(EditStatus Status, long Version, string? Message = null);

/// <summary>A graph at a version.</summary>
/// <param name="Version">Changes since the first.</param>
/// <param name="Graph">The graph, in the JSON of <see cref="Argumentation.Formats.GraphJson"/>; null where it cannot be read.</param>
/// <param name="Message">Why it cannot be read.</param>
public sealed record GraphReading(long Version, string? Graph, string? Message = null);

/// <summary>A question about a graph as a solver takes it, arguments numbered as in the graph.</summary>
/// <param name="Version">The version that it is about.</param>
/// <param name="Call">The question; null where there is trouble.</param>
/// <param name="Trouble">Why there is none.</param>
/// <param name="Message">What happened, in one line.</param>
public sealed record FormulatedCall(long Version, SolveCall? Call, SolveTrouble Trouble = SolveTrouble.None, string? Message = null);

/// <summary>A question about a graph, in ids.</summary>
/// <param name="Problem">What is asked, by its code, such as DS-PR.</param>
/// <param name="Argument">The argument asked about; null where the problem asks about none.</param>
/// <param name="Limit">The most extensions wanted; null for no limit.</param>
public sealed record GraphQuestion(string Problem, string? Argument = null, long? Limit = null);

/// <summary>An answer about a graph, in ids.</summary>
/// <param name="Version">The version that it is about.</param>
/// <param name="Accepted">DC, DS: the answer. SE: whether there is an extension.</param>
/// <param name="Witness">SE: the extension. DC: one with the argument. DS: one without it. Null where there is none to show.</param>
/// <param name="Extensions">EE: the extensions.</param>
/// <param name="Count">CE, EE: how many, in decimal digits.</param>
/// <param name="Trouble">Why there is no answer.</param>
/// <param name="Message">What happened, in one line.</param>
public sealed record GraphAnswer(
    long Version, bool Accepted, ImmutableArray<string>? Witness = null, ImmutableArray<ImmutableArray<string>>? Extensions = null,
    string? Count = null, SolveTrouble Trouble = SolveTrouble.None, string? Message = null);
