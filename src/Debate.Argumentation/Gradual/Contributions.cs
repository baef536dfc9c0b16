using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Gradual;

/// <summary>What one argument does to the strength of another.</summary>
/// <param name="Argument">The argument that was taken away to see it.</param>
/// <param name="Without">The strength of the other without it, in [0, 1].</param>
/// <param name="Added">The strength of the other as it is less that without it: above 0 it adds, below 0 it takes.</param>
public readonly record struct Contribution(int Argument, double Without, double Added);

/// <summary>
/// Which argument adds how much to the strength of another, or takes it: exactly, by taking each away alone and computing the strengths of
/// what is left. So the numbers need not sum up to anything (two supporters of which one is enough add nothing each). This is the
/// removal-based attribution of Yin, Potyka and Toni ("Argument attribution explanations in quantitative bipolar argumentation frameworks",
/// ECAI 2023).
/// </summary>
public static class Contributions
{
    /// <summary>The most nodes on a cycle for which contributions to every argument are measured.</summary>
    public const int MaxCycle = 200;

    /// <summary>
    /// The contributions of some arguments to the strength of one, the largest first, ties in the order of the graph. The network must show
    /// all arguments, and does so again afterwards.
    /// </summary>
    public static IReadOnlyList<Contribution> Measure(StrengthNetwork network, int argument, IEnumerable<int> others)
    {
        var (strength, found) = (network.Strength(argument), new List<Contribution>());
        foreach (var other in others.Where(o => o != argument))
        {
            network.Hide(other);
            var without = network.Strength(argument);
            network.Show(other);
            found.Add(new(other, without, strength - without));
        }
        return [.. found.OrderByDescending(c => Math.Abs(c.Added)).ThenBy(c => c.Argument)];
    }

    /// <summary>The contributions of every argument that can influence one, those that change nothing included.</summary>
    public static IReadOnlyList<Contribution> Measure(ArgumentGraph graph, IGradualSemantics semantics, int argument) =>
        Measure(ShowAll(graph, semantics, argument), argument, graph.Ancestors(argument));

    /// <summary>The arguments that bear on a node directly: its attackers, and the premises and undercutters of the inferences that
    /// conclude it; ascending.</summary>
    public static IReadOnlyList<int> FindDirect(ArgumentGraph graph, int node)
    {
        var found = new SortedSet<int>(graph.Premises[node].ToArray());
        AddBearing(graph.Supporters[node]);
        AddBearing(graph.Attackers[node]);
        return [.. found];

        void AddBearing(ReadOnlySpan<int> nodes)
        {
            foreach (var bearing in nodes)
            {
                if (!graph.IsInference(bearing)) found.Add(bearing);
                else
                {
                    foreach (var premise in graph.Premises[bearing]) found.Add(premise);
                    foreach (var undercutter in graph.Attackers[bearing]) if (!graph.IsInference(undercutter)) found.Add(undercutter);
                }
            }
        }
    }

    /// <summary>
    /// Whether the contributions to every argument can be measured in reasonable time: no cycle has more than <see cref="MaxCycle"/> nodes,
    /// as each removal on a cycle computes it anew.
    /// </summary>
    public static bool AreCheap(ArgumentGraph graph)
    {
        var (from, to) = (new List<int>(), new List<int>());
        for (var node = 0; node < graph.NodeCount; node++)
            graph.VisitInfluences(node, influence =>
            {
                from.Add(node);
                to.Add(influence);
            });
        var components = StronglyConnectedComponents.Compute(Adjacency.Create(graph.NodeCount, from.ToArray(), to.ToArray()));
        return !Enumerable.Range(0, components.Count).Any(c => components[c].Length > MaxCycle);
    }

    /// <summary>The network of a graph, or of what influences one node, with everything shown; computing ends as the budget says.</summary>
    public static StrengthNetwork ShowAll(
        ArgumentGraph graph, IGradualSemantics semantics, int? root = null, SearchBudget? budget = null)
    {
        var network = new StrengthNetwork(graph, semantics, root, budget);
        for (var a = 0; a < graph.ArgumentCount; a++) network.Show(a);
        return network;
    }
}
