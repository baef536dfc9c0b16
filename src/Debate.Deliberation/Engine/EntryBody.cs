using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Debate.Argumentation.Dynamics;
using Debate.Argumentation.Solving;

namespace Debate.Deliberation.Engine;

/// <summary>Everything that decides a run: entry 0 of its journal.</summary>
public sealed record Snapshot
{
    /// <summary>The deliberation.</summary>
    public required DeliberationId Id { get; init; }

    /// <summary>What it is to a person: debate, tournament or evaluation.</summary>
    public required string Kind { get; init; }

    /// <summary>A name for lists.</summary>
    public required string Name { get; init; }

    /// <summary>The protocol.</summary>
    public required string Protocol { get; init; }

    /// <summary>The protocol's declared version and the hash of its prompts.</summary>
    public required string Version { get; init; }

    /// <summary>Its options, complete.</summary>
    public required ProtocolOptions Options { get; init; }

    /// <summary>The seats with their personas and sampling.</summary>
    public ImmutableArray<Seat> Seats { get; init; } = [];

    /// <summary>What it is about.</summary>
    public required Problem Problem { get; init; }

    /// <summary>The seed of every random draw.</summary>
    public required long Seed { get; init; }

    /// <summary>The most it may use.</summary>
    public Budget Budget { get; init; } = Budget.Unlimited;

    /// <summary>How much of a busy model it gets, its children included; normal where it is null.</summary>
    public Priority? Priority { get; init; }

    /// <summary>The version of this form.</summary>
    public int Format { get; init; } = 1;

    /// <summary>
    /// What whoever started a root needs to go on with it: model configuration without secrets, a tournament's specification. Null in
    /// children.
    /// </summary>
    public string? Configuration { get; init; }
}

/// <summary>A message as the journal keeps it: once, under its address.</summary>
/// <param name="Before">Address of the chat before it; empty for the first.</param>
/// <param name="Role">Who speaks.</param>
/// <param name="Text">What is said.</param>
public sealed record Message(string Before, Role Role, string Text);

/// <summary>What an entry of the journal says.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Started), "started")]
[JsonDerivedType(typeof(Epoch), "epoch")]
[JsonDerivedType(typeof(Joined), "joined")]
[JsonDerivedType(typeof(Asked), "asked")]
[JsonDerivedType(typeof(Said), "said")]
[JsonDerivedType(typeof(Recorded), "recorded")]
[JsonDerivedType(typeof(Solved), "solved")]
[JsonDerivedType(typeof(Deliberated), "deliberated")]
[JsonDerivedType(typeof(Suspended), "suspended")]
[JsonDerivedType(typeof(Decided), "decided")]
[JsonDerivedType(typeof(Drawn), "drawn")]
[JsonDerivedType(typeof(Edited), "edited")]
public abstract record EntryBody;

/// <summary>A result that a replay can give again; <see cref="Request"/> is the hash of what was asked for.</summary>
public abstract record EffectBody(string Request) : EntryBody;

/// <summary>The run exists.</summary>
public sealed record Started(Snapshot Snapshot) : EntryBody;

/// <summary>Another activation took over; every older one is fenced by this entry's sequence number.</summary>
/// <param name="Number">1 for the first activation after the one that started the run.</param>
/// <param name="Owner">Who drives it, for people.</param>
/// <param name="Budget">The budget from here on.</param>
public sealed record Epoch(int Number, string Owner, Budget Budget) : EntryBody;

/// <summary>
/// Seats joined a run that stood still, such as newcomers to a tournament. The run goes on as if they had stood behind all others from the
/// start, except for what was recorded; one that had its verdict comes to another.
/// </summary>
/// <param name="Seats">Who joined; their names are new.</param>
/// <param name="Configuration">The configuration from here on; null where it stays.</param>
public sealed record Joined(ImmutableArray<Seat> Seats, string? Configuration = null) : EntryBody;

