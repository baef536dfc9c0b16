namespace Debate.Argumentation.Dynamics;

/// <summary>
/// What tells two graphs apart, in terms of ids; every list is in the order of the graph that has what it lists. Attacks are those of
/// arguments; inferences of kind attack are inferences.
/// </summary>
public sealed record GraphDifference
{
    /// <summary>The arguments that only the second graph has.</summary>
    public required IReadOnlyList<ComparedArgument> Added { get; init; }

    /// <summary>The arguments that only the first graph has.</summary>
    public required IReadOnlyList<ComparedArgument> Removed { get; init; }

    /// <summary>The arguments of both whose text or base score differs.</summary>
    public required IReadOnlyList<ChangedArgument> Changed { get; init; }

    /// <summary>The attacks, [attacker, attacked], that only the second graph has.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> AttacksAdded { get; init; }

    /// <summary>The attacks that only the first graph has.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> AttacksRemoved { get; init; }

    /// <summary>The inferences that only the second graph has; one that was changed is here as it is there.</summary>
    public required IReadOnlyList<Inference> InferencesAdded { get; init; }

    /// <summary>The inferences that only the first graph has; one that was changed is here as it was.</summary>
    public required IReadOnlyList<Inference> InferencesRemoved { get; init; }

    /// <summary>Whether the graphs are equal.</summary>
    public bool IsEmpty => Added.Count + Removed.Count + Changed.Count + AttacksAdded.Count + AttacksRemoved.Count
        + InferencesAdded.Count + InferencesRemoved.Count == 0;

    /// <summary>Compares two graphs in time linear in their sizes.</summary>
    public static GraphDifference Compute(ArgumentGraph first, ArgumentGraph second) => new()
    {
        Added = FindMissing(second, first),
        Removed = FindMissing(first, second),
        Changed = FindChanged(first, second),
        AttacksAdded = FindAttacks(second, first),
        AttacksRemoved = FindAttacks(first, second),
        InferencesAdded = FindInferences(second, first),
        InferencesRemoved = FindInferences(first, second),
    };

    private static List<ComparedArgument> FindMissing(ArgumentGraph graph, ArgumentGraph other)
    {
        var found = new List<ComparedArgument>();
        for (var a = 0; a < graph.ArgumentCount; a++)
            if (FindArgument(other, graph.Id(a)) < 0) found.Add(new(graph.Id(a), graph.Text(a), graph.BaseScore(a)));
        return found;
    }

    private static List<ChangedArgument> FindChanged(ArgumentGraph first, ArgumentGraph second)
    {
        var found = new List<ChangedArgument>();
        for (var a = 0; a < first.ArgumentCount; a++)
            if (FindArgument(second, first.Id(a)) is >= 0 and var b
                && (first.Text(a) != second.Text(b) || first.BaseScore(a) != second.BaseScore(b)))
                found.Add(new(first.Id(a), first.Text(a), second.Text(b), first.BaseScore(a), second.BaseScore(b)));
        return found;
    }

    private static List<IReadOnlyList<string>> FindAttacks(ArgumentGraph graph, ArgumentGraph other)
    {
        var (found, targets) = (new List<IReadOnlyList<string>>(), new HashSet<string>(StringComparer.Ordinal));
        for (var a = 0; a < graph.ArgumentCount; a++)
        {
            if (graph.DirectAttacks[a].IsEmpty) continue;
            targets.Clear();
            if (FindArgument(other, graph.Id(a)) is >= 0 and var b)
                foreach (var target in other.DirectAttacks[b]) targets.Add(other.Id(target));
            foreach (var target in graph.DirectAttacks[a])
                if (!targets.Contains(graph.Id(target))) found.Add([graph.Id(a), graph.Id(target)]);
        }
        return found;
    }

    private static List<Inference> FindInferences(ArgumentGraph graph, ArgumentGraph other)
    {
        var found = new List<Inference>();
        for (var i = graph.ArgumentCount; i < graph.NodeCount; i++)
        {
            var (step, there) = (graph.Inference(i), other.FindNode(graph.Id(i)));
            if (there < 0 || !other.IsInference(there) || !AreEqual(step, other.Inference(there))) found.Add(step);
        }
        return found;
    }

    private static bool AreEqual(Inference one, Inference other) => one.Conclusion == other.Conclusion && one.Kind == other.Kind
        && one.Premises.ToHashSet(StringComparer.Ordinal).SetEquals(other.Premises);

    private static int FindArgument(ArgumentGraph graph, string id) =>
        graph.FindNode(id) is >= 0 and var node && !graph.IsInference(node) ? node : -1;
}

/// <summary>An argument that one of two graphs has.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">Its text.</param>
/// <param name="Score">Its base score, in [0, 1].</param>
public sealed record ComparedArgument(string Id, string Text, double Score);

/// <summary>An argument of both of two graphs that differs.</summary>
/// <param name="Id">Its id.</param>
/// <param name="TextBefore">Its text in the first graph.</param>
/// <param name="Text">Its text in the second graph.</param>
/// <param name="ScoreBefore">Its base score in the first graph.</param>
/// <param name="Score">Its base score in the second graph.</param>
public sealed record ChangedArgument(string Id, string TextBefore, string Text, double ScoreBefore, double Score);
