using Debate.Argumentation;

namespace Debate.Deliberation.Evidence.Judges;

/// <summary>
/// A claim of an argument graph as an evidence game: the items are the arguments relevant to it (its ancestors), in the graph's
/// order; the claim itself is always visible. Immutable; every game gets its own judge.
/// </summary>
public sealed class GraphEvidence : IEvidenceNeighbours
{
    private const int MaxHops = 8;

    private readonly Dictionary<int, int> _itemOf;
    private readonly Lazy<List<int>[]> _neighbours;

    /// <summary>The game about <paramref name="claim"/>, an argument of <paramref name="graph"/>.</summary>
    public GraphEvidence(ArgumentGraph graph, int claim, GraphJudgeOptions? judging = null)
    {
        (Graph, Claim, JudgeOptions) = (graph, claim, judging ?? new GraphJudgeOptions());
        Arguments = graph.Ancestors(claim);
        _itemOf = Arguments.Select((argument, item) => (argument, item)).ToDictionary(p => p.argument, p => p.item);
        _neighbours = new(FindNeighbours);
    }

    /// <summary>The graph.</summary>
    public ArgumentGraph Graph { get; }

    /// <summary>The debated argument.</summary>
    public int Claim { get; }

    /// <summary>The options of its judge.</summary>
    public GraphJudgeOptions JudgeOptions { get; }

    /// <summary>The argument behind each item.</summary>
    public IReadOnlyList<int> Arguments { get; }

    /// <summary>Creates a judge, for use on one thread at a time.</summary>
    public GraphJudge CreateJudge() => new(Graph, Claim, Arguments, JudgeOptions);

    /// <summary>Creates a game with <paramref name="reveals"/> reveals.</summary>
    public EvidenceGame CreateGame(int reveals, Side starter = Side.Pro) =>
        CreateGame(new EvidenceRules(Arguments.Count, reveals, starter));

    /// <summary>Creates a game with these rules.</summary>
    public EvidenceGame CreateGame(EvidenceRules rules) => new(rules, CreateJudge(), this);

    /// <summary>
    /// The items that attack, support or undercut this one, or that it attacks, supports or undercuts; premises of one inference count as
    /// related.
    /// </summary>
    public IReadOnlyList<int> NeighboursOf(int item) => _neighbours.Value[item];

    private List<int>[] FindNeighbours()
    {
        var found = Arguments.Select(_ => new SortedSet<int>()).ToArray();
        for (var item = 0; item < Arguments.Count; item++)
            foreach (var argument in FindTargets(Arguments[item]))
                if (_itemOf.TryGetValue(argument, out var other) && other != item) { found[item].Add(other); found[other].Add(item); }
        return [.. found.Select(s => s.ToList())];
    }

    // The arguments that this one attacks or supports in one step, looking through inferences.
    private List<int> FindTargets(int argument)
    {
        var touched = new List<int>();
        foreach (var target in Graph.DirectAttacks[argument]) AddTargets(target, touched);
        foreach (var inference in Graph.Uses[argument]) AddTargets(inference, touched);
        return touched;
    }

    private void AddTargets(int node, List<int> touched)
    {
        // An inference may conclude another inference, in theory in cycles; relations across more than a few are ignored.
        for (var hops = 0; Graph.IsInference(node) && hops < MaxHops; hops++)
        {
            foreach (var premise in Graph.Premises[node]) touched.Add(premise);
            node = Graph.Conclusion(node);
        }
        if (!Graph.IsInference(node)) touched.Add(node);
    }
}
