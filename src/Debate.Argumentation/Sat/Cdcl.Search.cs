using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Sat;

/// <content>
/// The search: propagate, learn from a conflict, or decide. A restart reuses the part of the trail that it would rebuild (van der Tak et
/// al., 2011). Activity decays more slowly in stable mode.
/// </content>
public sealed partial class Cdcl
{
    private const double FocusedDecay = 0.95, StableDecay = 0.98;
    private const long WorkSlice = 1 << 20;
    private readonly RestartPolicy _restarts = new();
    private long _work, _workStepped, _stepped;

    private SatResult Search(ReadOnlySpan<int> assumptions, SearchBudget budget)
    {
        while (true)
        {
            var conflict = Propagate();
            if (conflict == None)
            {
                if (_restarts.Conflicts >= _nextReduction) ReduceClauses();
                else if (_restarts.IsRestartDue(_work)) Restart(assumptions.Length);
                else if (Decide(assumptions) is { } found) return found;
            }
            else if (Level > 0) LearnClause(conflict);
            else
            {
                MarkUnsatisfiable();
                return SatResult.Unsatisfiable;
            }
            if (_restarts.Conflicts - _stepped >= SearchBudget.ConflictsPerStep || _work - _workStepped >= WorkSlice) SpendBudget(budget);
        }
    }

    private void SpendBudget(SearchBudget budget)
    {
        var conflicts = (int)(_restarts.Conflicts - _stepped);
        (_stepped, _workStepped) = (_restarts.Conflicts, _work);
        budget.Spend(conflicts);
    }

    // Opens the next decision level: the next assumption, then the most active variable. Returns a result if no variable is left or an
    // assumption is false.
    private SatResult? Decide(ReadOnlySpan<int> assumptions)
    {
        _work += 4;
        var next = None;
        while (Level < assumptions.Length && next == None)
        {
            if (_trail.Values[assumptions[Level]] < 0)
            {
                AnalyzeFinal(assumptions[Level]);
                return SatResult.Unsatisfiable;
            }
            if (_trail.Values[assumptions[Level]] == 0) next = assumptions[Level];
            else _trail.OpenLevel();
        }
        if (next == None && !HasUnassigned()) return SatResult.Satisfiable;
        if (next == None) next = _phases.ChooseLiteral(_heap.Pop(), _restarts.IsStable);
        _trail.OpenLevel();
        _trail.Assign(next, None);
        return null;
    }

    // Removes assigned variables from the top of the heap; false if it becomes empty.
    private bool HasUnassigned()
    {
        while (_heap.Count > 0 && _trail.Values[2 * _heap.Top] != 0) _heap.Pop();
        return _heap.Count > 0;
    }

    private void Restart(int assumptions)
    {
        _restarts.OnRestart();
        _phases.Rephase(_restarts.Conflicts);
        var keep = Math.Min(assumptions, Level);
        if (HasUnassigned())
            while (keep < Level && _heap.Activity(_trail[_trail.LevelEnd(keep)] >> 1) > _heap.Activity(_heap.Top)) keep++;
        Backtrack(keep);
    }
}

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
