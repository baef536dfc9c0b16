using Debate.Argumentation.Gradual;
using Debate.Argumentation.Solving;
using Debate.Core.Input;

namespace Debate.Argumentation.Inquiries;

/// <summary>How strong arguments are, and what makes them so.</summary>
/// <param name="Semantics">The gradual semantics by name; null for DF-QuAD.</param>
/// <param name="Argument">One argument alone, with all that changes its strength; null for every argument, with what bears on it.</param>
public sealed record StrengthInquiry(string? Semantics, string? Argument) : GraphInquiry
{
    /// <summary>The most nodes and relations of a graph of which it is told what each argument adds.</summary>
    public const int MaxExplained = 20_000;

    private const string OneAtATime =
        "The graph is large, or has a long cycle: what adds how much is told of one argument at a time (argument=ID).";

    /// <inheritdoc/>
    public override GraphReport Answer(ArgumentMap map, SearchBudget budget)
    {
        var (graph, semantics) = (map.Graph, InquiryWords.FindGradual(Semantics));
        var one = Argument is null ? (int?)null : InquiryWords.GetNode(graph, Argument);
        budget.Spend(0);
        var network = Contributions.ShowAll(graph, semantics, one, budget);
        var converged = network.Converged;
        var report = Describe() with { Converged = converged };
        var nodes = one is { } node
            ? [node] : Enumerable.Range(0, graph.ArgumentCount).OrderByDescending(network.Strength).ToArray();
        var rows = Array.ConvertAll(nodes, n => CreateRow(map, n, network.Strength(n)));
        var notes = converged ? new List<string>() : ["A cycle did not settle: its strengths are those of the last round."];
        if (one is null && !CanExplainAll(graph))
            return report with
            {
                Strengths = rows,
                Notes = [.. notes, OneAtATime],
            };
        try
        {
            for (var i = 0; i < rows.Length; i++) rows[i] = rows[i] with { Why = Explain(graph, network, nodes[i], one is not null, budget) };
        }
        catch (OperationCanceledException)
        {
            return report with
            {
                Status = InquiryStatus.Unknown, Strengths = rows, Notes = notes,
                Reason = "The strengths are known; its time was over before it was known what adds how much to all of them.",
            };
        }
        return report with { Strengths = rows, Notes = notes };
    }

    /// <inheritdoc/>
    public override GraphReport ReportUndecided(string reason) => Describe() with { Status = InquiryStatus.Unknown, Reason = reason };

    private static bool CanExplainAll(ArgumentGraph graph) =>
        graph.NodeCount + graph.AttackCount + graph.Supporters.Count <= MaxExplained && Contributions.AreCheap(graph);

    private static IReadOnlyList<StrengthPart> Explain(
        ArgumentGraph graph, StrengthNetwork network, int node, bool all, SearchBudget budget)
    {
        var others = all && !graph.IsInference(node) ? graph.Ancestors(node) : Contributions.FindDirect(graph, node);
        // Each of them is a step, at which the search may end.
        return [.. Contributions.Measure(network, node, others.Select(other =>
        {
            budget.Spend(0);
            return other;
        })).Select(part => new StrengthPart(graph.Id(part.Argument), part.Added, part.Without))];
    }

    private static StrengthRow CreateRow(ArgumentMap map, int node, double strength)
    {
        var (graph, isInference) = (map.Graph, map.Graph.IsInference(node));
        return new(graph.Id(node), strength, isInference ? null : graph.BaseScore(node), isInference ? null : graph.Text(node),
            map.Provenance.SpeakerOf(graph.Id(node)));
    }

    private StrengthReport Describe() => new() { Semantics = InquiryWords.FindGradual(Semantics).Name };
}

/// <summary>How strong arguments are, the strongest first.</summary>
public sealed record StrengthReport : GraphReport
{
    /// <summary>The name of the gradual semantics.</summary>
    public required string Semantics { get; init; }

    /// <summary>Whether the strengths on every cycle settled.</summary>
    public bool Converged { get; init; }

    /// <summary>The arguments.</summary>
    public IReadOnlyList<StrengthRow> Strengths { get; init; } = [];
}

/// <summary>How strong an argument is.</summary>
/// <param name="Id">The argument, or inference.</param>
/// <param name="Strength">Its strength, in [0, 1].</param>
/// <param name="Score">Its base score, in [0, 1]; absent for an inference.</param>
/// <param name="Text">Its text; absent for an inference.</param>
/// <param name="Speaker">Who put it forward; absent where nobody is named.</param>
public sealed record StrengthRow(string Id, double Strength, double? Score, string? Text, string? Speaker)
{
    /// <summary>What adds to its strength, and takes from it, the most first; absent where that was not computed.</summary>
    public IReadOnlyList<StrengthPart>? Why { get; init; }
}

/// <summary>What one argument does to the strength of another, by taking it away.</summary>
/// <param name="Id">The argument that is taken away.</param>
/// <param name="Adds">The strength as it is less that without it: above 0 it adds, below 0 it takes.</param>
/// <param name="Without">The strength without it, in [0, 1].</param>
public sealed record StrengthPart(string Id, double Adds, double Without);
