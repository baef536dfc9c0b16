namespace Debate.Argumentation.Formats.Pictures;

/// <summary>The meaning of a line in a picture.</summary>
internal enum LineKind
{
    /// <summary>From a premise to the joint of its inference.</summary>
    Premise,

    /// <summary>Supports its target.</summary>
    Support,

    /// <summary>Attacks its target.</summary>
    Attack,
}

/// <summary>A line between two nodes of the graph; a mutual attack is one line with two heads.</summary>
internal readonly record struct PictureLine(int From, int To, LineKind Kind, bool IsMutual = false);

/// <summary>
/// A graph as boxes, joints and lines: arguments are boxes; an inference is a joint where its premises meet, or just a line if it has one
/// premise and nothing attacks or supports it.
/// </summary>
internal sealed class Picture
{
    public Picture(ArgumentGraph graph)
    {
        Graph = graph;
        for (var a = 0; a < graph.ArgumentCount; a++)
            foreach (var target in graph.DirectAttacks[a]) AddAttack(a, target);
        for (var i = graph.ArgumentCount; i < graph.NodeCount; i++) AddInference(i);
    }

    public ArgumentGraph Graph { get; }

    public List<PictureLine> Lines { get; } = [];

    /// <summary>Inferences that are joints.</summary>
    public List<int> Joints { get; } = [];

    private void AddAttack(int from, int to)
    {
        var isMutual = from != to && !Graph.IsInference(to) && Graph.DirectAttacks[to].BinarySearch(from) >= 0;
        if (!isMutual || from < to) Lines.Add(new(from, to, LineKind.Attack, isMutual));
    }

    private void AddInference(int step)
    {
        var kind = Graph.Kind(step) == InferenceKind.Attack ? LineKind.Attack : LineKind.Support;
        var premises = Graph.Premises[step];
        if (premises.Length == 1 && Graph.Attackers[step].IsEmpty && Graph.Supporters[step].IsEmpty)
        {
            Lines.Add(new(premises[0], Graph.Conclusion(step), kind));
            return;
        }
        Joints.Add(step);
        foreach (var premise in premises) Lines.Add(new(premise, step, LineKind.Premise));
        Lines.Add(new(step, Graph.Conclusion(step), kind));
    }
}
