using System.Text.Json;
using Debate.Argumentation.Dynamics;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Gradual;
using Debate.Argumentation.Semantics;
using Debate.Argumentation.Solving;
using Debate.Core.Input;

namespace Debate.Argumentation.Inquiries;

/// <summary>What if: how strengths, and acceptance under grounded semantics, would be after edits. Nothing is changed.</summary>
/// <param name="Edits">The edits, in order.</param>
/// <param name="Semantics">The gradual semantics by name; null for that of the claim's run, else DF-QuAD.</param>
/// <param name="ReturnsGraph">Whether the report has the contested map.</param>
public sealed record ContestInquiry(IReadOnlyList<GraphEdit> Edits, string? Semantics, bool ReturnsGraph) : GraphInquiry
{
    /// <summary>The argument that is the claim of a claim's run, whose verdict is told; null where there is none.</summary>
    public string? Claim { get; init; }

    /// <inheritdoc/>
    public override bool IsRepeatable => false;

    /// <inheritdoc/>
    public override GraphReport Answer(ArgumentMap map, SearchBudget budget)
    {
        var gradual = InquiryWords.FindGradual(Semantics);
        for (var i = 0; i < Edits.Count; i++)
            if (Edits[i] is { Kind: GraphEditKind.Retract, Id: var id } && id == Claim)
                throw new InputException(FormattableString.Invariant($"edits[{i}]: argument '{id}' is what is verified"));
        var edited = new EditableGraph(map.Graph);
        edited.Apply(Edits, "edits");
        var before = GraphStanding.Create(map.Graph, gradual, budget);
        var after = GraphStanding.Create(edited.Snapshot(), gradual, budget);
        var changes = before.Ids.Union(after.Ids).Select(id => new ContestedArgument(id, before.Find(id), after.Find(id)))
            .Where(row => row.Before != row.After).ToArray();
        var contested = map.WithGraph(after.Graph);
        using var graph = ReturnsGraph ? JsonDocument.Parse(GraphJson.Write(contested)) : null;
        return Describe() with
        {
            Before = before.Summarise(Claim),
            After = after.Summarise(Claim),
            Changes = changes,
            Graph = graph?.RootElement.Clone(),
            Notes = after.Converged ? [] : ["A cycle did not settle: its strengths are those of the last round."],
        };
    }

    /// <inheritdoc/>
    public override GraphReport ReportUndecided(string reason) => Describe() with { Status = InquiryStatus.Unknown, Reason = reason };

    private ContestReport Describe() => new() { Semantics = InquiryWords.FindGradual(Semantics).Name };
}

/// <summary>What would be other after edits.</summary>
public sealed record ContestReport : GraphReport
{
    /// <summary>The name of the gradual semantics; acceptance is that of grounded semantics.</summary>
    public required string Semantics { get; init; }

    /// <summary>The graph as it is; absent where nothing was decided.</summary>
    public ContestedWhole? Before { get; init; }

    /// <summary>The graph as it would be; absent where nothing was decided.</summary>
    public ContestedWhole? After { get; init; }

    /// <summary>The arguments whose strength or status would be another; all others stay as they are.</summary>
    public IReadOnlyList<ContestedArgument> Changes { get; init; } = [];

    /// <summary>The map as it would be, in the project's JSON; absent where it was not asked for.</summary>
    public JsonElement? Graph { get; init; }
}

/// <summary>A graph before or after it is contested.</summary>
/// <param name="Arguments">The number of its arguments.</param>
/// <param name="Accepted">How many of them are accepted under grounded semantics.</param>
/// <param name="Rejected">How many are rejected.</param>
/// <param name="Undecided">How many are neither.</param>
/// <param name="Converged">Whether the strengths on every cycle settled.</param>
/// <param name="Verdict">Of a verified claim: true, false or undecided; absent for other graphs.</param>
public sealed record ContestedWhole(int Arguments, int Accepted, int Rejected, int Undecided, bool Converged, string? Verdict);

