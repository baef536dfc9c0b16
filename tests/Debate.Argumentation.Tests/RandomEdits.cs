using Debate.Argumentation.Dynamics;
using Debate.Core;

namespace Debate.Argumentation.Tests;

/// <summary>Random edits that a graph allows, drawn from an explicit seed.</summary>
internal sealed class RandomEdits(long seed)
{
    private readonly SeededRandom _draws = SeededRandom.Create(seed, "edits");
    private int _names;

    public GraphEdit Next(ArgumentGraph graph)
    {
        while (true)
            if (Draw(graph) is { } edit) return edit;
    }

    private GraphEdit? Draw(ArgumentGraph graph)
    {
        if (graph.ArgumentCount == 0 || _draws.NextBool(0.15)) return GraphEdit.AddArgument($"n{_names++}");
        var (argument, other, node) = (_draws.NextInt(graph.ArgumentCount), _draws.NextInt(graph.ArgumentCount),
            _draws.NextInt(graph.NodeCount));
        var attacked = graph.DirectAttacks[argument];
        return _draws.NextInt(6) switch
        {
            0 or 1 => attacked.Contains(node) ? null : GraphEdit.AddAttack(graph.Id(argument), graph.Id(node)),
            2 => attacked.IsEmpty ? null : GraphEdit.RetractAttack(graph.Id(argument), graph.Id(attacked[_draws.NextInt(attacked.Length)])),
            3 => _draws.NextBool(0.6) ? null : GraphEdit.Retract(graph.Id(node)),
            4 => GraphEdit.SetScore(graph.Id(argument), _draws.NextDouble()),
            _ => GraphEdit.AddInference(new Inference($"i{_names++}", [graph.Id(argument), graph.Id(other)], graph.Id(node),
                _draws.NextBool(0.5) ? InferenceKind.Attack : InferenceKind.Support)),
        };
    }
}
