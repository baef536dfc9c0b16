using Debate.Core;
using Debate.Core.Output;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Debate.Argumentation.Dynamics;
using Debate.Argumentation.Solving;

namespace Debate.Deliberation.Engine;

/// <summary>The definition of a run, everything that determines it: entry 0 of its journal.</summary>
public sealed record RunDefinition
{
    /// <summary>The id of the run.</summary>
    public required DeliberationId Id { get; init; }

    /// <summary>The kind of run, for users: debate, tournament or evaluation.</summary>
    public required string Kind { get; init; }

    /// <summary>The name shown in lists.</summary>
    public required string Name { get; init; }

    /// <summary>The name of the protocol.</summary>
    public required string Protocol { get; init; }

    /// <summary>The protocol's declared version and the hash of its prompts.</summary>
    public required string Version { get; init; }

    /// <summary>Its options, completed with defaults.</summary>
    public required ProtocolOptions Options { get; init; }

    /// <summary>The seats with their personas and sampling.</summary>
    public ImmutableArray<Seat> Seats { get; init; } = [];

    /// <summary>The problem.</summary>
    public required Problem Problem { get; init; }

    /// <summary>The seed of every random draw.</summary>
    public required long Seed { get; init; }

    /// <summary>The limits of its use.</summary>
    public Budget Budget { get; init; } = Budget.Unlimited;

    /// <summary>The priority at busy models, of its children too; normal where null.</summary>
    public Priority? Priority { get; init; }

    /// <summary>What its starter wrote beside it, by name; it influences nothing. Null where that is nothing.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>The version of this record's format.</summary>
    public int Format { get; init; } = 1;

    /// <summary>
    /// What the starter of a root run needs to resume it: model configuration without secrets, a tournament's specification. Null in
    /// children.
    /// </summary>
    public string? Configuration { get; init; }
}

/// <summary>A chat message as the journal stores it: once, under its address. In JSON it is flat: before, role, text.</summary>
/// <param name="Before">Address of the chat before it; empty for the first message.</param>
/// <param name="Message">The message, without thoughts: those are stored with the reply.</param>
public sealed record StoredMessage(string Before, [property: JsonIgnore] ChatMessage Message)
{
    /// <summary>A message as it is read.</summary>
    [JsonConstructor]
    public StoredMessage(string before, Role role, string text) : this(before, new ChatMessage(role, text))
    {
    }

    /// <summary>Its role.</summary>
    public Role Role => Message.Role;

    /// <summary>Its text.</summary>
    public string Text => Message.Text;
}

/// <summary>The body of a journal entry: an event of the run.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(RunStarted), "started")]
[JsonDerivedType(typeof(ActivationStarted), "epoch")]
[JsonDerivedType(typeof(SeatsJoined), "joined")]
[JsonDerivedType(typeof(SeatsWithdrawn), "withdrawn")]
[JsonDerivedType(typeof(ConfigurationChanged), "configured")]
[JsonDerivedType(typeof(ModelReplied), "asked")]
[JsonDerivedType(typeof(StatementMade), "said")]
[JsonDerivedType(typeof(DecisionRecorded), "recorded")]
[JsonDerivedType(typeof(GraphSolved), "solved")]
[JsonDerivedType(typeof(ProgramExecuted), "executed")]
[JsonDerivedType(typeof(ContinuationScored), "scored")]
[JsonDerivedType(typeof(ChildCompleted), "deliberated")]
[JsonDerivedType(typeof(ChildForgone), "forgone")]
[JsonDerivedType(typeof(RunSuspended), "suspended")]
[JsonDerivedType(typeof(RunCompleted), "decided")]
[JsonDerivedType(typeof(GraphSnapshotTaken), "drawn")]
[JsonDerivedType(typeof(GraphEdited), "edited")]
[JsonDerivedType(typeof(GraphPut), "put")]
[JsonDerivedType(typeof(GraphRemoved), "removed")]
public abstract record EntryBody
{
    private static readonly Dictionary<Type, string> Kinds = typeof(EntryBody).GetCustomAttributes<JsonDerivedTypeAttribute>()
        .ToDictionary(a => a.DerivedType, a => (string)a.TypeDiscriminator!);

