namespace Debate.Deliberation.Search;

/// <summary>
/// How good each step of a finished search was, from the right ends below it (Zhang et al., "ReST-MCTS*", NeurIPS 2024): what a value model
/// can be trained on. With m the fewest further steps to a right end below a node (below the nearest node before it that leads to one, for a
/// node that leads to none) and v the value of the node before it, the value is max(v + (1 - v) / (m + 1), 0), with a minus for a node that
/// leads to no right end. The root has 0, so a right path of n steps has 1/n, 2/n, ..., 1.
/// </summary>
public static class StepValues
{
    /// <summary>The value of each node in [0, 1], in the order of the nodes.</summary>
    /// <param name="nodes">A tree: each node after its parent, the root first. Ends of which it is not known that they are right count as
    /// wrong.</param>
    public static double[] Compute(IReadOnlyList<SearchNode> nodes)
    {
        var (steps, values) = (FindStepsToRightEnd(nodes), new double[nodes.Count]);
        for (var i = 1; i < nodes.Count; i++)
        {
            var before = nodes[i].Parent!.Value;
            var isLeading = steps[i] is not null;
            // A node that leads nowhere stands as far from a right end as the nearest one before it that leads to one.
            steps[i] ??= steps[before] ?? 0;
            var weight = (1 - values[before]) / (steps[i]!.Value + 1);
            values[i] = isLeading ? values[before] + weight : Math.Max(values[before] - weight, 0);
        }
        return values;
    }

    /// <summary>For each node the fewest further steps to a right end; null where there is none below it.</summary>
    private static int?[] FindStepsToRightEnd(IReadOnlyList<SearchNode> nodes)
    {
        var steps = new int?[nodes.Count];
        for (var i = nodes.Count - 1; i >= 0; i--)
        {
            if (nodes[i] is { IsEnd: true, IsRight: true }) steps[i] = 0;
            if (nodes[i].Parent is { } parent && steps[i] is { } own && !(steps[parent] <= own + 1)) steps[parent] = own + 1;
        }
        return steps;
    }
}
