namespace Debate.Argumentation.Certificates;

/// <summary>Clauses in one flat array; a literal is 2v for variable v and 2v+1 for its negation.</summary>
public sealed class ClauseList
{
    private readonly List<int> _literals = [];
    private readonly List<int> _ends = [0];

    /// <summary>Number of clauses.</summary>
    public int Count => _ends.Count - 1;

    /// <summary>A clause.</summary>
    public ReadOnlySpan<int> this[int clause] =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_literals)[_ends[clause].._ends[clause + 1]];

    /// <summary>Adds a clause.</summary>
    public void Add(params ReadOnlySpan<int> literals)
    {
        foreach (var literal in literals) _literals.Add(literal);
        _ends.Add(_literals.Count);
    }
}
