using System.Text;
using Debate.Argumentation.Formats;
using Debate.Core;

namespace Debate.Argumentation.Tests.Formats;

/// <summary>Maps for round trips, and the text by which two of them are compared.</summary>
internal static class Maps
{
    private static readonly string[] Hostile =
    [
        "a", "b", "é", "😀", "0", "null", "\"", "'", "\\", "<", ">", "[", "]", "{", "}", "(", ")", "#", ":", ": ", ",", "-", "+",
        "_", "*", "&", "|",
        "!", "%", "@", "`", "=", "/", "//", "/*", "<!--", "</svg>", "&lt;",
        "\n", "\n\n", "\t", " ", "  ", "\u0007", "\u001b[31m", "\u2028", "\u0085", "\u200b",
        "->", "~", "===", "----", "(1)", "--", "...", "\r", "]]>", "graph TD", "end", "\uFEFF",
    ];

    /// <summary>
    /// Arguments with hostile ids and texts, scores, attacks, undercuts, and inferences of both kinds, some of them on inferences.
    /// </summary>
    public static ArgumentGraph Random(long seed, Func<string, string>? id = null, bool inferences = true)
    {
        var (draws, builder) = (SeededRandom.Create(seed, "maps"), new ArgumentGraphBuilder());
        var ids = Enumerable.Range(0, draws.NextInt(8)).Select(i => builder.CreateUniqueId(Id(draws, i, id))).Distinct().ToArray();
        foreach (var one in ids)
            builder.AddArgument(one, draws.NextBool(0.2) ? "" : Text(draws, 6), draws.NextBool(0.5) ? 0.5 : draws.NextInt(101) / 100.0);
        if (ids.Length == 0) return builder.Build();
        var steps = inferences ? Steps(builder, draws, ids, id) : [];
        foreach (var step in steps)
            builder.AddInference(new(step, Premises(draws, ids), draws.NextBool(0.3) ? steps[draws.NextInt(steps.Count)] : One(draws, ids),
                draws.NextBool(0.4) ? InferenceKind.Attack : InferenceKind.Support));
        for (var i = 0; i < ids.Length; i++) if (inferences && draws.NextBool(0.3)) builder.AddSupport(One(draws, ids), One(draws, ids));
        for (var i = 0; i < 2 * ids.Length; i++)
            builder.AddAttack(One(draws, ids), steps.Count > 0 && draws.NextBool(0.3) ? steps[draws.NextInt(steps.Count)]
                : One(draws, ids));
        return builder.Build();
    }

    /// <summary>The whole graph in terms of ids, arguments in their order: equal graphs have equal texts.</summary>
    public static string Said(ArgumentGraph graph, bool texts = true)
    {
        var said = new StringBuilder();
        for (var a = 0; a < graph.ArgumentCount; a++)
            said.Append(texts ? $"{graph.Id(a)} = {graph.Text(a)} ({graph.BaseScore(a):R})\n" : $"{graph.Id(a)}\n");
        foreach (var line in Relations(graph).Order(StringComparer.Ordinal)) said.Append(line).Append('\n');
        return said.ToString();
    }

    public static string Written(GraphFormat format, ArgumentMap map)
    {
        using var output = new StringWriter();
        format.Write!(map, output, Highlights.None);
        return output.ToString();
    }

    public static ArgumentMap Read(GraphFormat format, string text) => format.Read!("f" + format.Extensions[0], text, new AifOptions());

    public static string Text(SeededRandom draws, int parts) =>
        string.Concat(Enumerable.Range(0, 1 + draws.NextInt(parts)).Select(_ => Hostile[draws.NextInt(Hostile.Length)]));

    private static IEnumerable<string> Relations(ArgumentGraph graph)
    {
        for (var i = graph.ArgumentCount; i < graph.NodeCount; i++)
        {
            var step = graph.Inference(i);
            yield return $"{step.Id}: {string.Join(" & ", step.Premises.Order(StringComparer.Ordinal))} {step.Kind} {step.Conclusion}";
        }
        for (var a = 0; a < graph.ArgumentCount; a++)
            foreach (var b in graph.DirectAttacks[a].ToArray()) yield return $"{graph.Id(a)} -> {graph.Id(b)}";
    }

    private static List<string> Steps(ArgumentGraphBuilder builder, SeededRandom draws, string[] ids, Func<string, string>? id)
    {
        var steps = new HashSet<string>();
        for (var i = 0; i < draws.NextInt(5); i++)
            if (Id(draws, i, id) is var step && !ids.Contains(step) && builder.CreateUniqueId(step) == step) steps.Add(step);
        return [.. steps];
    }

    private static List<string> Premises(SeededRandom draws, string[] ids) =>
        [.. Enumerable.Range(0, 1 + draws.NextInt(3)).Select(_ => One(draws, ids)).Distinct()];

    private static string Id(SeededRandom draws, int i, Func<string, string>? id) =>
        draws.NextBool(0.4) ? $"n{i}" : (id ?? (t => t))(Text(draws, 4));

    private static string One(SeededRandom draws, string[] ids) => ids[draws.NextInt(ids.Length)];
}
