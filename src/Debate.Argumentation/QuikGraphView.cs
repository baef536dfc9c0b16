using QuikGraph;
using NodeGraph = QuikGraph.BidirectionalGraph<int, QuikGraph.TaggedEdge<int, Debate.Argumentation.GraphRelation>>;

namespace Debate.Argumentation;

/// <summary>The meaning of an edge of the QuikGraph view.</summary>
public enum GraphRelation
{
    /// <summary>From an argument to an inference that uses it.</summary>
    Premise,

    /// <summary>From a supporting inference to its conclusion.</summary>
    Support,

    /// <summary>From an argument, or an attacking inference, to its target.</summary>
    Attack,
}

/// <summary>Converts a graph to a QuikGraph, for its algorithms and those of users.</summary>
public static class QuikGraphView
{
    /// <summary>A copy: vertices are the node numbers, edges are tagged with the relation and point to its target.</summary>
    public static NodeGraph ToQuikGraph(this ArgumentGraph graph)
    {
        var view = new NodeGraph();
        view.AddVertexRange(Enumerable.Range(0, graph.NodeCount));
        for (var node = 0; node < graph.NodeCount; node++)
        {
            AddEdges(view, node, graph.Uses[node], GraphRelation.Premise);
            AddEdges(view, node, graph.Attacked[node], GraphRelation.Attack);
            if (graph.IsInference(node) && graph.Kind(node) == InferenceKind.Support)
                AddEdges(view, node, [graph.Conclusion(node)], GraphRelation.Support);
        }
        return view;
    }

    private static void AddEdges(NodeGraph view, int from, ReadOnlySpan<int> to, GraphRelation relation)
    {
        foreach (var target in to) view.AddEdge(new TaggedEdge<int, GraphRelation>(from, target, relation));
    }
}
