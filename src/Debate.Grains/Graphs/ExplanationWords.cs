using Debate.Argumentation;
using Debate.Argumentation.Explanations;

namespace Debate.Grains.Graphs;

/// <summary>An explanation in sentences, arguments by their ids.</summary>
internal static class ExplanationWords
{
    /// <summary>The sentences.</summary>
    public static IReadOnlyList<string> Of(ArgumentGraph graph, Explanation why) => why.Accepted ? Accepted(graph, why) : Rejected(graph, why);

    private static List<string> Accepted(ArgumentGraph graph, Explanation why)
    {
        var sentences = new List<string> { $"{graph.Id(why.Argument)} is {why.Standing}." };
        if (why.Defences.Count > 0) sentences.Add($"It is defended by {Set(graph, why.Defences[0])}.");
        if (why.Necessary.Count > 0) sentences.Add($"It would fall without any of {Set(graph, why.Necessary)}.");
        return [.. sentences, .. why.Gaps];
    }

    private static List<string> Rejected(ArgumentGraph graph, Explanation why)
    {
        var sentences = new List<string> { $"{graph.Id(why.Argument)} is not {why.Standing}." };
        sentences.AddRange(why.Attackers.Where(a => a.Stands).Select(a => $"{Name(graph, a.Argument)} attacks it, and nothing that is accepted answers that."));
        sentences.AddRange(why.Removals.Select(r => $"Without {Set(graph, r.Arguments)} it would be accepted."));
        return [.. sentences, .. why.Gaps];
    }

    private static string Set(ArgumentGraph graph, IReadOnlyList<int> numbers) =>
        numbers.Count == 1 ? Name(graph, numbers[0]) : $"{{{string.Join(", ", numbers.Select(n => Name(graph, n)))}}}";

    private static string Name(ArgumentGraph graph, int number) => number < graph.NodeCount ? graph.Id(number) : "an auxiliary argument";
}
