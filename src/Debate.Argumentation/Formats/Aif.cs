using System.Text.Json;
using Debate.Core.Input;

namespace Debate.Argumentation.Formats;

/// <summary>How a rephrase (MA) between two statements is represented in the graph. It is never a support.</summary>
public enum Rephrase
{
    /// <summary>The statements remain separate; the rephrase is dropped and counted.</summary>
    Ignored,

    /// <summary>The statements become one argument, with the id and text of the first in the file.</summary>
    Merged,
}

/// <summary>Options for reading AIF. By default, rephrases are ignored.</summary>
public sealed record AifOptions(Rephrase Rephrases = Rephrase.Ignored);

/// <summary>
/// The Argument Interchange Format (Chesnevar and others, 2006) in the JSON of AIFdb, and the xAIF wrapper around it; ids may be strings or
/// integers. The mapping is fixed: I-nodes are arguments. An RA is one supporting inference whose I-sources are its joint premises. A CA is
/// an attack of each of its I-sources on each target; on an RA that is an undercut. A CA (or RA) that targets another CA turns the latter
/// into an inference of kind attack, so the attack on the attack becomes an undercut of it, and is noted. MA follows
/// <see cref="AifOptions"/>. L, YA, TA, PA and unknown types are provenance or preference and not part of the graph. A step without a
/// premise or a target is dropped and noted.
/// <para>What AIF cannot express is written and read in our own extra fields, which other tools ignore: "score" of an I-node, and "joint":
/// true of a CA whose sources attack jointly, as one inference of kind attack. So writing preserves the whole graph; the map's name, title,
/// motions and notes are lost.</para>
/// </summary>
public static class Aif
{
    /// <summary>AIF in the JSON of AIFdb.</summary>
    public static GraphFormat Format { get; } = new("aif", ".json")
    {
        Read = Read,
        Write = (map, output, _) => AifWriter.Write(map.Graph, output, wrapped: false),
    };

    /// <summary>AIF in its xAIF wrapper, which dialogue tools exchange.</summary>
    public static GraphFormat XaifFormat { get; } = new("xaif", ".json")
    {
        Read = Read,
        Write = (map, output, _) => AifWriter.Write(map.Graph, output, wrapped: true),
    };

    /// <summary>The map in <paramref name="text"/>. An <see cref="InputException"/> if it is malformed.</summary>
    public static ArgumentMap Read(string file, string text, AifOptions? options = null)
    {
        using var document = JsonInput.Parse(file, text);
        return Read(new JsonSource(file, text), document.RootElement, options ?? new AifOptions());
    }

    internal static ArgumentMap Read(JsonSource source, JsonElement root, AifOptions options)
    {
        var body = JsonInput.GetMember(root, "AIF") is { ValueKind: JsonValueKind.Object } inner ? inner : root;
        if (JsonInput.GetMember(body, "nodes").ValueKind != JsonValueKind.Array)
            throw source.Root.Error("there is no list 'nodes' (AIF) or 'arguments'");
        var (graph, notes) = new AifGraphBuilder(ReadNodes(source, body), options).Build();
        return new ArgumentMap(Path.GetFileNameWithoutExtension(source.File), graph) { Notes = notes };
    }

    private static List<AifNode> ReadNodes(JsonSource source, JsonElement body)
    {
        var (nodes, byId) = (new List<AifNode>(), new Dictionary<string, AifNode>(StringComparer.Ordinal));
        foreach (var (item, place) in JsonInput.ReadList(source, body, "nodes"))
        {
            var node = ReadNode(item, place);
            if (!byId.TryAdd(node.Id, node)) throw place.Error($"nodeID '{node.Id}' is a duplicate");
            nodes.Add(node);
        }
        foreach (var (item, place) in JsonInput.ReadList(source, body, "edges"))
        {
            var (from, to) = (FindEnd(byId, item, "fromID", place), FindEnd(byId, item, "toID", place));
            from.Targets.Add(to);
            to.Sources.Add(from);
        }
        return nodes;
    }

    private static readonly Dictionary<string, string> Kinds =
        new[] { "RA", "MA", "L", "YA", "TA", "PA" }.ToDictionary(k => k, StringComparer.Ordinal);

    private static AifNode ReadNode(JsonElement item, JsonLocation place)
    {
        var (id, type) = (JsonInput.ReadId(item, "nodeID", place), JsonInput.ReadText(item, "type", place));
        // For nodes that are not arguments only the kind matters; there may be a million, so the kind strings are shared.
        if (type is not ("I" or "CA")) return new AifNode(id, Kinds.GetValueOrDefault(type, ""), "");
        var text = type == "I" ? JsonInput.ReadText(item, "text", place) : "";
        var score = JsonInput.ReadScore(item, place);
        if (score is not (>= 0 and <= 1)) throw place.Error(FormattableString.Invariant($"score {score} is outside [0, 1]"));
        var isJoint = JsonInput.GetMember(item, "joint").ValueKind == JsonValueKind.True;
        return new AifNode(id, type == "I" ? "I" : "CA", text) { Score = score, IsJoint = isJoint };
    }

    private static AifNode FindEnd(Dictionary<string, AifNode> nodes, JsonElement edge, string name, JsonLocation place)
    {
        var id = JsonInput.ReadId(edge, name, place);
        return nodes.GetValueOrDefault(id) ?? throw place.Error($"{name} '{id}' names no node (dangling edge)");
    }
}

/// <summary>A node of an AIF file with its neighbours, in the file's order.</summary>
internal sealed class AifNode(string id, string type, string text)
{
    public string Id { get; } = id;
    public string Type { get; } = type;
    public string Text { get; } = text;
    public double Score { get; init; } = 0.5;
    public bool IsJoint { get; init; }
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
    private readonly AifMerges? _merges;
    private readonly SortedDictionary<string, int> _notes = new(StringComparer.Ordinal);

    public AifGraphBuilder(List<AifNode> nodes, AifOptions options)
    {
        _nodes = nodes;
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
