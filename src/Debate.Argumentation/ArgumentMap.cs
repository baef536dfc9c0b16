namespace Debate.Argumentation;

/// <summary>
/// An argument graph as it came from a file: with a name, a title, the ids of the arguments its author wants debated (may be empty),
/// and notes on what the file held that the graph does not show, one line each, in a fixed order.
/// </summary>
public sealed record ArgumentMap(string Name, ArgumentGraph Graph)
{
    /// <summary>One line for people; the name when the file gives none.</summary>
    public string Title { get; init; } = Name;

    /// <summary>Ids of the arguments that are debated, in the author's order; empty when the author leaves it open.</summary>
    public IReadOnlyList<string> Motions { get; init; } = [];

    /// <summary>What the file held and the graph does not show, each line with its count.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
