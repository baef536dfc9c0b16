using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Debate.Argumentation.Bipolar;
using Debate.Argumentation.Dynamics;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Inquiries;
using Debate.Deliberation.Engine;
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
    [Alias("edit"), AlwaysInterleave, ResponseTimeout("00:01:00")]
    Task<EditReply> EditAsync(GraphChange change);

    /// <summary>Reads the current graph in a named argument-map format, such as json, dot or aif.</summary>
    [Alias("read"), AlwaysInterleave, ResponseTimeout("00:00:30")]
    Task<GraphReadReply> ReadAsync(string format);

    /// <summary>The head of the graph: its version, and whether there is one.</summary>
    [Alias("head"), AlwaysInterleave, ResponseTimeout("00:00:30")]
    Task<GraphReply> ReadHeadAsync();

    /// <summary>
    /// Answers a question about the current graph; the text of the reply is its <see cref="GraphReport"/> as JSON in
    /// <see cref="WireFormat.Json"/>. What was not decided in its time is a report too.
    /// </summary>
    [Alias("inquire"), AlwaysInterleave, ResponseTimeout("00:30:00")]
    Task<GraphReply> InquireAsync(GraphInquiry inquiry, SolveLimits terms, CancellationToken cancellation);

    /// <summary>Writes the graph, or the part of it that a view says, in a named argument-map format.</summary>
    [Alias("write"), AlwaysInterleave, ResponseTimeout("00:30:00")]
    Task<GraphReply> WriteAsync(GraphWriting writing, SolveLimits terms, CancellationToken cancellation);

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

/// <summary>A change of a graph: edits, another map in its place, or its removal.</summary>
/// <param name="Id">The caller's id for the change, unique among all changes of the graph, 1 to 100 characters.</param>
/// <param name="Edits">The edits in order, applied all or none; empty where the change is another one.</param>
/// <param name="Expected">The version that the graph must have; null for any version.</param>
public sealed record GraphChange(string Id, ImmutableArray<GraphEdit> Edits, long? Expected = null)
{
    /// <summary>The map that takes the graph's place, in the JSON of <see cref="GraphJson"/>; null for another change.</summary>
    public string? Map { get; init; }

    /// <summary>Whether the graph is removed.</summary>
    public bool Removes { get; init; }

    /// <summary>Whether there must be a graph (true) or must be none (false); null where either will do.</summary>
    public bool? Exists { get; init; }

    /// <summary>The most arguments, and the most inferences, that the graph may have after edits; null for any number.</summary>
    public long? MaxNodes { get; init; }

    /// <summary>The field by which errors name the edits, with their index; null where errors have neither.</summary>
    public string? Field { get; init; }
}

/// <summary>The result of a change.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EditStatus>))]
public enum EditStatus
{
    /// <summary>It was applied and is durable.</summary>
    Applied,

    /// <summary>It was applied before under the same id, and was not applied again.</summary>
    Repeated,

    /// <summary>The graph is not at the expected version; nothing changed.</summary>
    Conflict,

    /// <summary>The graph does not allow it; nothing changed.</summary>
    Rejected,

    /// <summary>There is no graph, and there must be one; nothing changed.</summary>
    Missing,

    /// <summary>The id stands for another change; nothing changed.</summary>
    Reused,

    /// <summary>It was not stored, or it is unknown whether it was; retrying with the same id is safe.</summary>
    Unavailable,
}

/// <summary>The result of a change, with the version and the reason.</summary>
/// <param name="Status">The result in one word.</param>
/// <param name="Version">The version that the change created; if it created none, the last known version.</param>
/// <param name="Message">Why it was not applied.</param>
public sealed record EditReply(EditStatus Status, long Version, string? Message = null);

/// <summary>How a graph is written.</summary>
/// <param name="Format">The name of the argument-map format.</param>
/// <param name="View">Which part of it, and what a picture shows.</param>
/// <param name="Version">The version; null for the current one.</param>
public sealed record GraphWriting(string Format, MapView View, long? Version = null);

/// <summary>A reply about a graph, as text.</summary>
/// <param name="Version">The version that it is about; the last known one where there is no text.</param>
/// <param name="Text">The text; null where there is none, as in the reply of who asks for the head alone.</param>
/// <param name="Trouble">Why there is no text.</param>
/// <param name="Message">What happened, in one line.</param>
public sealed record GraphReply(long Version, string? Text, GraphFailure Trouble = GraphFailure.None, string? Message = null)
{
    /// <summary>What the format has no place for, in one line; null where nothing was left out.</summary>
    public string? LeftOut { get; init; }
}

/// <summary>Why there is no reply about a graph.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GraphFailure>))]
public enum GraphFailure
{
    /// <summary>There is one.</summary>
    None,