/// <summary>An argument before and after a graph is contested.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Before">As it is; absent where it is new.</param>
/// <param name="After">As it would be; absent where it would be gone.</param>
public sealed record ContestedArgument(string Id, ArgumentStanding? Before, ArgumentStanding? After);

/// <summary>How an argument stands.</summary>
/// <param name="Strength">Its strength under the gradual semantics, in [0, 1].</param>
/// <param name="Status">accepted, rejected or undecided, under grounded semantics.</param>
public sealed record ArgumentStanding(double Strength, string Status);

/// <summary>How all arguments of a graph stand: strengths, and acceptance under grounded semantics.</summary>
public sealed class GraphStanding
{
    private const double Tolerance = 1e-9;

    private readonly IReadOnlyList<double> _strengths;
    private readonly Label[] _labels;

    private GraphStanding(ArgumentGraph graph, Strengths strengths, Label[] labels) =>
        (Graph, _strengths, Converged, _labels) = (graph, strengths.Values, strengths.Converged, labels);

    /// <summary>The graph.</summary>
    public ArgumentGraph Graph { get; }

    /// <summary>Whether the strengths on every cycle settled.</summary>
    public bool Converged { get; }

    /// <summary>The ids of its arguments.</summary>
    public IEnumerable<string> Ids => Enumerable.Range(0, Graph.ArgumentCount).Select(Graph.Id);

    /// <summary>Computes how all arguments stand; ends as its budget says.</summary>
    public static GraphStanding Create(ArgumentGraph graph, IGradualSemantics gradual, SearchBudget? budget = null)
    {
        budget?.Spend(0);
        var strengths = Strengths.Compute(graph, gradual, budget);
        budget?.Spend(0);
        return new(graph, strengths, Grounded.Labelling(graph));
    }

    /// <summary>How an argument stands; null where there is none of that id.</summary>
    public ArgumentStanding? Find(string id) => Graph.FindNode(id) is >= 0 and var node && !Graph.IsInference(node)
        ? new(_strengths[node], _labels[node] switch { Label.In => "accepted", Label.Out => "rejected", _ => "undecided" }) : null;

    /// <summary>The counts of the graph, and the verdict on a claim in it.</summary>
    internal ContestedWhole Summarise(string? claim)
    {
        var arguments = _labels.AsSpan(0, Graph.ArgumentCount);
        return new(Graph.ArgumentCount, arguments.Count(Label.In), arguments.Count(Label.Out), arguments.Count(Label.Undecided), Converged,
            claim is null || Find(claim) is not { } standing ? null
                : Math.Abs(standing.Strength - 0.5) <= Tolerance ? "undecided" : standing.Strength > 0.5 ? "true" : "false");
    }
}

/// <summary>What tells two versions of a graph apart; the two are read before it is asked.</summary>
/// <param name="From">The first version.</param>
/// <param name="To">The second version; null for the current one.</param>
public sealed record DifferenceInquiry(long From, long? To) : GraphInquiry
{
    /// <summary>The graph at the first version.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public ArgumentGraph First { get; init; } = ArgumentGraph.Empty;

    /// <inheritdoc/>
    public override bool IsRepeatable => false;

    /// <inheritdoc/>
    public override GraphReport Answer(ArgumentMap map, SearchBudget budget) =>
        new DifferenceReport { From = From, Difference = GraphDifference.Compute(First, map.Graph) };

    /// <inheritdoc/>
    public override GraphReport ReportUndecided(string reason) =>
        new DifferenceReport { From = From, Status = InquiryStatus.Unknown, Reason = reason };
}

/// <summary>What tells two versions of a graph apart; <see cref="GraphReport.Version"/> is the second.</summary>
public sealed record DifferenceReport : GraphReport
{
    /// <summary>The first version.</summary>
    public long From { get; init; }

    /// <summary>The difference; absent where it was not found in its time.</summary>
    public GraphDifference? Difference { get; init; }
}
