namespace Debate.Tournaments;

/// <summary>A blossom's label in the alternating trees of a phase; the value is the sign of the dual adjustment of its vertices.</summary>
internal enum BlossomLabel
{
    Inner = -1,
    None = 0,
    Outer = 1,
}

/// <summary>
/// A vertex, or an odd cycle of sub-blossoms (petals) in which all vertices except the base are matched with each other: the petals after
/// the base's petal pair up along their links.
/// </summary>
internal sealed class Blossom
{
    private Blossom(IReadOnlyList<int> vertices, IReadOnlyList<Blossom> petals, IReadOnlyList<(int From, int To)> links) =>
        (Vertices, Petals, Links) = (vertices, petals, links);

    /// <summary>All vertices of the blossom.</summary>
    internal IReadOnlyList<int> Vertices { get; }

    /// <summary>The petals in the order of the cycle; empty for a vertex.</summary>
    internal IReadOnlyList<Blossom> Petals { get; }

    /// <summary>Link i is the edge from a vertex of petal i to one of the next petal.</summary>
    private IReadOnlyList<(int From, int To)> Links { get; }

    /// <summary>The index of the petal that contains the base.</summary>
    internal int BasePetal { get; private set; }

    /// <summary>The dual variable z; 0 for a vertex, whose dual is stored by the matching.</summary>
    internal long Dual { get; set; }

    internal BlossomLabel Label { get; set; }

    /// <summary>The edge by which an inner blossom was reached: from outside to a vertex inside.</summary>
    internal (int From, int To) EntryEdge { get; set; }

    /// <summary>The one vertex that is not matched inside the blossom.</summary>
    internal int BaseVertex => Petals.Count == 0 ? Vertices[0] : Petals[BasePetal].BaseVertex;

    internal static Blossom CreateVertex(int vertex) => new([vertex], [], []);

    /// <summary>Creates an outer blossom whose base is in the first petal.</summary>
    internal static Blossom CreateOuter(IReadOnlyList<Blossom> petals, IReadOnlyList<(int From, int To)> links) =>
        new([.. petals.SelectMany(p => p.Vertices)], petals, links) { Label = BlossomLabel.Outer };

    /// <summary>The index of the petal that contains a vertex.</summary>
    internal int FindPetal(int vertex) => Petals.Index().First(p => p.Item.Vertices.Contains(vertex)).Index;

    /// <summary>The edge from a petal to the next (<paramref name="forward"/>) or the previous one.</summary>
    internal (int From, int To) LinkFrom(int petal, bool forward)
    {
        if (forward) return Links[petal];
        var (from, to) = Links[(petal + Petals.Count - 1) % Petals.Count];
        return (to, from);
    }

    /// <summary>Makes a vertex the base and rematches all others inside the blossom.</summary>
    internal void Rematch(int vertex, int[] mate)
    {
        if (Petals.Count == 0) return;
        BasePetal = FindPetal(vertex);
        Petals[BasePetal].Rematch(vertex, mate);
        for (var step = 1; step < Petals.Count; step += 2)
        {
            var at = (BasePetal + step) % Petals.Count;
            var (from, to) = Links[at];
            Petals[at].Rematch(from, mate);
            Petals[(at + 1) % Petals.Count].Rematch(to, mate);
            (mate[from], mate[to]) = (to, from);
        }
    }
}
