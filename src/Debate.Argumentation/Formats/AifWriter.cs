using System.Globalization;
using System.Text.Json;

namespace Debate.Argumentation.Formats;

/// <summary>
/// Writes a map as AIF so that <see cref="Aif"/> reads it back: arguments are I-nodes, inferences RA or CA nodes under their own ids, each
/// direct attack a CA, under the id that it had in the file or else one of its own; and all of the provenance that still fits the graph.
/// </summary>
internal sealed class AifWriter
{
    private readonly ArgumentGraph _graph;
    private readonly Dictionary<string, SourceNode> _schemes = new(StringComparer.Ordinal);
    private readonly List<SourceNode> _sources = [];
    private readonly HashSet<string> _sourceIds = new(StringComparer.Ordinal);
    private readonly HashSet<(int From, int To)> _attacksOfSources = [];
    private readonly IReadOnlyList<SourceLink> _links;
    private readonly Utf8JsonWriter _json;
    private int _edges;

    private AifWriter(ArgumentMap map, Utf8JsonWriter json)
    {
        (_graph, _links, _json) = (map.Graph, map.Provenance.Links, json);
        var (into, outOf) = (_links.ToLookup(l => l.To, l => l.From), _links.ToLookup(l => l.From, l => l.To));
        foreach (var source in map.Provenance.Nodes)
            if (_graph.FindNode(source.Id) >= 0) _schemes.TryAdd(source.Id, source);
            else if (TryKeep(source, into[source.Id], outOf[source.Id]) && _sourceIds.Add(source.Id)) _sources.Add(source);
    }

    /// <summary>The text of a step that follows no scheme.</summary>
    public static string DefaultText(string type) => type switch
    {
        "RA" => "Default Inference",
        "CA" => "Default Conflict",
        _ => "",
    };

    public static void Write(ArgumentMap map, TextWriter output, bool wrapped)
    {
        JsonOutput.Write(output, json =>
        {
            var writer = new AifWriter(map, json);
            if (wrapped) writer.WriteWrapped();
            else writer.WriteBody();
        });
        output.Write('\n');
    }

    // A step from the file must not bring back what an edit took out of the graph.
    private bool TryKeep(SourceNode source, IEnumerable<string> from, IEnumerable<string> to)
    {
        if (source.Type is not ("RA" or "CA")) return true;
        var premises = from.Select(_graph.FindNode).Where(n => n >= 0 && !_graph.IsInference(n)).ToList();
        var targets = to.Select(_graph.FindNode).Where(n => n >= 0).ToList();
        if (premises.Count == 0 || targets.Count == 0) return true;
        var pairs = premises.SelectMany(p => targets.Select(t => (p, t))).ToList();
        if (source.Type == "RA" || pairs.Any(p => _graph.DirectAttacks[p.p].BinarySearch(p.t) < 0)) return false;
        _attacksOfSources.UnionWith(pairs);
        return true;
    }

