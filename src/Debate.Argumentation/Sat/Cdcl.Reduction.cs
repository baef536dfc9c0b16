namespace Debate.Argumentation.Sat;

/// <content>
/// Clause database reduction: learned clauses of glue at most 2 are kept, others while they are used, and of the rest the worst three
/// quarters by glue and size are deleted (Audemard and Simon, 2009; tiers after Oh, 2015). Clauses satisfied at level 0 are deleted too.
/// </content>
public sealed partial class Cdcl
{
    private const int Tier1Glue = 2, Tier2Glue = 6, FirstReduction = 2000, ReductionIncrement = 300, GarbageGlue = (1 << 24) - 1;
    private long _nextReduction = FirstReduction;
    private int _reductions, _fixedCount;

    private void ReduceClauses()
    {
        Backtrack(0);
        _nextReduction = _restarts.Conflicts + FirstReduction + ReductionIncrement * ++_reductions;
        MarkGarbage();
        for (var literal = 0; literal < 2 * VariableCount; literal++) _watches[literal].Count = 0;
        _arena.Compact(_fixedCount == _trail.Count ? clause => _arena.Glue(clause) == GarbageGlue ? 0 : _arena.Literals(clause).Length
            : Simplify);
        _fixedCount = _trail.Count;
        for (var clause = 0; clause < _arena.End; clause = _arena.Next(clause)) WatchClause(clause);
        _work += _arena.End / 8;
    }

    private void MarkGarbage()
    {
        var ranks = new List<(long Badness, int Clause)>();
        for (var clause = 0; clause < _arena.End; clause = _arena.Next(clause))
        {
            var (glue, used) = (_arena.Glue(clause), _arena.Used(clause));
            if (glue <= Tier1Glue) continue;
            if (used > 0) _arena.SetRating(clause, glue, used - 1);
            else ranks.Add(((long)glue << 32 | (uint)_arena.Literals(clause).Length, clause));
        }
        ranks.Sort();
        for (var k = ranks.Count / 4; k < ranks.Count; k++) _arena.SetRating(ranks[k].Clause, GarbageGlue, 0);
    }

    // How many literals the clause keeps at level 0; 0 if it is garbage, satisfied, or becomes a binary clause.
    private int Simplify(int clause)
    {
        if (_arena.Glue(clause) == GarbageGlue) return 0;
        var literals = _arena.Literals(clause);
        var kept = 0;
        foreach (var literal in literals)
        {
            if (_trail.Values[literal] > 0) return 0;
            if (_trail.Values[literal] == 0) literals[kept++] = literal;
        }
        if (kept > 2) return kept;
        StoreClause(literals[..2], 0);
        return 0;
    }
}
