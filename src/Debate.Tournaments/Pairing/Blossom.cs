namespace Debate.Tournaments;

/// <summary>Where a blossom stands in the trees of a phase; the number is the sign of its vertices' change of dual.</summary>
internal enum Label
{
    Inner = -1,
    None = 0,
    Outer = 1,
}

/// <summary>
/// A vertex, or an odd cycle of blossoms in which all vertices but one, the base, are matched with each other: the petals after the base's
/// pair by pair, along their links.
/// </summary>
internal sealed class Blossom
{
    private Blossom(IReadOnlyList<int> vertices, IReadOnlyList<Blossom> petals, IReadOnlyList<(int From, int To)> links) =>
        (Vertices, Petals, Links) = (vertices, petals, links);

    /// <summary>All vertices within.</summary>
    internal IReadOnlyList<int> Vertices { get; }

    /// <summary>The cycle; empty for a vertex.</summary>
    internal IReadOnlyList<Blossom> Petals { get; }

    /// <summary>Link i leads from a vertex of petal i to one of the petal after it.</summary>
    private IReadOnlyList<(int From, int To)> Links { get; }

    /// <summary>The petal that holds the base.</summary>
    internal int Base { get; private set; }

    /// <summary>Its dual, z; 0 for a vertex, whose dual is kept apart.</summary>
    internal long Dual { get; set; }

    internal Label Label { get; set; }

    /// <summary>The pair by which an inner blossom was reached: from outside to a vertex within.</summary>
    internal (int From, int To) Entry { get; set; }

    /// <summary>The vertex that nobody within is matched with.</summary>
    internal int BaseVertex => Petals.Count == 0 ? Vertices[0] : Petals[Base].BaseVertex;

    internal static Blossom Of(int vertex) => new([vertex], [], []);

    /// <summary>An outer blossom whose base is in the first petal.</summary>
    internal static Blossom Of(IReadOnlyList<Blossom> petals, IReadOnlyList<(int From, int To)> links) =>
        new([.. petals.SelectMany(p => p.Vertices)], petals, links) { Label = Label.Outer };

    /// <summary>The petal that holds a vertex.</summary>
    internal int PetalOf(int vertex) => Petals.Index().First(p => p.Item.Vertices.Contains(vertex)).Index;

    /// <summary>The link from a petal to the one after or before it.</summary>
    internal (int From, int To) LinkFrom(int petal, bool forward)
    {
        if (forward) return Links[petal];
        var (from, to) = Links[(petal + Petals.Count - 1) % Petals.Count];
        return (to, from);
    }

    /// <summary>Makes a vertex the base and matches all others within.</summary>
    internal void Rest(int vertex, int[] mate)
    {
        if (Petals.Count == 0) return;
        Base = PetalOf(vertex);
        Petals[Base].Rest(vertex, mate);
        for (var step = 1; step < Petals.Count; step += 2)
        {
            var at = (Base + step) % Petals.Count;
            var (from, to) = Links[at];
            Petals[at].Rest(from, mate);
            Petals[(at + 1) % Petals.Count].Rest(to, mate);
            (mate[from], mate[to]) = (to, from);
        }
    }
}
