using System.Text.Json.Serialization;
using Debate.Argumentation.Bipolar;
using Debate.Argumentation.Gradual;
using Debate.Argumentation.Semantics;
using Debate.Argumentation.Solving;
using Debate.Core.Input;

namespace Debate.Argumentation.Inquiries;

/// <summary>
/// A question about an argument map, in terms of ids, which can be sent to where the map is and is answered there. An unknown semantics,
/// argument or support is an <see cref="InputException"/> that names the field, the value and the rule.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "ask")]
[JsonDerivedType(typeof(OverviewInquiry), "overview")]
[JsonDerivedType(typeof(AcceptanceInquiry), "acceptance")]
[JsonDerivedType(typeof(ExtensionsInquiry), "extensions")]
[JsonDerivedType(typeof(StrengthInquiry), "strength")]
[JsonDerivedType(typeof(ExplanationInquiry), "explanation")]
[JsonDerivedType(typeof(ContestInquiry), "contest")]
[JsonDerivedType(typeof(DifferenceInquiry), "difference")]
public abstract record GraphInquiry
{
    /// <summary>Whether an equal question about the same graph may be answered from memory.</summary>
    [JsonIgnore]
    public virtual bool IsRepeatable => true;

    /// <summary>Answers; the search ends as its budget says (<see cref="SearchBudget"/>).</summary>
    public abstract GraphReport Answer(ArgumentMap map, SearchBudget budget);

    /// <summary>The report of a question that was not decided, with the reason.</summary>
    public abstract GraphReport ReportUndecided(string reason);
}

/// <summary>The values by which callers name things in questions.</summary>
internal static class InquiryWords
{
    // How many names are searched for a similar one.
    private const int MaxSuggested = 5000;

    /// <summary>How supports may bear on acceptance.</summary>
    public static IReadOnlyList<string> Readings { get; } = ["none", "necessary", "deductive"];

    public static ISemantics FindSemantics(string name) => SemanticsCatalogue.Find(name) ?? throw new ValidationError("semantics", name,
        $"must be {Suggest(name, SemanticsCatalogue.Entries.SelectMany(s => new[] { s.Code, s.Name }))}one of "
            + string.Join(", ", SemanticsCatalogue.Entries.Select(s => $"{s.Name} ({s.Code})"))).ToException("");

    public static IGradualSemantics FindGradual(string? name) => name is null ? GradualCatalogue.Get(GradualCatalogue.Names[0])
        : GradualCatalogue.Find(name) ?? throw new ValidationError("semantics", name,
            $"must be {Suggest(name, GradualCatalogue.Names)}one of {string.Join(", ", GradualCatalogue.Names)}").ToException("");

    public static SupportReading FindReading(string name) => name.ToLowerInvariant() switch
    {
        "none" => SupportReading.None,
        "necessary" => SupportReading.Necessary,
        "deductive" => SupportReading.Deductive,
        _ => throw new ValidationError("support", name,
            $"must be {Suggest(name, Readings)}one of {string.Join(", ", Readings)}").ToException(""),
    };

    /// <summary>The node of an argument or inference.</summary>
    public static int GetNode(ArgumentGraph graph, string id)
    {
        if (graph.FindNode(id) is >= 0 and var node) return node;
        var ids = Enumerable.Range(0, Math.Min(MaxSuggested, graph.ArgumentCount)).Select(graph.Id);
        var hint = Suggestions.DidYouMean(id, ids).TrimEnd();
        throw new ValidationError(
            "argument", id, $"must be the id of an argument of the graph{(hint.Length > 0 ? $"; {hint}" : "")}").ToException("");
    }

    /// <summary>A note where the supports of a graph bear on nothing.</summary>
    public static IReadOnlyList<string> NoteSupports(ArgumentGraph graph, SupportReading reading) =>
        reading == SupportReading.None && graph.Supporters.Count > 0
            ? [FormattableString.Invariant($"The map's {graph.Supporters.Count} supports change nothing here (support=none).")] : [];

    private static string Suggest(string word, IEnumerable<string> names) =>
        Suggestions.FindNearest(word, names) is { } name ? $"({name}?) " : "";
}

/// <summary>Whether a question was decided.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<InquiryStatus>))]
public enum InquiryStatus
{
    /// <summary>It was; the answer is final for this version of the graph.</summary>
    [JsonStringEnumMemberName("decided")] Decided,

    /// <summary>It was not, within its time; the same question with more time may be.</summary>
    [JsonStringEnumMemberName("unknown")] Unknown,
}

/// <summary>An answer about an argument graph.</summary>
public abstract record GraphReport
{
    /// <summary>The graph's id.</summary>
    [JsonPropertyOrder(-5)]
    public string Id { get; init; } = "";

    /// <summary>The version of the graph that the answer is about.</summary>
    [JsonPropertyOrder(-4)]
    public long Version { get; init; }

    /// <summary>Whether it was decided in its time.</summary>
    [JsonPropertyOrder(-3)]
    public InquiryStatus Status { get; init; }

    /// <summary>Why it was not decided, or not wholly; absent where it was.</summary>
    [JsonPropertyOrder(-2)]
    public string? Reason { get; init; }

    /// <summary>What the answer leaves out of account, one sentence each.</summary>
    [JsonPropertyOrder(-1)]
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>What a map has.</summary>
public sealed record OverviewInquiry : GraphInquiry
{
    /// <inheritdoc/>
    public override GraphReport Answer(ArgumentMap map, SearchBudget budget) => OverviewReport.Create(map);

    /// <inheritdoc/>
    public override GraphReport ReportUndecided(string reason) => new OverviewReport { Status = InquiryStatus.Unknown, Reason = reason };
}

/// <summary>What a map has: counts, the claims to be debated, who speaks, and what its file said that the graph does not.</summary>
public sealed record OverviewReport : GraphReport
{
    /// <summary>The map's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>One line for people.</summary>
    public string Title { get; init; } = "";

    /// <summary>The number of arguments.</summary>
    public int Arguments { get; init; }

    /// <summary>The number of attacks, those of inferences included.</summary>
    public int Attacks { get; init; }

    /// <summary>The number of attacks on inferences.</summary>
    public int Undercuts { get; init; }

    /// <summary>The number of inferences that support.</summary>
    public int Supports { get; init; }

    /// <summary>The ids of the arguments to be debated.</summary>
    public IReadOnlyList<string> Motions { get; init; } = [];

    /// <summary>Content of the file that the graph does not represent, each line with its count.</summary>
    public IReadOnlyList<string> Skipped { get; init; } = [];

    /// <summary>Who speaks, in the order of the file.</summary>
    public IReadOnlyList<string> Speakers { get; init; } = [];

    /// <summary>The overview of a map.</summary>
    public static OverviewReport Create(ArgumentMap map)
    {
        var graph = map.Graph;
        return new()
        {
            Name = map.Name,
            Title = map.Title,
            Arguments = graph.ArgumentCount,
            Attacks = graph.AttackCount,
            Undercuts = graph.UndercutCount,
            Supports = Enumerable.Range(graph.ArgumentCount, graph.InferenceCount).Count(i => graph.Kind(i) == InferenceKind.Support),
            Motions = map.Motions,
            Skipped = map.Notes,
            Speakers = map.Provenance.Speakers,
        };
    }
}