    /// <summary>The kind by which the journal names a type of entry, such as "asked".</summary>
    public static string KindOf(Type entry) => Kinds[entry];
}

/// <summary>The recorded result of an effect, which a replay returns again; <see cref="Request"/> is the hash of the request.</summary>
public abstract record EffectBody(string Request) : EntryBody;

/// <summary>The run was started.</summary>
public sealed record RunStarted([property: JsonPropertyName("snapshot")] RunDefinition Definition) : EntryBody;

/// <summary>
/// Another activation took over; every older one is fenced by this entry's sequence number, a fencing token in the sense of Kleppmann
/// ("How to do distributed locking", 2016).
/// </summary>
/// <param name="Number">1 for the first activation after the one that started the run.</param>
/// <param name="Owner">The driver, for human readers: machine and process.</param>
/// <param name="Budget">The budget from here on.</param>
public sealed record ActivationStarted(int Number, string Owner, Budget Budget) : EntryBody;

/// <summary>A run that nobody was driving was changed from outside; it can then be resumed.</summary>
public abstract record RunChange : EntryBody;

/// <summary>
/// Seats joined a run that nobody was driving, such as late entrants to a tournament. The run goes on as if they had been listed after all
/// others from the start, except for what is already recorded; a run that had its verdict reaches another one.
/// </summary>
/// <param name="Seats">The seats that joined; their names are new.</param>
/// <param name="Configuration">The configuration from here on; null where it is unchanged.</param>
public sealed record SeatsJoined(ImmutableArray<Seat> Seats, string? Configuration = null) : RunChange;

/// <summary>
/// Seats were taken out of a run that nobody was driving, such as debaters who leave a tournament. What is recorded of them stays; what
/// becomes of the rest is the protocol's matter.
/// </summary>
/// <param name="Seats">The names of the seats.</param>
public sealed record SeatsWithdrawn(ImmutableArray<string> Seats) : RunChange;

/// <summary>
/// The configuration of a run that nobody was driving was mended: its models are reached otherwise from here on, and are the same models.
/// </summary>
/// <param name="Configuration">The configuration from here on.</param>
public sealed record ConfigurationChanged(string Configuration) : RunChange;

/// <summary>A seat's model replied.</summary>
/// <param name="Request">Hash of the request.</param>
/// <param name="Seat">The seat asked.</param>
/// <param name="Model">The configured name of the model that answered.</param>
/// <param name="Chat">Address of the chat that the request sent.</param>
/// <param name="New">Messages of that chat that the journal did not hold yet.</param>
/// <param name="Reply">What the seat says: the reply without its thoughts, otherwise unchanged.</param>
/// <param name="Usage">The usage of the call.</param>
public sealed record ModelReplied(
    string Request, string Seat, string Model, string Chat, ImmutableArray<StoredMessage> New, string Reply, Usage Usage)
    : EffectBody(Request)
{
    /// <summary>The round of the transcript that the reply belongs to; null where it is not part of the transcript.</summary>
    public int? Round { get; init; }

    /// <summary>The index of this reply among several independent samples, from 0.</summary>
    public int Sample { get; init; }

    /// <summary>The finish reason that the model gave; null for the ordinary stop.</summary>
    public string? Finish { get; init; }

    /// <summary>What the model thought before it spoke; null where it told no thoughts, and in journals of before 2026-11-30.</summary>
    public string? Thoughts { get; init; }

    /// <summary>What was asked for and not sent, because the model's server refuses it, such as "seed"; null for nothing.</summary>
    public string? Unsent { get; init; }

    /// <summary>The trace that a policy in training sent with its reply; null for every other model.</summary>
    public PolicyTrace? Policy { get; init; }

    /// <summary>Whether this is the reply to a re-ask, because the reply before could not be read.</summary>
    [JsonIgnore]
    public bool IsReask => New is [.., { Role: Role.User, Text: var told }] && told.StartsWith(ReaskPrefix, StringComparison.Ordinal);

    /// <summary>Why the reply before could not be used, in one line; null where this is no reply to a re-ask.</summary>
    [JsonIgnore]
    public string? ReaskReason => IsReask ? New[^1].Text[ReaskPrefix.Length..].Split('\n')[0] : null;

    private static string ReaskPrefix { get; } = Prompts.Get("engine/reask").Split('{')[0];
}

