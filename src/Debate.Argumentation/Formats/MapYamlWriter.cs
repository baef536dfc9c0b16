using System.Globalization;

namespace Debate.Argumentation.Formats;

/// <summary>
/// Writes a map in the form that <see cref="MapYaml"/> reads; inferences are written with their own ids, so nothing is lost.
/// </summary>
internal static class MapYamlWriter
{
    public static void Write(ArgumentMap map, TextWriter output)
    {
        var graph = map.Graph;
        if (map.Name.Length > 0) output.Write($"name: {YamlScalar.FormatId(map.Name)}\n");
        if (map.Title != map.Name) output.Write($"title: {YamlScalar.Quote(map.Title)}\n");
        if (map.Motions.Count > 0) output.Write($"motions: [{string.Join(", ", map.Motions.Select(YamlScalar.FormatId))}]\n");
        output.Write(graph.ArgumentCount == 0 ? "arguments: []\n" : "arguments:\n");
        for (var a = 0; a < graph.ArgumentCount; a++) WriteArgument(graph, a, output);
        if (graph.InferenceCount > 0) output.Write("inferences:\n");
        for (var i = graph.ArgumentCount; i < graph.NodeCount; i++) WriteInference(graph, i, output);
        if (map.Notes.Count > 0) output.Write("notes:\n");
        foreach (var note in map.Notes) output.Write($"  - {YamlScalar.Quote(note)}\n");
    }

    private static void WriteArgument(ArgumentGraph graph, int a, TextWriter output)
    {
        output.Write($"  - id: {YamlScalar.FormatId(graph.Id(a))}\n");
        if (graph.Text(a).Length > 0) output.Write($"    text: {YamlScalar.Quote(graph.Text(a))}\n");
        if (graph.BaseScore(a) != 0.5) output.Write(string.Create(CultureInfo.InvariantCulture, $"    score: {graph.BaseScore(a):R}\n"));
        if (graph.DirectAttacks[a].Length > 0) WriteIds(graph, "attacks", graph.DirectAttacks[a], output);
    }

    private static void WriteInference(ArgumentGraph graph, int inference, TextWriter output)
    {
        output.Write($"  - id: {YamlScalar.FormatId(graph.Id(inference))}\n");
        WriteIds(graph, "from", graph.Premises[inference], output);
        output.Write($"    to: {YamlScalar.FormatId(graph.Id(graph.Conclusion(inference)))}\n");
        if (graph.Kind(inference) == InferenceKind.Attack) output.Write("    kind: attack\n");
    }

    private static void WriteIds(ArgumentGraph graph, string name, ReadOnlySpan<int> nodes, TextWriter output)
    {
        output.Write($"    {name}: [");
        for (var i = 0; i < nodes.Length; i++)
        {
            if (i > 0) output.Write(", ");
            output.Write(YamlScalar.FormatId(graph.Id(nodes[i])));
        }
        output.Write("]\n");
    }
}