/// <summary>A seat replied.</summary>
/// <param name="Request">Hash of the request.</param>
/// <param name="Seat">Who was asked.</param>
/// <param name="Model">Which configured model answered.</param>
/// <param name="Chat">Address of the chat it was asked with.</param>
/// <param name="New">Messages of that chat that the journal did not hold yet.</param>
/// <param name="Reply">The reply, as it came.</param>
/// <param name="Usage">What it used.</param>
public sealed record Asked(
    string Request, string Seat, string Model, string Chat, ImmutableArray<Message> New, string Reply, Usage Usage) : EffectBody(Request)
{
    /// <summary>The round of the statement that the reply is; null where it is not said in the open.</summary>
    public int? Round { get; init; }

    /// <summary>Which of several independent samples it is.</summary>
    public int Sample { get; init; }

    /// <summary>Why the model stopped, as it said; null for the ordinary stop.</summary>
    public string? Finish { get; init; }

    /// <summary>What a policy in training told of its reply; null for every other model.</summary>
    public PolicyTrace? Policy { get; init; }

    /// <summary>Whether it was asked again because the reply before could not be read.</summary>
    [JsonIgnore]
    public bool IsAskedAgain => New is [.., { Role: Role.User, Text: var told }] && told.StartsWith(Again, StringComparison.Ordinal);

    private static string Again { get; } = Prompts.Text("engine/reask").Split('{')[0];
}

/// <summary>The protocol put a statement into the transcript.</summary>
public sealed record Said(string Request, string Seat, int Round, string Text) : EffectBody(Request);

/// <summary>The protocol recorded a decision of its own.</summary>
public sealed record Recorded(string Request, string Name, string Value) : EffectBody(Request);

/// <summary>A solver answered.</summary>
/// <param name="Request">Hash of the request, which covers the framework.</param>
/// <param name="Arguments">Number of arguments of the framework.</param>
/// <param name="Attacks">Number of its attacks.</param>
/// <param name="Problem">What was asked, by its code, such as DS-PR.</param>
/// <param name="Argument">The argument asked about, from 0; null where none was.</param>
/// <param name="Answer">What the solver found.</param>
public sealed record Solved(string Request, int Arguments, int Attacks, string Problem, int? Argument, Answer Answer) : EffectBody(Request)
{
    /// <summary>Question and answer in one line for people.</summary>
    [JsonIgnore]
    public string Told => FormattableString.Invariant(
        $"{Problem}{(Argument is { } about ? $" of argument {about}" : "")} in {Arguments} arguments and {Attacks} attacks: {Found}");

    private string Found => Answer switch
    {
        { Extensions: { } sets } => FormattableString.Invariant($"{sets.Count} {(sets.Count == 1 ? "extension" : "extensions")}"),
        { Count: { } count } => FormattableString.Invariant($"{count}"),
        _ => (Answer.Accepted ? "yes" : "no") + (Answer.Witness is { } set ? $" {{{string.Join(", ", set)}}}" : ""),
    };
}

/// <summary>A child came to its verdict.</summary>
public sealed record Deliberated(string Request, DeliberationId Child, Verdict Verdict, Usage Usage) : EffectBody(Request);

/// <summary>The run stopped before its verdict and can be resumed.</summary>
/// <param name="Status">Why, in one word.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="Cause">What kind of outside trouble it was.</param>
/// <param name="Usage">What was used up to here, children included.</param>
public sealed record Suspended(RunStatus Status, string Reason, Trouble Cause, Usage Usage) : EntryBody;

/// <summary>The run came to its verdict.</summary>
public sealed record Decided(Verdict Verdict, Usage Usage) : EntryBody;

/// <summary>A whole argument graph, where the journal is a graph's and no deliberation's.</summary>
/// <param name="Graph">The graph, in the JSON of <see cref="Argumentation.Formats.GraphJson"/>.</param>
/// <param name="Version">Changes that it holds.</param>
/// <param name="Hash">Hash of the entry of the last of them; empty for the graph before the first.</param>
public sealed record Drawn(string Graph, long Version, string Hash) : EntryBody;

/// <summary>A change of an argument graph.</summary>
public sealed record Edited(ImmutableArray<GraphEdit> Edits) : EntryBody;

/// <summary>The one form of a journal's entries: JSON, compact, with enumerations as words.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(WholeNumberForm)])]
[JsonSerializable(typeof(EntryBody))]
[JsonSerializable(typeof(RunSummary))]
public sealed partial class JournalJson : JsonSerializerContext;

/// <summary>The form in force: text is stored as it is, not escaped for HTML.</summary>
public static class JournalForm
{
    /// <summary>Reads and writes entries.</summary>
    public static JsonTypeInfo<EntryBody> Entry { get; }

    /// <summary>Reads and writes index lines.</summary>
    public static JsonTypeInfo<RunSummary> Summary { get; }

    static JournalForm() => (Entry, Summary) = (Json.EntryBody, Json.RunSummary);

    /// <summary>A body as the journal holds it, in UTF-8.</summary>
    public static byte[] Bytes(EntryBody body) => JsonSerializer.SerializeToUtf8Bytes(body, Entry);

    private static JournalJson Json { get; } = new(new JsonSerializerOptions(JournalJson.Default.Options)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