    private void WriteWrapped()
    {
        _json.WriteStartObject();
        _json.WritePropertyName("AIF");
        WriteBody();
        _json.WriteString("text", "");
        _json.WriteBoolean("dialog", false);
        _json.WriteStartObject("OVA");
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void WriteBody()
    {
        _json.WriteStartObject();
        _json.WriteStartArray("nodes");
        for (var a = 0; a < _graph.ArgumentCount; a++) WriteArgument(a);
        for (var i = _graph.ArgumentCount; i < _graph.NodeCount; i++) WriteInference(i);
        foreach (var source in _sources) WriteNode(source.Id, source.Type, source.Text, time: source.Time);
        ForEachAttack((id, _, _) => WriteNode(id, "CA", DefaultText("CA")));
        _json.WriteEndArray();
        _json.WriteStartArray("edges");
        for (var i = _graph.ArgumentCount; i < _graph.NodeCount; i++) WriteInferenceEdges(i);
        foreach (var link in _links.Where(l => IsThere(l.From) && IsThere(l.To))) WriteEdge(link.From, link.To);
        ForEachAttack((id, from, to) =>
        {
            WriteEdge(_graph.Id(from), id);
            WriteEdge(id, _graph.Id(to));
        });
        _json.WriteEndArray();
        WritePeople();
        _json.WriteEndObject();
    }

    private bool IsThere(string id) => _sourceIds.Contains(id) || _graph.FindNode(id) >= 0;

    private void WriteArgument(int argument)
    {
        _json.WriteStartObject();
        _json.WriteString("nodeID", _graph.Id(argument));
        _json.WriteString("text", _graph.Text(argument));
        _json.WriteString("type", "I");
        if (_graph.BaseScore(argument) != 0.5) _json.WriteNumber("score", _graph.BaseScore(argument));
        _json.WriteEndObject();
    }

    // A plain CA means "each source attacks" and becomes a node only if it is itself attacked or supported; a joint CA states both
    // explicitly.
    private void WriteInference(int inference)
    {
        var (id, isSupport) = (_graph.Id(inference), _graph.Kind(inference) == InferenceKind.Support);
        var type = isSupport ? "RA" : "CA";
        var scheme = _schemes.GetValueOrDefault(id);
        WriteNode(id, type, scheme?.Text ?? DefaultText(type), joint: !isSupport, scheme?.Time);
    }

    private void WriteNode(string id, string type, string text, bool joint = false, string? time = null)
    {
        _json.WriteStartObject();
        _json.WriteString("nodeID", id);
        _json.WriteString("text", text);
        _json.WriteString("type", type);
        if (time is not null) _json.WriteString("timestamp", time);
        if (joint) _json.WriteBoolean("joint", true);
        _json.WriteEndObject();
        if (_json.BytesPending > JsonOutput.FlushThreshold) _json.Flush();
    }

    private void WriteInferenceEdges(int inference)
    {
        foreach (var premise in _graph.Premises[inference]) WriteEdge(_graph.Id(premise), _graph.Id(inference));
        WriteEdge(_graph.Id(inference), _graph.Id(_graph.Conclusion(inference)));
    }

    private void WriteEdge(string from, string to)
    {
        _json.WriteStartObject();
        _json.WriteString("edgeID", (++_edges).ToString(CultureInfo.InvariantCulture));
        _json.WriteString("fromID", from);
        _json.WriteString("toID", to);
        _json.WriteEndObject();
        if (_json.BytesPending > JsonOutput.FlushThreshold) _json.Flush();
    }

    private void ForEachAttack(Action<string, int, int> visit)
    {
        var number = 0;
        for (var from = 0; from < _graph.ArgumentCount; from++)
            foreach (var to in _graph.DirectAttacks[from])
            {
                if (_attacksOfSources.Contains((from, to))) continue;
                string id;
                do id = string.Create(CultureInfo.InvariantCulture, $"attack-{++number}"); while (IsThere(id));
                visit(id, from, to);
            }
    }

    // A speaker whom the text of a locution names is read from there again, so that participants are only those whom no text names.
    private void WritePeople()
    {
        var participants = new Dictionary<string, string>(StringComparer.Ordinal);
        _json.WriteStartArray("locutions");
        foreach (var said in _sources.Where(s => s.Type == "L"))
        {
            var isNamed = said.Speaker is not null && said.Speaker != AifPeople.NameIn(said.Text);
            var person = said.Person ?? (isNamed ? said.Speaker : null);
            if (person is null && said.Said is null) continue;
            if (isNamed) participants.TryAdd(person!, said.Speaker!);
            _json.WriteStartObject();
            _json.WriteString("nodeID", said.Id);
            if (person is not null) _json.WriteString("personID", person);
            if (said.Said is not null) _json.WriteString("start", said.Said);
            _json.WriteEndObject();
        }
        _json.WriteEndArray();
        if (participants.Count == 0) return;
        _json.WriteStartArray("participants");
        foreach (var (id, name) in participants)
        {
            var cut = name.LastIndexOf(' ');
            _json.WriteStartObject();
            _json.WriteString("participantID", id);
            _json.WriteString("firstname", cut < 0 ? name : name[..cut]);
            _json.WriteString("surname", cut < 0 ? "" : name[(cut + 1)..]);
            _json.WriteEndObject();
        }
        _json.WriteEndArray();
    }
}
