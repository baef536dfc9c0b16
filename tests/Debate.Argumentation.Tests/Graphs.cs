using System.Globalization;
using Debate.Core;

namespace Debate.Argumentation.Tests;

/// <summary>Small graphs for tests.</summary>
internal static class Graphs
{
    /// <summary>A random graph with attacks, one- and two-premise inferences of both kinds and undercuts; cyclic by default.</summary>
    public static ArgumentGraph Random(long seed, int arguments, bool acyclic = false)
    {
        var draws = SeededRandom.Create(seed, "graph");
        var builder = new ArgumentGraphBuilder();
        for (var i = 0; i < arguments; i++) builder.AddArgument(Name(i), $"text {i}", draws.NextInt(101) / 100.0);
        var steps = new List<(string Id, int From)>();
        for (var k = 0; k < arguments; k++) steps.Add(AddStep(builder, draws, k, arguments, acyclic));
        for (var k = 0; k < arguments * 3 / 2; k++)
        {
            var (from, to) = Pair(draws, arguments, acyclic);
            builder.AddAttack(Name(from), Name(to));
            var step = steps[draws.NextInt(steps.Count)];
            // In an acyclic graph only later arguments affect earlier ones, so an undercut comes from after the step's premises.
            if (draws.NextBool(0.3))
                builder.AddAttack(Name(acyclic ? arguments - 1 - draws.NextInt(arguments - step.From) : from), step.Id);
        }
        return builder.Build();
    }

    public static ArgumentGraph Attacks(int arguments, params (int From, int To)[] attacks)
    {
        var builder = new ArgumentGraphBuilder();
        for (var i = 0; i < arguments; i++) builder.AddArgument(Name(i));
        foreach (var (from, to) in attacks) builder.AddAttack(from, to);
        return builder.Build();
    }

    private static (string, int) AddStep(ArgumentGraphBuilder builder, SeededRandom draws, int k, int arguments, bool acyclic)
    {
        var (first, to) = Pair(draws, arguments, acyclic);
        var second = acyclic ? first + draws.NextInt(arguments - first) : draws.NextInt(arguments);
        string[] premises = draws.NextBool(0.4) && second != first ? [Name(first), Name(second)] : [Name(first)];
        var id = $"s{k}";
        builder.AddInference(new Inference(id, premises, Name(to), draws.NextBool(0.2) ? InferenceKind.Attack : InferenceKind.Support));
        return (id, Math.Max(first, second));
    }

    private static (int From, int To) Pair(SeededRandom draws, int arguments, bool acyclic)
    {
        var (a, b) = (draws.NextInt(arguments), draws.NextInt(arguments));
        if (!acyclic) return (a, b);
        if (a == b) b = (b + 1) % arguments;
        return (Math.Max(a, b), Math.Min(a, b));
    }

    private static string Name(int i) => "a" + i.ToString(CultureInfo.InvariantCulture);
}
