using System.Xml;
using System.Xml.Linq;
using Debate.Core.Input;

namespace Debate.Argumentation.Formats;

/// <summary>
/// The arggraph XML of the argumentative microtexts (Peldszus and Stede, 2016): elementary units (edu) with texts, which segmentation edges
/// (seg), some through a joint, bring together to argumentative units (adu), the arguments; edges between these: sup and exa support, reb
/// attacks, add is one more premise of the edge at which it points, und undercuts that edge. The roles pro and opp, the topic and the
/// stance are no part of the graph and counted.
/// </summary>
public static class Arggraph
{
    /// <summary>arggraph XML; read-only.</summary>
    public static GraphFormat Format { get; } = new("arggraph", ".xml") { Read = (file, text, _) => Read(file, text) };

    /// <summary>The map in <paramref name="text"/>. Malformed text is an <see cref="InputException"/> with file, line and rule.</summary>
    public static ArgumentMap Read(string file, string text)
    {
        MapRules.ValidateNotEmpty(file, text);
        return new ArggraphReader(file, Parse(file, text)).Read();
    }

    private static XElement Parse(string file, string text)
    {
        try
        {
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
            using var reader = XmlReader.Create(new StringReader(text.TrimStart('\uFEFF')), settings);
            var root = XElement.Load(reader, LoadOptions.SetLineInfo);
            return root.Name.LocalName == "arggraph" ? root
                : throw new InputException($"{file}: line 1: the root is <{root.Name.LocalName}>, and only <arggraph> is read");
        }
        catch (XmlException e)
        {
            throw new InputException($"{file}: line {Math.Max(1, e.LineNumber)}: not valid XML: {e.Message}", e);
        }
    }
}

/// <summary>The mapping that <see cref="Arggraph"/> describes.</summary>
internal sealed class ArggraphReader(string file, XElement root)
{
    private readonly ArgumentGraphBuilder _builder = new();
    private readonly List<ArggraphEdge> _edges = [];
    private readonly Dictionary<string, int> _notes = new(StringComparer.Ordinal);

    public ArgumentMap Read()
    {
        foreach (var edge in Elements("edge"))
            _edges.Add(new(Attribute(edge, "id"), Attribute(edge, "src"), Attribute(edge, "trg"), Attribute(edge, "type"), Line(edge)));
        AddArguments();
        var byId = new Dictionary<string, ArggraphEdge>(StringComparer.Ordinal);
        foreach (var edge in _edges)
            if (!byId.TryAdd(edge.Id, edge)) throw Error(edge.Line, $"edge '{edge.Id}' is a duplicate");
        var aims = _edges.Where(e => e.Type is "und" or "add").Select(e => e.Target).ToHashSet(StringComparer.Ordinal);
        foreach (var edge in _edges.Where(e => e.IsSupport || (e.IsAttack && aims.Contains(e.Id)))) AddInference(edge);
        foreach (var edge in _edges.Where(e => e.IsAttack && !aims.Contains(e.Id)))
            AddAt(edge, () => _builder.AddAttack(edge.Source, edge.Target));
        foreach (var edge in _edges.Where(e => e.Type == "add" && !(byId.TryGetValue(e.Target, out var of) && of.IsRelation)))
            throw Error(edge.Line, $"edge '{edge.Id}' adds a premise to '{edge.Target}', which is no support and no attack");
        foreach (var edge in _edges.Where(e => !e.IsSupport && !e.IsAttack && e.Type is not ("add" or "seg")))
            Note($"edges of the unknown type '{edge.Type}' left out");
        foreach (var name in new[] { "topic_id", "stance" }) if (root.Attribute(name) is not null) Note($"{name} of the text left out");
        return new ArgumentMap(Path.GetFileNameWithoutExtension(file), Build())
        {
            Title = root.Attribute("id")?.Value is { Length: > 0 } id ? id : Path.GetFileNameWithoutExtension(file),
            Notes = [.. _notes.OrderBy(n => n.Key, StringComparer.Ordinal).Select(n => FormattableString.Invariant($"{n.Value} {n.Key}"))],
        };
    }

    private void AddArguments()
    {
        var (texts, segments) = (new Dictionary<string, string>(StringComparer.Ordinal), _edges.Where(e => e.Type == "seg")
            .ToLookup(e => e.Target, e => e.Source));
        foreach (var unit in Elements("edu")) texts[Attribute(unit, "id")] = Collapse(unit.Value);
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var argument in Elements("adu"))
        {
            var id = Attribute(argument, "id");
            var parts = segments[id].SelectMany(s => texts.ContainsKey(s) ? [s] : segments[s]).Where(texts.ContainsKey).ToList();
            used.UnionWith(parts);
            AddAt(new(id, "", "", "", Line(argument)), () => _builder.AddArgument(id, string.Join(' ', parts.Select(p => texts[p]))));
            if (argument.Attribute("type") is { Value: var role }) Note($"roles of arguments ({role}) left out");
        }
        foreach (var _ in texts.Keys.Where(t => !used.Contains(t))) Note("texts (edu) of no argument left out");
    }

    private void AddInference(ArggraphEdge edge)
    {
        string[] premises = [edge.Source, .. _edges.Where(e => e.Type == "add" && e.Target == edge.Id).Select(e => e.Source)];
        var kind = edge.IsSupport ? InferenceKind.Support : InferenceKind.Attack;
        AddAt(edge, () => _builder.AddInference(new(edge.Id, premises, edge.Target, kind)));
    }

    private ArgumentGraph Build()
    {
        foreach (var edge in _edges.Where(e => e.IsRelation)) AddAt(edge, () => _builder.GetHandle(edge.Target));
        return _builder.Build();
    }

    private void AddAt(ArggraphEdge at, Action add)
    {
        try
        {
            add();
        }
        catch (InputException e) when (!e.Message.StartsWith(file + ": line ", StringComparison.Ordinal))
        {
            throw Error(at.Line, e.Message);
        }
    }

    private void Note(string what) => _notes[what] = _notes.GetValueOrDefault(what) + 1;

    private IEnumerable<XElement> Elements(string name) => root.Elements().Where(e => e.Name.LocalName == name);

    private string Attribute(XElement element, string name) => element.Attribute(name)?.Value is { Length: > 0 } value
        ? value : throw Error(Line(element), $"<{element.Name.LocalName}> has no {name}");

    private static string Collapse(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static int Line(XElement element) => ((IXmlLineInfo)element).LineNumber;

    private InputException Error(int line, string rule) => new($"{file}: line {line}: {rule}");
}

/// <summary>An edge of an arggraph.</summary>
internal sealed record ArggraphEdge(string Id, string Source, string Target, string Type, int Line)
{
    public bool IsSupport => Type is "sup" or "exa";

    public bool IsAttack => Type is "reb" or "und";

    public bool IsRelation => IsSupport || IsAttack;
}
