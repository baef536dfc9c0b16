namespace Debate.Argumentation.Bipolar;

/// <summary>
/// An argument graph translated to an abstract framework. The graph's nodes, arguments and inferences alike, keep their numbers; auxiliary
/// arguments follow them. Size is linear in the graph (quadratic in the premises of one inference under deductive support).
/// <para>
/// An inference is accepted if its link and all its premises are; an inference of kind attack then attacks its conclusion. An undercut
/// attacks the link: a support whose link is defeated has no effect (Cohen, Gottifredi, Garcia and Simari, 2015). In addition:
/// <list type="bullet">
/// <item>necessary: the conclusion is rejected if some premise is rejected while the link holds; these are the secondary (and extended)
/// attacks of Nouioua and Risch (2011) and of Cayrol and Lagasquie-Schiex (2013);</item>
/// <item>deductive: a premise is rejected if the conclusion is rejected while the link and the other premises hold; these are the mediated
/// (and supported) attacks of Cayrol and Lagasquie-Schiex (2013), and with several premises the transpositions of the inference (Caminada
/// and Amgoud, 2007). With one premise this equals necessary support in the converse direction.</item>
/// </list>
/// Both use arguments "not x", which only x attacks and which are therefore accepted exactly when x is rejected. In theory, necessity is a
/// strict order; if a graph's supports form a cycle, the arguments on it are here accepted or rejected together.
/// </para>
/// </summary>
public sealed class Translation
{
    private readonly string[] _auxiliary;

    internal Translation(ArgumentGraph graph, SupportReading reading, Framework framework, string[] auxiliary) =>
        (Graph, Reading, Framework, _auxiliary) = (graph, reading, framework, auxiliary);

    /// <summary>The graph.</summary>
    public ArgumentGraph Graph { get; }

    /// <summary>How its supports are interpreted.</summary>
    public SupportReading Reading { get; }

    /// <summary>The framework: node n of the graph is argument n, auxiliary arguments follow.</summary>
    public Framework Framework { get; }

    /// <summary>The translation of a graph; without inferences, just its attacks.</summary>
    public static Translation Create(ArgumentGraph graph, SupportReading reading = SupportReading.None) =>
        new TranslationBuilder(graph, reading).Build();

    /// <summary>
    /// The graph's arguments among the members of a set of framework arguments: inferences and auxiliary arguments are dropped.
    /// </summary>
    public IReadOnlyList<int> SelectArguments(IEnumerable<int> set) => [.. set.Where(a => a < Graph.ArgumentCount)];

    /// <summary>The id of an argument or inference of the graph; for an auxiliary argument its meaning, such as: not 'x'.</summary>
    public string Name(int argument) => argument < Graph.NodeCount ? Graph.Id(argument) : _auxiliary[argument - Graph.NodeCount];
}

/// <summary>How a supporting inference affects the acceptance of its conclusion.</summary>
public enum SupportReading
{
    /// <summary>
    /// Not at all: an argument needs no support to be accepted. The interpretation of
    /// <see cref="Semantics.Grounded.Labelling(ArgumentGraph)"/>.
    /// </summary>
    None,

    /// <summary>The conclusion cannot be accepted without the premises (Nouioua and Risch, 2011).</summary>
    Necessary,

    /// <summary>The premises cannot be accepted without the conclusion (Boella, Gabbay, van der Torre and Villata, 2010).</summary>
    Deductive,
}

/// <summary>Builds the attacks of a <see cref="Translation"/>.</summary>
internal sealed class TranslationBuilder(ArgumentGraph graph, SupportReading reading)
{
    private readonly List<int> _from = [], _to = [];
    private readonly List<string> _auxiliary = [];
    private readonly Dictionary<int, int> _links = [], _negations = [];

    public Translation Build()
    {
        for (var node = 0; node < graph.NodeCount; node++) AddAttackers(node);
        for (var step = graph.ArgumentCount; step < graph.NodeCount; step++) AddInference(step);
        var framework = Framework.Create(graph.NodeCount + _auxiliary.Count, _from.ToArray(), _to.ToArray());
        return new Translation(graph, reading, framework, [.. _auxiliary]);
    }

    private void AddAttackers(int node)
    {
        foreach (var attacker in graph.Attackers[node]) AddAttack(attacker, AttackTarget(node));
    }

    private void AddInference(int step)
    {
        if (GetOrAddLink(step) is { } link) AddAttack(GetOrAddNegation(link), step);
        foreach (var premise in graph.Premises[step]) AddAttack(GetOrAddNegation(premise), step);
        if (graph.Kind(step) == InferenceKind.Attack || reading == SupportReading.None) return;
        foreach (var premise in graph.Premises[step])
            if (reading == SupportReading.Necessary) AddDependency(AttackTarget(graph.Conclusion(step)), premise, step, alone: true);
            else AddDependency(premise, AttackTarget(graph.Conclusion(step)), step, alone: graph.Premises[step].Length == 1);
    }

    // `dependent` is rejected if `ground` is rejected while the inference's link holds and, unless alone, its other premises are accepted.
    private void AddDependency(int dependent, int ground, int step, bool alone)
    {
        var link = GetOrAddLink(step);
        if (link is null && alone) { AddAttack(GetOrAddNegation(ground), dependent); return; }
        var lack = AddAuxiliary($"'{graph.Id(step)}' lacks '{Name(ground)}' for '{Name(dependent)}'");
        AddAttack(lack, dependent);
        AddAttack(ground, lack);
        if (link is { } held) AddAttack(GetOrAddNegation(held), lack);
        if (alone) return;
        foreach (var other in graph.Premises[step]) if (other != dependent) AddAttack(GetOrAddNegation(other), lack);
    }

    // The target of an attack on the node or a support of it: for an inference its link, if it has one.
    private int AttackTarget(int node) => graph.IsInference(node) && GetOrAddLink(node) is { } link ? link : node;

    // An inference needs a separate link only if something attacks or supports it and the interpretation of support distinguishes link and
    // inference.
    private int? GetOrAddLink(int step)
    {
        if (reading == SupportReading.None || (graph.Attackers[step].IsEmpty && graph.Supporters[step].IsEmpty)) return null;
        if (!_links.TryGetValue(step, out var link)) _links[step] = link = AddAuxiliary($"link of '{graph.Id(step)}'");
        return link;
    }

    private int GetOrAddNegation(int argument)
    {
        if (_negations.TryGetValue(argument, out var negation)) return negation;
        _negations[argument] = negation = AddAuxiliary($"not '{Name(argument)}'");
        AddAttack(argument, negation);
        return negation;
    }

    private string Name(int argument) => argument < graph.NodeCount ? graph.Id(argument) : _auxiliary[argument - graph.NodeCount];

    private int AddAuxiliary(string name)
    {
        _auxiliary.Add(name);
        return graph.NodeCount + _auxiliary.Count - 1;
    }

    private void AddAttack(int from, int to)
    {
        _from.Add(from);
        _to.Add(to);
    }
}
