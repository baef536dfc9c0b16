namespace Debate.Argumentation.Sat;

/// <content>
/// Learning: the clause of the first unique implication point (Zhang et al., 2001), minimised by the <see cref="ClauseMinimiser"/> and
/// rated by
/// its glue, the number of distinct levels (Audemard and Simon, 2009).
/// </content>
public sealed partial class Cdcl
{
    private readonly int[] _pair = new int[2];
    private long[] _stamps = [];
    private long _stamp;

    // Learns a clause from a conflict above level 0, backtracks, and asserts it.
    private void LearnClause(int conflict)
    {
        AnalyzeConflict(conflict);
        _minimiser.Minimise(ref _clause);
        _minimiser.ClearMarks();
        var literals = _clause.Span;
        var glue = ComputeGlue(literals);
        _onClauseLearned?.Invoke(literals);
        _restarts.OnConflict(glue);
        _phases.UpdateTargetAndBest(_trail.LiteralsUpTo(Level - 1));
        _heap.Decay(_restarts.IsStable ? StableDecay : FocusedDecay);
        Backtrack(literals.Length == 1 ? 0 : _trail.LevelOf(literals[1]));
        _trail.Assign(literals[0], literals.Length == 1 ? None : StoreClause(literals, glue));
    }

    private void AnalyzeConflict(int conflict)
    {
        _clause.Count = 0;
        _clause.Add(None);
        var (open, at, literal) = (0, _trail.Count, None);
        var reason = ReasonLiterals(conflict, _conflictLiteral);
        while (true)
        {
            foreach (var other in reason)
                if (other != literal && AnalyzeLiteral(other)) open++;
            while (!_minimiser.IsMarked(_trail[--at] >> 1)) { }
            literal = _trail[at];
            if (--open == 0) break;
            reason = ReasonLiterals(_trail.Reasons[literal >> 1], literal);
        }
        _clause.Items[0] = literal ^ 1;
    }

    // The literals of the reason of a literal; if that is a learned clause, it counts as used.
    private ReadOnlySpan<int> ReasonLiterals(int reason, int literal)
    {
        if (reason < None)
        {
            (_pair[0], _pair[1]) = (literal, Trail.BinaryReason(reason));
            return _pair;
        }
        var literals = _arena.Literals(reason);
        var glue = _arena.Glue(reason);
        if (glue > Tier1Glue) glue = Math.Min(glue, ComputeGlue(literals));
        if (glue > 0) _arena.SetRating(reason, glue, glue <= Tier2Glue ? 2 : 1);
        return literals;
    }

    // True if the variable is seen for the first time and belongs to the conflict level; a literal of a lower level is added to the clause.
    private bool AnalyzeLiteral(int literal)
    {
        var level = _trail.LevelOf(literal);
        if (level == 0 || !_minimiser.TryMark(literal >> 1)) return false;
        _heap.Bump(literal >> 1);
        if (level == Level) return true;
        _clause.Add(literal);
        return false;
    }

    private int ComputeGlue(ReadOnlySpan<int> literals)
    {
        _stamp++;
        var glue = 0;
        foreach (var literal in literals)
        {
            ref var stamp = ref _stamps[_trail.LevelOf(literal)];
            if (stamp != _stamp) glue++;
            stamp = _stamp;
        }
        return glue;
    }

    // The assumption is false: collects in the core the assumptions that imply that (MiniSat's analyzeFinal).
    private void AnalyzeFinal(int assumption)
    {
        _core.Add(assumption);
        if (_trail.LevelOf(assumption) > 0) _minimiser.TryMark(assumption >> 1);
        for (var at = _trail.Count - 1; at >= _trail.LevelEnd(0); at--)
        {
            var literal = _trail[at];
            if (!_minimiser.IsMarked(literal >> 1)) continue;
            if (_trail.Reasons[literal >> 1] == None) _core.Add(literal);
            else
                foreach (var other in ReasonLiterals(_trail.Reasons[literal >> 1], literal))
                    if (_trail.LevelOf(other) > 0) _minimiser.TryMark(other >> 1);
        }
        _minimiser.ClearMarks();
        _clause.Count = 0;
        foreach (var literal in _core.Span) _clause.Add(literal ^ 1);
        _onClauseLearned?.Invoke(_clause.Span);
    }
}
