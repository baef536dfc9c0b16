using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Debate.Argumentation.Bipolar;
using Debate.Argumentation.Dynamics;
using Debate.Deliberation.Engine;

namespace Debate.Contracts;

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

    /// <summary>It could not be stored, or not surely; asking again with the same id is safe.</summary>
    Unavailable,
}

/// <summary>What became of a change.</summary>
/// <param name="Status">In one word.</param>
/// <param name="Version">The version that the change made; where it made none, the present one as far as it is known.</param>
/// <param name="Message">Why it was not made.</param>
public sealed record EditReply(EditStatus Status, long Version, string? Message = null);

/// <summary>A graph at a version.</summary>
/// <param name="Version">Changes since the first.</param>
/// <param name="Text">The graph in the format that was asked for; null where it cannot be read or written so.</param>
/// <param name="Message">Why not.</param>
public sealed record GraphReading(long Version, string? Text, string? Message = null);

/// <summary>A question to a solver about a graph that a graph grain holds.</summary>
/// <param name="Graph">The graph's id.</param>
/// <param name="Question">What is asked.</param>
/// <param name="Version">The version that must still be the latest; null for whichever is.</param>
public sealed record GraphCall(string Graph, GraphQuery Question, long? Version = null);

/// <summary>A question about a graph as a solver takes it; numbers below that of the arguments are those of the graph.</summary>
/// <param name="Version">The version that it is about.</param>
/// <param name="Call">The question; null where there is trouble.</param>
/// <param name="Trouble">Why there is none.</param>
/// <param name="Message">What happened, in one line.</param>
public sealed record FormulatedCall(long Version, SolveCall? Call, SolveTrouble Trouble = SolveTrouble.None, string? Message = null);

/// <summary>A question about a graph, in ids.</summary>
/// <param name="Problem">What is asked, by its code, such as DS-PR.</param>
/// <param name="Argument">The argument asked about; null where the problem asks about none.</param>
/// <param name="Limit">The most extensions wanted; null for no limit.</param>
/// <param name="Supports">What a support does for the acceptance of its conclusion.</param>
public sealed record GraphQuery(
    string Problem, string? Argument = null, long? Limit = null, SupportReading Supports = SupportReading.None);

/// <summary>An answer about a graph, in ids of arguments.</summary>
/// <param name="Version">The version that it is about.</param>
/// <param name="Accepted">DC, DS: the answer. SE, EE: whether there is an extension.</param>
/// <param name="Trouble">Why there is no answer.</param>
/// <param name="Message">What happened, in one line.</param>
public sealed record GraphAnswer(long Version, bool Accepted, SolveTrouble Trouble = SolveTrouble.None, string? Message = null)
{
    /// <summary>SE: the extension. DC: one with the argument. DS: one without it. Null where there is none to show.</summary>
    public IReadOnlyList<string>? Witness { get; init; }

    /// <summary>EE: the extensions, in the order found.</summary>
    public IReadOnlyList<IReadOnlyList<string>>? Extensions { get; init; }

    /// <summary>CE, EE: how many, in decimal digits.</summary>
    public string? Count { get; init; }
}

/// <summary>Strengths under a gradual semantics.</summary>
/// <param name="Version">The version that they are about.</param>
/// <param name="Strengths">Each argument with its strength, in [0, 1], in the graph's order; null where there is trouble.</param>
/// <param name="Converged">Whether every cycle settled.</param>
/// <param name="Trouble">Why there are none.</param>
/// <param name="Message">What happened, in one line.</param>
public sealed record GraphStrengths(
    long Version, IReadOnlyList<ArgumentStrength>? Strengths, bool Converged = true, SolveTrouble Trouble = SolveTrouble.None,
    string? Message = null);

/// <summary>How strong an argument is.</summary>
public sealed record ArgumentStrength(string Id, double Strength);

/// <summary>Why an argument is accepted or not.</summary>
/// <param name="Version">The version that it is about.</param>
/// <param name="Accepted">Whether it is.</param>
/// <param name="Trouble">Why there is no explanation.</param>
/// <param name="Message">What happened, in one line.</param>
public sealed record GraphReasons(long Version, bool Accepted, SolveTrouble Trouble = SolveTrouble.None, string? Message = null)
{
    /// <summary>
    /// In words, one sentence each. Texts of arguments stand in them as they came: clean them before a terminal or a page.
    /// </summary>
    public IReadOnlyList<string> Sentences { get; init; } = [];

    /// <summary>The ids of the arguments that it speaks of.</summary>
    public IReadOnlyList<string> Mentioned { get; init; } = [];

    /// <summary>The part of the graph that these make, in the JSON of <see cref="Argumentation.Formats.GraphJson"/>.</summary>
    public string? Part { get; init; }
}
