namespace Debate.Argumentation.Formats;

/// <summary>A node of an AIF file with its neighbours, in the file's order.</summary>
internal sealed class AifNode(string id, string type, string text)
{
    public string Id { get; } = id;
    public string Type { get; } = type;
    public string Text { get; } = text;
    public double Score { get; init; } = 0.5;
    public bool IsJoint { get; init; }
    public string? Time { get; init; }
    public AifPerson? Person { get; init; }
    public List<AifNode> Sources { get; } = new(1);
    public List<AifNode> Targets { get; } = new(1);

    /// <summary>True for a step with a statement as source and a statement or complete step as target.</summary>
    public bool IsComplete { get; set; }

    /// <summary>Number of targets that are statements or complete steps.</summary>
    public int CompleteTargets { get; set; }

    public bool IsStatement => Type == "I";
    public bool IsStep => Type is "RA" or "CA";
}

/// <summary>The fixed mapping from AIF nodes to an argument graph, as documented at <see cref="Aif"/>.</summary>
internal sealed class AifGraphBuilder
{
    private readonly ArgumentGraphBuilder _builder = new();
    private readonly List<AifNode> _nodes;
    private readonly List<(AifNode From, AifNode To)> _edges;
    private readonly AifMerges? _merges;
    private readonly SortedDictionary<string, int> _notes = new(StringComparer.Ordinal);

    public AifGraphBuilder(List<AifNode> nodes, List<(AifNode From, AifNode To)> edges, AifOptions options)
    {
        (_nodes, _edges) = (nodes, edges);
        MarkCompleteSteps(nodes);
        _merges = options.Rephrases == Rephrase.Merged ? new AifMerges(nodes) : null;
    }

    public (ArgumentGraph Graph, IReadOnlyList<string> Notes) Build()
    {
        foreach (var node in _nodes.Where(n => n.IsStatement && Name(n) == n.Id)) _builder.AddArgument(node.Id, node.Text, node.Score);
        var steps = _nodes.Where(n => n.IsComplete).ToList();
        // Every node that can be undercut must exist before the attacks on it are added.
        var inferences = steps.Where(IsInference).ToDictionary(s => s, AddInferences);
        foreach (var step in steps.Where(s => !IsInference(s))) AddAttacks(step, inferences);
        AddNotes();
        return (_builder.Build(), [.. _notes.Select(n => $"{n.Value} {n.Key}")]);
    }

    /// <summary>Every node and edge that the graph does not say, and the schemes of its inferences.</summary>
    public Provenance FindProvenance()
    {
        var nodes = _nodes.Where(n => !n.IsStatement && (!IsSaid(n) || n.Text.Length > 0 && n.Text != AifWriter.DefaultText(n.Type)))
            .Select(ToSource).ToList();
        // Of merged statements the first stands for all, and a link from it to itself says nothing.
        var links = _edges.Where(e => !IsSaid(e.From, e.To)).Select(e => new SourceLink(Name(e.From), Name(e.To)))
            .Where(l => _merges is null || l.From != l.To).Distinct().ToList();
        return nodes.Count + links.Count == 0 ? Provenance.None : new(nodes, links);
    }

    // A step that is an inference of the graph; the step of a plain attack is none.
    private bool IsSaid(AifNode step) => step.IsComplete && IsInference(step);

    private bool IsSaid(AifNode from, AifNode to) =>
        (from.IsStatement && IsSaid(to)) || (IsSaid(from) && (to.IsStatement || to.IsComplete));

    private static SourceNode ToSource(AifNode node) => new(node.Id, node.Type, node.Text)
    {
        Speaker = node.Type != "L" ? null : node.Person?.Name is { Length: > 0 } name ? name : AifPeople.NameIn(node.Text),
        Person = node.Person?.Id,
        Time = node.Time,
        Said = node.Person?.Said,
    };

    // A step is complete if it has a statement as source and a statement or a complete step as target.
    private static void MarkCompleteSteps(List<AifNode> nodes)
    {
        foreach (var node in nodes) node.IsComplete = node.IsStep && node.Sources.Any(s => s.IsStatement);
        foreach (var node in nodes) node.CompleteTargets = node.Targets.Count(t => t.IsStatement || t.IsComplete);
        var idle = new Stack<AifNode>(nodes.Where(n => n.IsComplete && n.CompleteTargets == 0));
        // Removing a step without a target may leave its sources without targets too; linear, however long the chain.
        while (idle.TryPop(out var step))
        {
            step.IsComplete = false;
            foreach (var source in step.Sources)
                if (--source.CompleteTargets == 0 && source.IsComplete) idle.Push(source);
        }
    }

    // An RA always; a CA only if it is joint or itself attacked or supported, since a plain attack needs no node.
    private bool IsInference(AifNode step) => step.Type == "RA" || step.IsJoint || step.Sources.Any(s => s.IsComplete);

    private IEnumerable<string> Premises(AifNode step) => Distinct(step.Sources.Where(s => s.IsStatement).Select(Name), step.Sources.Count);

