using CsCheck;
using Debate.Argumentation.Explanations;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Gradual;
using Debate.Argumentation.Semantics;
using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Tests;

public sealed class ContributionTests
{
    private const string Undercut = """
        arguments:
          - {id: claim}
          - {id: p}
          - {id: q}
          - {id: u, attacks: [s]}
          - {id: con, attacks: [claim]}
          - {id: far, attacks: [con]}
        inferences:
          - {id: s, from: [p, q], to: claim}
        """;

    [Fact]
    public void A_contribution_is_the_strength_less_that_of_the_graph_without_the_argument() =>
        Gen.Long[0, 1_000_000_000].Select(Gen.Int[2, 10]).Sample((seed, n) =>
    {
        var graph = Graphs.Random(seed, n, acyclic: true);
        var strength = Strengths.Compute(graph, new DfQuad()).Values[0];
        var found = Contributions.Measure(graph, new DfQuad(), 0);
        Assert.Equal(graph.Ancestors(0), found.Select(c => c.Argument).Order());
        foreach (var (argument, without, added) in found)
        {
            var rest = graph.Subgraph(Enumerable.Range(0, n).Where(a => a != argument));
            Assert.Equal(Strengths.Compute(rest, new DfQuad()).Values[rest.GetNode("a0")], without, 1e-12);
            Assert.Equal(strength - without, added, 1e-12);
        }
        Assert.Equal(found.OrderByDescending(c => Math.Abs(c.Added)).ThenBy(c => c.Argument), found);
    }, iter: 100);

    [Fact]
    public void The_network_is_as_before_after_measuring()
    {
        var graph = Graphs.Random(3, 12);
        var network = Contributions.ShowAll(graph, new QuadraticEnergy());
        var before = Enumerable.Range(0, graph.NodeCount).Select(network.Strength).ToArray();
        Contributions.Measure(network, 0, Contributions.FindDirect(graph, 0));
        Assert.Equal(before, Enumerable.Range(0, graph.NodeCount).Select(network.Strength));
    }

    [Fact]
    public void What_bears_on_an_argument_is_found_through_its_inferences()
    {
        var map = MapYaml.Read("m", Undercut);
        Assert.Equal(["p", "q", "u", "con"], Contributions.FindDirect(map.Graph, 0).Select(map.Graph.Id));
    }

    [Fact]
    public void Near_an_argument_is_what_so_many_steps_reach()
    {
        var map = MapYaml.Read("m", Undercut);
        Assert.Equal(["claim", "p", "q", "u", "con"], map.Graph.FindNeighbourhood(0, 1).Select(map.Graph.Id));
        Assert.Equal(["claim", "con", "far"], map.Graph.FindNeighbourhood(map.Graph.GetNode("con"), 1).Select(map.Graph.Id));
        Assert.Equal(6, map.Graph.FindNeighbourhood(0, 2).Count);
        Assert.Equal(["far"], map.Graph.FindNeighbourhood(map.Graph.GetNode("far"), 0).Select(map.Graph.Id));
    }

    [Fact]
    public void An_argument_with_nothing_but_supports_is_explained_by_them()
    {
        var map = MapYaml.Read("m", "arguments:\n  - {id: claim, text: Close it.}\n  - {id: a}\n  - {id: b}\n  - {id: u, attacks: [s]}\n"
            + "inferences:\n  - {id: s, from: [a, b], to: claim}\n");
        var explanation = GraphExplanation.Explain(new(map.Graph, new Acceptance(SemanticsCatalogue.Find("preferred")!, false)), "claim");
        var told = ExplanationText.Describe(explanation);
        Assert.Contains("It is supported by 'a' and 'b' together, which 'u' undercuts.", told);
        Assert.Contains("Here acceptance does not depend on supports; they count for its strength.", told);
        Assert.Contains("""
            "supports":[{"inference":"s","premises":["a","b"],"undercutBy":["u"]}]
            """, ExplanationJson.Write(explanation), StringComparison.Ordinal);
    }
}
