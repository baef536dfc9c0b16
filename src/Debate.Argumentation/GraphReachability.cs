using Debate.Core.Input;

namespace Debate.Argumentation;

/// <summary>Reachability in an argument graph: what influences an argument, and subgraphs.</summary>
public static class GraphReachability
{
    /// <summary>
    /// The arguments from which a path of attacks, premises and inferences leads to <paramref name="motion"/>, ascending, without the
    /// motion itself.
    /// </summary>
    public static IReadOnlyList<int> Ancestors(this ArgumentGraph graph, int motion)
    {
        if (graph.IsInference(motion)) throw NotAnArgument(graph, motion);
        var (seen, found) = (new bool[graph.NodeCount], new List<int> { motion });
        seen[motion] = true;
        for (var i = 0; i < found.Count; i++) graph.VisitInfluences(found[i], Reach);
        return [.. found.Skip(1).Where(n => !graph.IsInference(n)).Order()];

        void Reach(int node)
        {
            if (seen[node]) return;
            seen[node] = true;
            found.Add(node);
        }
    }

    /// <summary>
    /// The arguments at most so many steps from one, itself included, ascending: a step leads from an argument to one that it attacks,
    /// supports or undercuts, or that does this to it; all premises of an inference are as near as the first.
    /// </summary>
    public static IReadOnlyList<int> FindNeighbourhood(this ArgumentGraph graph, int argument, int steps)
    {
        if (graph.IsInference(argument)) throw NotAnArgument(graph, argument);
        var (seen, edge) = (new bool[graph.NodeCount], new List<int> { argument });
        seen[argument] = true;
        for (var step = 0; step < steps && edge.Count > 0; step++)
        {
            var next = new List<int>();
            var open = new Stack<int>(edge);
            // An inference takes no step of its own: what it joins is reached at once.
            while (open.TryPop(out var node))
                foreach (var neighbour in Neighbours(graph, node))
                {
                    if (seen[neighbour]) continue;
                    seen[neighbour] = true;
                    if (graph.IsInference(neighbour)) open.Push(neighbour);
                    else next.Add(neighbour);
                }
            edge = next;
        }
        return [.. Enumerable.Range(0, graph.ArgumentCount).Where(a => seen[a])];
    }

    private static List<int> Neighbours(ArgumentGraph graph, int node)
    {
        var found = new List<int>();
        graph.VisitInfluences(node, found.Add);
        foreach (var target in graph.Attacked[node]) found.Add(target);
        foreach (var use in graph.Uses[node]) found.Add(use);
        if (graph.IsInference(node)) found.Add(graph.Conclusion(node));
        return found;
    }

    /// <summary>
    /// The subgraph of some arguments: an attack is kept if both ends are, an inference if all its premises and its conclusion are. Order
    /// and ids are kept.
    /// </summary>
    public static ArgumentGraph Subgraph(this ArgumentGraph graph, IEnumerable<int> arguments)
    {
        var kept = new bool[graph.NodeCount];
        foreach (var argument in arguments) kept[argument] = !graph.IsInference(argument) ? true : throw NotAnArgument(graph, argument);
        SelectInferences(graph, kept);
        var builder = new ArgumentGraphBuilder();
        for (var a = 0; a < graph.ArgumentCount; a++)
            if (kept[a]) builder.AddArgument(graph.Id(a), graph.Text(a), graph.BaseScore(a));
        foreach (var i in SelectedInferences(graph, kept)) builder.AddInference(graph.Inference(i));
        for (var a = 0; a < graph.ArgumentCount; a++)
            if (kept[a]) foreach (var target in graph.DirectAttacks[a]) if (kept[target]) builder.AddAttack(graph.Id(a), graph.Id(target));
        return builder.Build();
    }

    private static IEnumerable<int> SelectedInferences(ArgumentGraph graph, bool[] kept) =>
        Enumerable.Range(graph.ArgumentCount, graph.InferenceCount).Where(i => kept[i]);

    private static void SelectInferences(ArgumentGraph graph, bool[] kept)
    {
        for (var i = graph.ArgumentCount; i < graph.NodeCount; i++) kept[i] = AllSelected(graph.Premises[i], kept);
        // An inference may conclude another inference, so dropping one can drop more.
        for (var changed = true; changed;)
        {
            changed = false;
            for (var i = graph.ArgumentCount; i < graph.NodeCount; i++)
                if (kept[i] && !kept[graph.Conclusion(i)]) (kept[i], changed) = (false, true);
        }
    }

    private static bool AllSelected(ReadOnlySpan<int> nodes, bool[] kept)
    {
        foreach (var node in nodes) if (!kept[node]) return false;
        return true;
    }

    private static InputException NotAnArgument(ArgumentGraph graph, int node) =>
        new($"id '{graph.Id(node)}': an argument is needed here, this is an inference");
}