    /// <summary>There is no such graph.</summary>
    Missing,

    /// <summary>The question is invalid; asking again will not help.</summary>
    Rejected,

    /// <summary>The queue of questions is full; a later attempt may succeed.</summary>
    Busy,

    /// <summary>It was not written in its time.</summary>
    OutOfTime,

    /// <summary>The store does not answer; a later attempt may succeed.</summary>
    Unavailable,

    /// <summary>The journal of the graph was changed from outside.</summary>
    Damaged,
}

/// <summary>A graph at a version.</summary>
/// <param name="Version">The number of changes applied.</param>
/// <param name="Text">The graph in the requested format; null if it cannot be read or written in that format.</param>
/// <param name="Message">Why not.</param>
public sealed record GraphReadReply(long Version, string? Text, string? Message = null);

/// <summary>A question to a solver about a graph that a graph grain holds.</summary>
/// <param name="Graph">The graph's id.</param>
/// <param name="Question">The question.</param>
/// <param name="Version">The version that must still be the latest; null for the current one.</param>
public sealed record GraphCall(string Graph, GraphQuery Question, long? Version = null);

/// <summary>A question about a graph as a solver call; nodes numbered below the graph's argument count are the graph's arguments.</summary>
/// <param name="Version">The version that it is about.</param>
/// <param name="Call">The question; null on failure.</param>
/// <param name="Trouble">Why there is no question.</param>
/// <param name="Message">What happened, in one line.</param>
public sealed record FormulatedCall(long Version, SolveCall? Call, SolveFailure Trouble = SolveFailure.None, string? Message = null);

/// <summary>A question about a graph, in terms of argument ids.</summary>
/// <param name="Problem">The code of the problem, such as DS-PR.</param>
/// <param name="Argument">The argument asked about; null if the problem asks about none.</param>
/// <param name="Limit">The maximum number of extensions to return; null for no limit.</param>
/// <param name="Supports">How a support bears on the acceptance of its conclusion.</param>
public sealed record GraphQuery(
    string Problem, string? Argument = null, long? Limit = null, SupportReading Supports = SupportReading.None);

/// <summary>An answer about a graph, in terms of argument ids.</summary>
/// <param name="Version">The version that it is about.</param>
/// <param name="Accepted">DC, DS: the answer. SE, EE: whether there is an extension.</param>
/// <param name="Trouble">Why there is no answer.</param>
/// <param name="Message">What happened, in one line.</param>
public sealed record GraphAnswer(long Version, bool Accepted, SolveFailure Trouble = SolveFailure.None, string? Message = null)
{
    /// <summary>SE: the extension. DC: an extension with the argument. DS: an extension without it. Null if there is none.</summary>
    public IReadOnlyList<string>? Witness { get; init; }

    /// <summary>EE: the extensions, in the order in which they were found.</summary>
    public IReadOnlyList<IReadOnlyList<string>>? Extensions { get; init; }

    /// <summary>CE, EE: how many, in decimal digits.</summary>
    public string? Count { get; init; }
}

/// <summary>Strengths under a gradual semantics.</summary>
/// <param name="Version">The version that they are about.</param>
/// <param name="Strengths">Each argument with its strength, in [0, 1], in the graph's order; null on failure.</param>
/// <param name="Converged">Whether the strengths on every cycle converged.</param>
/// <param name="Trouble">Why there are none.</param>
/// <param name="Message">What happened, in one line.</param>
public sealed record GraphStrengths(
    long Version, IReadOnlyList<ArgumentStrength>? Strengths, bool Converged = true, SolveFailure Trouble = SolveFailure.None,
    string? Message = null);

/// <summary>How strong an argument is.</summary>
public sealed record ArgumentStrength(string Id, double Strength);

/// <summary>Why an argument is accepted or not.</summary>
/// <param name="Version">The version that it is about.</param>
/// <param name="Accepted">Whether it is.</param>
/// <param name="Trouble">Why there is no explanation.</param>
/// <param name="Message">What happened, in one line.</param>
public sealed record GraphReasons(long Version, bool Accepted, SolveFailure Trouble = SolveFailure.None, string? Message = null)
{
    /// <summary>
    /// The explanation, one sentence each. The sentences quote argument texts verbatim: sanitise them before showing them in a terminal or
    /// a page.
    /// </summary>
    public IReadOnlyList<string> Sentences { get; init; } = [];

    /// <summary>The ids of the arguments that the explanation mentions.</summary>
    public IReadOnlyList<string> Mentioned { get; init; } = [];

    /// <summary>The part of the graph that these arguments form, in the JSON of <see cref="Argumentation.Formats.GraphJson"/>.</summary>
    public string? Part { get; init; }
}
