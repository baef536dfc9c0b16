namespace Debate.Argumentation.Sat;

/// <summary>
/// Minimises learned clauses: by recursive minimisation (Sörensson and Biere, 2009) and by shrinking (Fleury and Biere, 2021; accepting an
/// argument directly implies that all its targets are not accepted, so this halves the clauses of frameworks). It also marks the variables
/// seen during conflict analysis.
/// </summary>
internal sealed class ClauseMinimiser(Trail trail, ClauseArena arena)
{
    private const int MaxDepth = 500, None = Trail.None;
    private Mark[] _marks = [];
    private long[] _stamps = [];
    private long _stamp;
    private uint _levels;
    private Sequence<int> _touched;

    private enum Mark : byte
    {
        None,
        Source,
        Redundant,
        Needed,
    }

    /// <summary>Resizes for a number of variables.</summary>
    public void Resize(int variables)
    {
        Array.Resize(ref _marks, variables);
        Array.Resize(ref _stamps, variables);
    }

    /// <summary>Whether a variable is marked.</summary>
    public bool IsMarked(int variable) => _marks[variable] != Mark.None;

    /// <summary>Marks a variable as used in the derivation; false if it is already marked.</summary>
    public bool TryMark(int variable)
    {
        if (IsMarked(variable)) return false;
        SetMark(variable, Mark.Source);
        return true;
    }

    /// <summary>Clears all marks.</summary>
    public void ClearMarks()
    {
        foreach (var variable in _touched.Span) _marks[variable] = Mark.None;
        _touched.Count = 0;
    }

    /// <summary>
    /// Drops implied literals from a clause whose variables are marked. The first literal stays first, the others follow, latest assigned
    /// first.
    /// </summary>
    public void Minimise(ref Sequence<int> clause)
    {
        _levels = 0;
        foreach (var literal in clause.Span[1..]) _levels |= 1u << trail.LevelOf(literal);
        var kept = 1;
        foreach (var literal in clause.Span[1..])
            if (trail.Reasons[literal >> 1] == None || !IsImplied(literal, 0, true)) clause.Items[kept++] = literal;
        clause.Count = kept;
        clause.Span[1..].Sort((a, b) => trail.Positions[b >> 1] - trail.Positions[a >> 1]);
        Shrink(ref clause);
    }

    private void SetMark(int variable, Mark mark)
    {
        if (_marks[variable] == Mark.None) _touched.Add(variable);
        _marks[variable] = mark;
    }

    // Whether the other literals of the clause already imply that the literal is false.
    private bool IsImplied(int literal, int depth, bool source)
    {
        var variable = literal >> 1;
        var (level, reason, mark) = (trail.Levels[variable], trail.Reasons[variable], _marks[variable]);
        if (level == 0 || mark == Mark.Redundant || (mark == Mark.Source && !source)) return true;
        if (reason == None || mark == Mark.Needed || depth > MaxDepth || (_levels & (1u << level)) == 0) return false;
        var implied = true;
        if (reason < None) implied = IsImplied(Trail.BinaryReason(reason), depth + 1, false);
        else
            foreach (var other in arena.Literals(reason)[1..])
                if (!(implied = IsImplied(other, depth + 1, false))) break;
        if (!source) SetMark(variable, implied ? Mark.Redundant : Mark.Needed);
        return implied;
    }

    // Replaces the literals of one level (a block) by a single literal that implies them all, if there is one.
    private void Shrink(ref Sequence<int> clause)
    {
        var literals = clause.Span;
        var kept = 1;
        for (int start = 1, end; start < literals.Length; start = end)
        {
            for (end = start + 1; end < literals.Length && trail.LevelOf(literals[end]) == trail.LevelOf(literals[start]);) end++;
            var cause = end - start > 1 ? FindBlockUip(literals[start..end]) : None;
            if (cause != None) literals[kept++] = cause;
            else foreach (var literal in literals[start..end]) literals[kept++] = literal;
        }
        clause.Count = kept;
    }

    // Resolves backwards through the reasons of the level until one literal is left; None if a reason adds a new literal of a lower level.
    private int FindBlockUip(ReadOnlySpan<int> block)
    {
        _stamp++;
        foreach (var literal in block) _stamps[literal >> 1] = _stamp;
        var open = block.Length;
        for (var at = trail.Positions[block[0] >> 1]; ; at--)
        {
            var literal = trail[at];
            var reason = trail.Reasons[literal >> 1];
            if (_stamps[literal >> 1] != _stamp) continue;
            if (open-- == 1) return literal ^ 1;
            var others = reason < None ? [Trail.BinaryReason(reason)] : arena.Literals(reason)[1..];
            foreach (var other in others)
                if (trail.LevelOf(other) != trail.LevelOf(literal))
                {
                    if (!IsImplied(other, 0, false)) return None;
                }
                else if (_stamps[other >> 1] != _stamp)
                {
                    _stamps[other >> 1] = _stamp;
                    open++;
                }
        }
    }
}
