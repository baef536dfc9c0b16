namespace Debate.Argumentation.Gradual;

/// <summary>The strength of every node of a graph, and whether every cycle converged (see <see cref="StrengthNetwork"/>).</summary>
public sealed record Strengths(IReadOnlyList<double> Values, bool Converged)
{
    /// <summary>The strengths of the whole graph under a semantics.</summary>
    public static Strengths Compute(ArgumentGraph graph, IGradualSemantics semantics)
    {
        var network = new StrengthNetwork(graph, semantics);
        for (var argument = 0; argument < graph.ArgumentCount; argument++) network.Show(argument);
        return new Strengths([.. Enumerable.Range(0, graph.NodeCount).Select(network.Strength)], network.Converged);
    }
}