/// <summary>The protocol added a statement to the transcript.</summary>
public sealed record StatementMade(string Request, string Seat, int Round, string Text) : EffectBody(Request);

/// <summary>The protocol recorded a decision of its own.</summary>
public sealed record DecisionRecorded(string Request, string Name, string Value) : EffectBody(Request);

/// <summary>A solver answered.</summary>
/// <param name="Request">Hash of the request, which covers the framework.</param>
/// <param name="Arguments">Number of arguments of the framework.</param>
/// <param name="Attacks">Number of its attacks.</param>
/// <param name="Problem">The problem's code, such as DS-PR.</param>
/// <param name="Argument">The query argument, from 0; null where the problem has none.</param>
/// <param name="Answer">The solver's answer.</param>
public sealed record GraphSolved(string Request, int Arguments, int Attacks, string Problem, int? Argument, Answer Answer)
    : EffectBody(Request)
{
    /// <summary>Question and answer in one line for human readers.</summary>
    [JsonIgnore]
    public string Description => FormattableString.Invariant(
        $"{Problem}{(Argument is { } about ? $" of argument {about}" : "")} in {Arguments} arguments and {Attacks} attacks: {AnswerText}");

    private string AnswerText => Answer switch
    {
        { Extensions: { } sets } => FormattableString.Invariant($"{sets.Count} {(sets.Count == 1 ? "extension" : "extensions")}"),
        { Count: { } count } => FormattableString.Invariant($"{count}"),
        _ => (Answer.Accepted ? "yes" : "no") + (Answer.Witness is { } set ? $" {{{string.Join(", ", set)}}}" : ""),
    };
}

/// <summary>A program was run.</summary>
/// <param name="Request">Hash of the request, which covers the limits too.</param>
/// <param name="Language">Its language.</param>
/// <param name="Source">Its text.</param>
/// <param name="Input">What it read.</param>
/// <param name="Result">What came of it.</param>
public sealed record ProgramExecuted(string Request, string Language, string Source, string Input, ProgramResult Result)
    : EffectBody(Request)
{
    /// <summary>Program and end in one line for human readers.</summary>
    [JsonIgnore]
    public string Description => FormattableString.Invariant(
        $"{Language}, {Source.Length} characters: {EndText}, {Result.Output.Length} characters of output");

    private string EndText => Result.End switch
    {
        ProgramEnd.Done => "done",
        ProgramEnd.Failed => "failed",
        ProgramEnd.TooManyStatements => "stopped after too many statements",
        ProgramEnd.TooMuchMemory => "stopped for its memory",
        ProgramEnd.TooLong => "stopped for its time",
        _ => "stopped for its output",
    };
}

/// <summary>A seat's model said how probable it finds a text. Chat and text are not stored: they follow from what was recorded.</summary>
/// <param name="Request">Hash of the request, which covers chat and text.</param>
/// <param name="Seat">The seat whose model was asked.</param>
/// <param name="Model">The configured name of the model.</param>
/// <param name="LogProbability">The natural logarithm of the text's probability.</param>
/// <param name="Tokens">The number of its tokens.</param>
/// <param name="Usage">The usage of the call.</param>
public sealed record ContinuationScored(string Request, string Seat, string Model, double LogProbability, int Tokens, Usage Usage)
    : EffectBody(Request);

/// <summary>A child reached its verdict.</summary>
public sealed record ChildCompleted(string Request, DeliberationId Child, Verdict Verdict, Usage Usage) : EffectBody(Request);

