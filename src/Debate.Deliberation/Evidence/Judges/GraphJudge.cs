using System.Numerics;
using Debate.Argumentation;
using Debate.Argumentation.Gradual;
using Debate.Core.Input;

namespace Debate.Deliberation.Evidence.Judges;

/// <summary>
/// Judges a claim by its strength in the subgraph of the claim and the revealed arguments. Incremental: only the difference to the set
/// judged before is recomputed; nothing is allocated. A cycle that does not converge is <see cref="Judgement.NotConverged"/>, a draw
/// whatever
/// the burden of proof, since the judge failed and not a side.
/// </summary>
public sealed class GraphJudge : IEvidenceJudge
{
    private readonly StrengthNetwork _network;
    private readonly GraphJudgeOptions _options;
    private readonly IReadOnlyList<int> _arguments;
    private readonly int _claim;
    private readonly ulong[] _shown;

    internal GraphJudge(ArgumentGraph graph, int claim, IReadOnlyList<int> arguments, GraphJudgeOptions judging)
    {
        _network = new StrengthNetwork(graph, judging.Semantics, claim);
        (_options, _arguments, _claim) = (judging, arguments, claim);
        _shown = new ulong[(arguments.Count + 63) / 64];
        _network.Show(claim);
    }

    /// <inheritdoc/>
    public int Items => _arguments.Count;

    /// <inheritdoc/>
    public Judgement Judge(EvidenceSet revealed)
    {
        for (var word = 0; word < _shown.Length; word++) ApplyChanges(word, revealed.Words[word]);
        var strength = _network.Strength(_claim);
        return _network.Converged ? _options.Decide(strength, revealed.Count) : Judgement.NotConverged;
    }

    private void ApplyChanges(int word, ulong bits)
    {
        for (var changed = _shown[word] ^ bits; changed != 0; changed &= changed - 1)
        {
            var bit = BitOperations.TrailingZeroCount(changed);
            var argument = _arguments[(word << 6) + bit];
            if ((bits >> bit & 1) != 0) _network.Show(argument); else _network.Hide(argument);
        }
        _shown[word] = bits;
    }
}

/// <summary>Which side loses a draw, and loses when nothing at all is revealed.</summary>
public enum BurdenOfProof
{
    /// <summary>Neither: a draw is a draw.</summary>
    None,

    /// <summary>Pro must prove the claim.</summary>
    Pro,

    /// <summary>Con must disprove the claim.</summary>
    Con,
}

/// <summary>
/// The options of a graph judge. Judge: a gradual semantics such as df-quad (the claim's strength against one half) or grounded (in, out,
/// undecided; a claim needs no support to be in, see <see cref="Argumentation.Semantics.Grounded"/>). Tolerance: a strength within this
/// distance of one half is a draw.
/// </summary>
public sealed record GraphJudgeOptions(string Judge = "df-quad", BurdenOfProof Burden = BurdenOfProof.None, double Tolerance = 1e-6)
{
    /// <summary>The names of judges: every gradual semantics.</summary>
    public static IReadOnlyCollection<string> Names => GradualCatalogue.Names;

    /// <summary>The semantics that computes the strengths; throws an <see cref="InputException"/> when the name is unknown.</summary>
    public IGradualSemantics Semantics =>
        GradualCatalogue.Find(Judge) ?? throw new InputException($"judge '{Judge}': not one of {string.Join(", ", Names)}");

    /// <summary>The judgement of a claim of this strength after <paramref name="shown"/> revealed items.</summary>
    public Judgement Decide(double strength, int shown)
    {
        var margin = strength - 0.5;
        var utility = Math.Abs(margin) <= Tolerance ? 0 : Math.Sign(margin);
        return new Judgement(utility == 0 || shown == 0 ? ApplyBurden(utility) : utility, margin, true);
    }

    private int ApplyBurden(int utility) => Burden switch { BurdenOfProof.Pro => -1, BurdenOfProof.Con => 1, _ => utility };
}

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