    private static IEnumerable<AifNode> Targets(AifNode step) =>
        Distinct(step.Targets.Where(t => t.IsStatement || t.IsComplete), step.Targets.Count);

    // Nearly all steps have one source and one target, and a map may have a million steps.
    private static IEnumerable<T> Distinct<T>(IEnumerable<T> items, int max) => max < 2 ? items : items.Distinct();

    private List<string> AddInferences(AifNode step)
    {
        var ids = new List<string>();
        var groups = step.Type == "RA" || step.IsJoint ? [[.. Premises(step)]] : Premises(step).Select(p => new List<string> { p });
        var kind = step.Type == "RA" ? InferenceKind.Support : InferenceKind.Attack;
        foreach (var premises in groups)
            foreach (var target in Targets(step))
            {
                // The first inference created for a step has the step's own id, so steps can reference each other in any order.
                ids.Add(_builder.CreateUniqueId(step.Id));
                _builder.AddInference(new Inference(ids[^1], premises, Name(target), kind));
            }
        return ids;
    }

    private void AddAttacks(AifNode step, Dictionary<AifNode, List<string>> inferences)
    {
        foreach (var target in Targets(step))
            foreach (var source in Premises(step))
                foreach (var aim in target.IsStatement ? [Name(target)] : inferences[target])
                    _builder.AddAttack(source, aim);
    }

    private string Name(AifNode node) => _merges?.Name(node) ?? node.Id;

    private void AddNotes()
    {
        AddSourceNotes();
        var steps = _nodes.Where(n => n.IsStep).ToList();
        AddNote("rephrases (MA) ignored", _merges is null ? _nodes.Count(n => n.Type == "MA") : 0);
        AddNote("statements merged with what they rephrase", _merges?.Count ?? 0);
        AddNote("attacks on an attack (CA on CA) kept as undercuts of that attack",
            steps.Where(s => s is { Type: "CA", IsComplete: true }).Sum(s => Targets(s).Count(t => t.Type == "CA")));
        foreach (var type in new[] { "RA", "CA" })
        {
            AddNote($"{type} without premise or conclusion left out", steps.Count(s => s.Type == type && !s.IsComplete));
            AddNote($"locutions as premise or conclusion of {type} left out",
                steps.Where(s => s.Type == type).Sum(s => s.Sources.Concat(s.Targets).Count(n => n.Type == "L")));
        }
    }

    private void AddSourceNotes()
    {
        foreach (var (type, name) in Around) AddNote($"{name} ({type})", _nodes.Count(n => n.Type == type));
        foreach (var other in _nodes.Where(n => !IsKnown(n.Type)).GroupBy(n => n.Type, StringComparer.Ordinal))
            AddNote(other.Key.Length == 0 ? "nodes without a type" : $"nodes of the unknown type '{other.Key}'", other.Count());
        foreach (var pair in _edges.Where(e => IsStray(e.From.Type, e.To.Type)).GroupBy(e => (e.From.Type, e.To.Type)))
            AddNote($"edges from {pair.Key.Item1} to {pair.Key.Item2} without a step between", pair.Count());
    }

    private static readonly (string Type, string Name)[] Around =
        [("L", "locutions"), ("YA", "illocutions"), ("TA", "transitions"), ("PA", "preferences")];

    private static bool IsKnown(string type) => type is "I" or "RA" or "CA" or "MA" or "L" or "YA" or "TA" or "PA";

    // AIF joins what is said (I, L) only through a step.
    private static bool IsStray(string from, string to) => from is "I" or "L" && to is "I" or "L";

    private void AddNote(string what, int count)
    {
        if (count > 0) _notes[what] = count;
    }
}

/// <summary>Union-find over statements that a rephrase (MA) joins into one argument: each takes the id of the first in the file.</summary>
internal sealed class AifMerges
{
    private readonly Dictionary<AifNode, AifNode> _mergedInto = [];

    public AifMerges(List<AifNode> nodes)
    {
        var order = nodes.Select((node, i) => (node, i)).ToDictionary(p => p.node, p => p.i);
        foreach (var rephrase in nodes.Where(n => n.Type == "MA"))
        {
            var joined = rephrase.Sources.Concat(rephrase.Targets).Where(n => n.IsStatement).Select(FindFirst).Distinct();
            var group = joined.OrderBy(n => order[n]).ToList();
            foreach (var other in group.Skip(1)) _mergedInto[other] = group[0];
        }
    }

    /// <summary>Number of statements merged into another.</summary>
    public int Count => _mergedInto.Count;

    public string Name(AifNode node) => FindFirst(node).Id;

    private AifNode FindFirst(AifNode node)
    {
        var first = node;
        while (_mergedInto.TryGetValue(first, out var into)) first = into;
        // Path compression keeps long chains of rephrases cheap.
        while (node != first) (_mergedInto[node], node) = (first, _mergedInto[node]);
        return first;
    }
}
