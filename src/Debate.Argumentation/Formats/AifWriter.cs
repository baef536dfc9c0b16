using System.Globalization;
using System.Text.Json;

namespace Debate.Argumentation.Formats;

/// <summary>
/// Writes a graph as AIF so that <see cref="Aif"/> reads it back: arguments are I-nodes, inferences RA or CA nodes under their own ids,
/// and each direct attack is a CA with a unique id.
/// </summary>
internal sealed class AifWriter
{
    private readonly ArgumentGraph _graph;
    private readonly Utf8JsonWriter _json;
    private int _edges;

    private AifWriter(ArgumentGraph graph, Utf8JsonWriter json) => (_graph, _json) = (graph, json);

    public static void Write(ArgumentGraph graph, TextWriter output, bool wrapped)
    {
        JsonOutput.Write(output, json =>
        {
            var writer = new AifWriter(graph, json);
            if (wrapped) writer.WriteWrapped();
            else writer.WriteBody();
        });
        output.Write('\n');
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
        ForEachAttack((id, _, _) => WriteNode(id, "CA", "Default Conflict"));
        _json.WriteEndArray();
        _json.WriteStartArray("edges");
        for (var i = _graph.ArgumentCount; i < _graph.NodeCount; i++) WriteInferenceEdges(i);
        ForEachAttack((id, from, to) =>
        {
            WriteEdge(_graph.Id(from), id);
            WriteEdge(id, _graph.Id(to));
        });
        _json.WriteEndArray();
        _json.WriteStartArray("locutions");
        _json.WriteEndArray();
        _json.WriteEndObject();
    }

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
        if (_graph.Kind(inference) == InferenceKind.Support) WriteNode(_graph.Id(inference), "RA", "Default Inference");
        else WriteNode(_graph.Id(inference), "CA", "Default Conflict", joint: true);
    }

    private void WriteNode(string id, string type, string text, bool joint = false)
    {
        _json.WriteStartObject();
        _json.WriteString("nodeID", id);
        _json.WriteString("text", text);
        _json.WriteString("type", type);
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
                string id;
                do id = string.Create(CultureInfo.InvariantCulture, $"attack-{++number}"); while (_graph.FindNode(id) >= 0);
                visit(id, from, to);
            }
    }
}