/// <summary>
/// The run goes on without the verdict of a child, by its own decision: an outage is never a result, but a parent may decide what an open
/// child means for it. The child stays as it is and is not run again.
/// </summary>
/// <param name="Request">Hash of the request for the child.</param>
/// <param name="Child">The child.</param>
/// <param name="Decision">What the run decided, in the protocol's own words; a replay returns it again.</param>
/// <param name="Reason">Why, for human readers.</param>
/// <param name="Usage">The usage of the child so far.</param>
public sealed record ChildForgone(string Request, DeliberationId Child, string Decision, string Reason, Usage Usage) : EffectBody(Request);

/// <summary>The run stopped before its verdict and can be resumed.</summary>
/// <param name="Status">The status of the run from here on.</param>
/// <param name="Reason">Why it stopped, for human readers.</param>
/// <param name="Cause">The kind of external failure.</param>
/// <param name="Usage">The usage up to here, children included.</param>
public sealed record RunSuspended(RunStatus Status, string Reason, FailureKind Cause, Usage Usage) : EntryBody
{
    /// <summary>The seats whose models could not be asked; null where it stopped for another reason.</summary>
    public IReadOnlyList<AbsentSeat>? Absent { get; init; }
}

/// <summary>The run reached its verdict.</summary>
public sealed record RunCompleted(Verdict Verdict, Usage Usage) : EntryBody;

/// <summary>A snapshot of a whole argument graph, in the journal of a graph (not of a deliberation).</summary>
/// <param name="Graph">The graph, in the JSON of <see cref="Argumentation.Formats.GraphJson"/>.</param>
/// <param name="Version">Number of changes that it includes.</param>
/// <param name="Hash">Hash of the entry of the last of these changes; empty for the graph before the first.</param>
public sealed record GraphSnapshotTaken(string Graph, long Version, string Hash) : EntryBody;

/// <summary>An argument graph was edited.</summary>
public sealed record GraphEdited(ImmutableArray<GraphEdit> Edits) : EntryBody;

/// <summary>A whole map took the place of an argument graph.</summary>
/// <param name="Map">The map, in the JSON of <see cref="Argumentation.Formats.GraphJson"/>.</param>
public sealed record GraphPut(string Map) : EntryBody;

/// <summary>An argument graph was removed: what it was before is nobody's any more, and its versions go on from here.</summary>
public sealed record GraphRemoved : EntryBody;

/// <summary>The serialiser context of journal entries: compact JSON with enumerations as words.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    Converters = [typeof(WholeNumberConverter), typeof(LongTextConverter)])]
[JsonSerializable(typeof(EntryBody))]
[JsonSerializable(typeof(RunSummary))]
public sealed partial class JournalJson : JsonSerializerContext;

/// <summary>The JSON options of the journal: text is stored as it is, not escaped for HTML.</summary>
public static class JournalJsonOptions
{
    /// <summary>Reads and writes entries.</summary>
    public static JsonTypeInfo<EntryBody> EntryInfo { get; }

    /// <summary>Reads and writes lines of the run index.</summary>
    public static JsonTypeInfo<RunSummary> SummaryInfo { get; }

    static JournalJsonOptions() => (EntryInfo, SummaryInfo) = (Context.EntryBody, Context.RunSummary);

    /// <summary>A body as the journal stores it, in UTF-8.</summary>
    public static byte[] Serialize(EntryBody body) => JsonSerializer.SerializeToUtf8Bytes(body, EntryInfo);

    /// <summary>256 bits as hexadecimal digits over the parts and then a body as the journal stores it, which is not made for it.</summary>
    public static string Hash(EntryBody body, params ReadOnlySpan<string> parts) =>
        Digest.Hash256(stream => JsonSerializer.Serialize(stream, body, EntryInfo), parts);

    private static JournalJson Context { get; } = new(new JsonSerializerOptions(JournalJson.Default.Options)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
