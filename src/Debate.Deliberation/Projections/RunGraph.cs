using Debate.Argumentation;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Gradual;
using Debate.Argumentation.Semantics;
using Debate.Argumentation.Solving;
using Debate.Deliberation.Claims;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;
using Debate.Deliberation.Records;
using Debate.Core.Input;

namespace Debate.Deliberation.Projections;

/// <summary>
/// The graph that a run argued with, and what a picture of it shows: of a claim its strengths; of ArgMed the preferred extension that its
/// decision stands in, and the decision; of an evidence debate what was revealed.
/// </summary>
/// <param name="Map">The graph that the protocol recorded last, else that of its problem.</param>
/// <param name="Highlights">What the run came to, by node.</param>
public sealed record RunGraph(ArgumentMap Map, Highlights Highlights)
{
    /// <summary>The most arguments among which the extension of a decision is searched for.</summary>
    private const int MaxSolved = 200;

    /// <summary>The graph of a run; null if it argued with none.</summary>
    /// <exception cref="InputException">The recorded graph or that of the problem cannot be read.</exception>
    public static RunGraph? Find(RunRecord run)
    {
        if ((DeliberationGraph.FindRecorded(run) ?? run.Definition.Problem.Graph) is null) return null;
        var map = DeliberationGraph.Build(run);
        var claim = run.Definition.Problem.Motion ?? (run.Definition.Protocol == "argmed" ? run.Completion?.Verdict.Side : null);
        if (map.Motions.Count == 0 && claim is not null && map.Graph.FindNode(claim) >= 0) map = map with { Motions = [claim] };
        return new(map, run.Definition.Protocol switch
        {
            "claim" => ShowStrengths(map.Graph, run),
            "argmed" => ShowDecision(map.Graph, run.Completion?.Verdict.Side),
            "evidence" => ShowRevealed(map.Graph, Transcript.Read(run)),
            _ => Highlights.None,
        });
    }

    private static Highlights ShowStrengths(ArgumentGraph graph, RunRecord run) => new()
    {
        Strengths = Strengths.Compute(graph, GradualCatalogue.Get(run.Definition.Options.Read<ClaimOptions>().Semantics)).Values,
        Nodes = graph.FindNode(ClaimGraph.ClaimId) is >= 0 and var claim ? new HashSet<int> { claim } : [],
    };

    private static Highlights ShowDecision(ArgumentGraph graph, string? side)
    {
        var decision = side is null ? -1 : graph.FindNode(side);
        if (graph.NodeCount > MaxSolved) return Highlights.None;
        var query = Query.Parse("EE-PR") with { Limit = MaxSolved };
        var extensions = Solver.Ask(Framework.FromGraph(graph), query, new SearchBudget()).Extensions ?? [];
        var accepted = (extensions.FirstOrDefault(e => e.Contains(decision)) ?? extensions.FirstOrDefault() ?? []).ToHashSet();
        return new()
        {
            Labels = [.. Enumerable.Range(0, graph.NodeCount).Select(Status)],
            Nodes = decision >= 0 ? new HashSet<int> { decision } : [],
        };

        Label Status(int node)
        {
            if (accepted.Contains(node)) return Label.In;
            foreach (var attacker in graph.Attackers[node]) if (accepted.Contains(attacker)) return Label.Out;
            return Label.Undecided;
        }
    }

    // A reveal is said as "[id] text".
    private static Highlights ShowRevealed(ArgumentGraph graph, IReadOnlyList<Statement> statements) => new()
    {
        Nodes = statements.Where(s => s.Text.StartsWith('[')).Select(s => s.Text.IndexOf("] ", StringComparison.Ordinal) is > 0 and var end
            ? graph.FindNode(s.Text[1..end]) : -1).Where(n => n >= 0).ToHashSet(),
    };
}
