namespace Debate.Argumentation;

/// <summary>
/// An argument graph as read from a file: with a name, a title, the ids of the arguments that its author wants debated (may be empty), and
/// notes on content of the file that the graph does not represent, one line each, in a fixed order.
/// </summary>
public sealed record ArgumentMap(string Name, ArgumentGraph Graph)
{
    /// <summary>One line for people; defaults to the name.</summary>
    public string Title { get; init; } = Name;

    /// <summary>Ids of the arguments to be debated, in the author's order; empty if the author specifies none.</summary>
    public IReadOnlyList<string> Motions { get; init; } = [];

    /// <summary>Content of the file that the graph does not represent, each line with its count.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Who said what, and what else stood around the arguments in the file.</summary>
    public Provenance Provenance { get; init; } = Provenance.None;

    /// <summary>The map of another graph: what it says of arguments and inferences that are not there is left out.</summary>
    public ArgumentMap WithGraph(ArgumentGraph graph)
    {
        var sources = Provenance.Nodes.Select(node => node.Id).ToHashSet(StringComparer.Ordinal);
        return this with
        {
            Graph = graph,
            Motions = [.. Motions.Where(motion => graph.FindNode(motion) is >= 0 and var node && !graph.IsInference(node))],
            Provenance = Provenance.IsEmpty ? Provenance
                : new(Provenance.Nodes, [.. Provenance.Links.Where(link => IsThere(link.From) && IsThere(link.To))]),
        };

        bool IsThere(string id) => sources.Contains(id) || graph.FindNode(id) >= 0;
    }
}
