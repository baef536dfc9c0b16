using Debate.Core.Input;

namespace Debate.Argumentation;

/// <summary>
/// An immutable bipolar argument graph. Nodes are numbered: arguments first (0..<see cref="ArgumentCount"/>-1), then inferences.
/// An argument attacks arguments or inferences (an undercut); support always passes through an inference. Thread-safe. Build one with
/// <see cref="ArgumentGraphBuilder"/>.
/// </summary>
public sealed class ArgumentGraph
{
    private readonly string[] _ids;
    private readonly string[] _texts;
    private readonly double[] _scores;
    private readonly int[] _conclusions;
    private readonly InferenceKind[] _kinds;
    private readonly Lazy<Dictionary<string, int>> _index;

    internal ArgumentGraph(GraphParts parts)
    {
        (_ids, _texts, _scores) = (parts.Ids, parts.Texts, parts.Scores);
        (_conclusions, _kinds) = (parts.Conclusions, parts.Kinds);
        DirectAttacks = parts.Attacks;
        Premises = parts.Premises;
        Uses = Premises.Reversed();
        Attacked = WithAttackInferences(DirectAttacks);
        Attackers = Attacked.Reversed();
        Supporters = ConclusionRelation(InferenceKind.Support).Reversed();
        _index = new(() => BuildIndex(_ids));
    }

    /// <summary>The graph without arguments.</summary>
    public static ArgumentGraph Empty { get; } = new ArgumentGraphBuilder().Build();

    /// <summary>The graph of a framework, which has only attacks; argument i gets the id "i+1", as in the .af format.</summary>
    public static ArgumentGraph FromFramework(Framework framework)
    {
        var ids = new string[framework.Count];
        for (var i = 0; i < ids.Length; i++) ids[i] = (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var (texts, scores) = (new string[ids.Length], new double[ids.Length]);
        Array.Fill(texts, "");
        Array.Fill(scores, 0.5);
        return new ArgumentGraph(new GraphParts(ids, texts, scores, framework.Attacked, Adjacency.Create(ids.Length, [], []), [], []));
    }

    /// <summary>Number of arguments.</summary>
    public int ArgumentCount => _texts.Length;

    /// <summary>Number of inferences, of both kinds.</summary>
    public int InferenceCount => _kinds.Length;

    /// <summary>Arguments plus inferences.</summary>
    public int NodeCount => _ids.Length;

    /// <summary>Number of attacks: pairs of an argument and a node that it attacks, plus inferences of kind attack.</summary>
    public int AttackCount => Attacked.Count;

    /// <summary>Number of attacks whose target is an inference.</summary>
    public int UndercutCount => Enumerable.Range(ArgumentCount, InferenceCount).Sum(i => Attackers[i].Length);

    /// <summary>For each argument, the nodes that it attacks directly (without inferences of kind attack).</summary>
    public Adjacency DirectAttacks { get; }

    /// <summary>For each node, the nodes that it attacks: arguments directly, inferences of kind attack through their conclusion.</summary>
    public Adjacency Attacked { get; }

    /// <summary>For each node, its attackers: arguments, and inferences of kind attack.</summary>
    public Adjacency Attackers { get; }

    /// <summary>For each inference, its premises (arguments); empty for an argument.</summary>
    public Adjacency Premises { get; }

    /// <summary>For each argument, the inferences of which it is a premise.</summary>
    public Adjacency Uses { get; }

    /// <summary>For each node, the supporting inferences that conclude it.</summary>
    public Adjacency Supporters { get; }

    /// <summary>True when the node is an inference.</summary>
    public bool IsInference(int node) => node >= ArgumentCount;

    /// <summary>The id of an argument or inference.</summary>
    public string Id(int node) => _ids[node];

    /// <summary>The argument's text; may be empty.</summary>
    public string Text(int argument) => _texts[argument];

    /// <summary>The argument's base score, in [0, 1].</summary>
    public double BaseScore(int argument) => _scores[argument];

    /// <summary>The node that the inference concludes.</summary>
    public int Conclusion(int inference) => _conclusions[inference - ArgumentCount];

    /// <summary>Whether the inference supports or attacks its conclusion.</summary>
    public InferenceKind Kind(int inference) => _kinds[inference - ArgumentCount];

    /// <summary>The node with this id, or -1.</summary>
    public int FindNode(string id) => _index.Value.GetValueOrDefault(id, -1);

    /// <summary>The node with this id; an <see cref="InputException"/> when there is none.</summary>
    public int GetNode(string id) =>
        FindNode(id) is >= 0 and var node ? node : throw new InputException($"argument '{id}': no such id in the graph");

    /// <summary>The inference as a record of ids.</summary>
    public Inference Inference(int inference)
    {
        var premises = new List<string>();
        foreach (var premise in Premises[inference]) premises.Add(Id(premise));
        return new Inference(Id(inference), premises, Id(Conclusion(inference)), Kind(inference));
    }

    /// <summary>Calls <paramref name="visit"/> with each premise, supporter and attacker of <paramref name="node"/>.</summary>
    public void VisitInfluences(int node, Action<int> visit)
    {
        foreach (var premise in Premises[node]) visit(premise);
        foreach (var supporter in Supporters[node]) visit(supporter);
        foreach (var attacker in Attackers[node]) visit(attacker);
    }

    private Adjacency ConclusionRelation(InferenceKind kind)
    {
        var steps = Enumerable.Range(0, InferenceCount).Where(i => _kinds[i] == kind).ToArray();
        return Adjacency.Create(NodeCount, steps.Select(i => i + ArgumentCount).ToArray(), steps.Select(i => _conclusions[i]).ToArray());
    }

    private Adjacency WithAttackInferences(Adjacency direct)
    {
        var steps = ConclusionRelation(InferenceKind.Attack);
        if (steps.Count == 0) return direct;
        var (from, to) = (new List<int>(direct.Count), new List<int>(direct.Count));
        for (var node = 0; node < NodeCount; node++)
            foreach (var target in IsInference(node) ? steps[node] : direct[node]) { from.Add(node); to.Add(target); }
        return Adjacency.Create(NodeCount, from.ToArray(), to.ToArray());
    }

    private static Dictionary<string, int> BuildIndex(string[] ids)
    {
        var index = new Dictionary<string, int>(ids.Length, StringComparer.Ordinal);
        for (var i = 0; i < ids.Length; i++) index.Add(ids[i], i);
        return index;
    }
}

/// <summary>The validated arrays of which a graph consists; node numbers are final.</summary>
internal sealed record GraphParts(string[] Ids, string[] Texts, double[] Scores, Adjacency Attacks, Adjacency Premises, int[] Conclusions,
    InferenceKind[] Kinds);

/// <summary>How an inference relates to its conclusion.</summary>
public enum InferenceKind
{
    /// <summary>The premises support the conclusion.</summary>
    Support,

    /// <summary>The premises attack the conclusion: an attack that can itself be attacked or supported, and is therefore a node.</summary>
    Attack,
}

/// <summary>
/// A step from joint premises to a conclusion. It is a node, so it can be attacked (undercut) without attacking a premise or the
/// conclusion. Ids are those of the graph; the conclusion may be an argument or another inference.
/// </summary>
public sealed record Inference(string Id, IReadOnlyList<string> Premises, string Conclusion, InferenceKind Kind = InferenceKind.Support);
