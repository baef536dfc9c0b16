using System.Globalization;
using System.Text;

namespace Debate.Argumentation.Formats;

/// <summary>
/// The numeric format of the ICCMA'23 competition for argument maps. Time is linear in the text.
/// </summary>
public static class Iccma
{
    /// <summary>The numeric format.</summary>
    public static GraphFormat Format { get; } = new("af", ".af")
    {
        Read = (file, text, _) => Read(file, text),
        Write = (map, output, _) => Write(map.Graph, output),
    };

    /// <summary>An argument of a map has an id and a text of its own, so fewer fit than in a framework.</summary>
    private const int MaxArguments = 10_000_000;

    /// <summary>
    /// The framework in <paramref name="text"/> as a graph, read by <see cref="AfFile"/>; argument i of the file has the id "i".
    /// </summary>
    public static ArgumentMap Read(string file, string text) => new(
        Path.GetFileNameWithoutExtension(file), ArgumentGraph.FromFramework(AfFile.Read(file, Encoding.UTF8.GetBytes(text), MaxArguments)));

    /// <summary>
    /// Writes the attacks of a graph, arguments numbered in the graph's order. An <see cref="InputException"/> if the graph has inferences,
    /// which the format cannot express.
    /// </summary>
    public static void Write(ArgumentGraph graph, TextWriter output)
    {
        if (graph.InferenceCount > 0)
            throw new InputException($"graph: the .af format has no inferences, and the graph has {graph.InferenceCount}");
        Write(Framework.FromGraph(graph), output);
    }

    /// <summary>Writes a framework.</summary>
    public static void Write(Framework framework, TextWriter output)
    {
        output.Write(string.Create(CultureInfo.InvariantCulture, $"p af {framework.Count}\n"));
        Span<char> line = stackalloc char[24];
        for (var a = 0; a < framework.Count; a++)
            foreach (var b in framework.Attacked[a])
            {
                line.TryWrite(CultureInfo.InvariantCulture, $"{a + 1} {b + 1}\n", out var length);
                output.Write(line[..length]);
            }
    }
}
