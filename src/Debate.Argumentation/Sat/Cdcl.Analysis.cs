namespace Debate.Argumentation.Sat;

/// <content>
/// Learning: the clause of the first unique implication point (Zhang et al., 2001), minimised by the <see cref="Minimiser"/> and rated by
/// its glue, the number of distinct levels (Audemard and Simon, 2009).
/// </content>
public sealed partial class Cdcl
{
    private readonly int[] _pair = new int[2];
    private long[] _stamps = [];
    private long _stamp;

    // Learns a clause from a conflict above level 0, backtracks, and asserts it.
    private void Learn(int conflict)
    {
        Analyze(conflict);
        _minimiser.Minimise(ref _clause);
        _minimiser.Forget();
        var literals = _clause.Span;
        var glue = GlueOf(literals);
        _learned?.Invoke(literals);
        _rhythm.Note(glue);
        _phases.Reached(_trail.UpTo(Level - 1));
        _heap.Decay(_rhythm.Stable ? StableDecay : FocusedDecay);
        Backtrack(literals.Length == 1 ? 0 : _trail.LevelOf(literals[1]));
        _trail.Assign(literals[0], literals.Length == 1 ? None : Hold(literals, glue));
    }

    private void Analyze(int conflict)
    {
        _clause.Count = 0;
        _clause.Add(None);
        var (open, at, literal) = (0, _trail.Count, None);
        var reason = Antecedent(conflict, _conflictLiteral);
        while (true)
        {
            foreach (var other in reason)
                if (other != literal && Meet(other)) open++;
            while (!_minimiser.Met(_trail[--at] >> 1)) { }
            literal = _trail[at];
            if (--open == 0) break;
            reason = Antecedent(_trail.Reasons[literal >> 1], literal);
        }
        _clause.Items[0] = literal ^ 1;
    }

    // The literals of the reason of a literal; if that is a learned clause, it counts as used.
    private ReadOnlySpan<int> Antecedent(int reason, int literal)
    {
        if (reason < None)
        {
            (_pair[0], _pair[1]) = (literal, Trail.Binary(reason));
            return _pair;
        }
        var literals = _arena.Literals(reason);
        var glue = _arena.Glue(reason);
        if (glue > LastingGlue) glue = Math.Min(glue, GlueOf(literals));
        if (glue > 0) _arena.Rate(reason, glue, glue <= UsefulGlue ? 2 : 1);
        return literals;
    }

    // True if the variable is seen for the first time and belongs to the conflict level; a literal of a lower level is added to the clause.
    private bool Meet(int literal)
    {
        var level = _trail.LevelOf(literal);
        if (level == 0 || !_minimiser.Meet(literal >> 1)) return false;
        _heap.Bump(literal >> 1);
        if (level == Level) return true;
        _clause.Add(literal);
        return false;
    }

    private int GlueOf(ReadOnlySpan<int> literals)
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
    private void Explain(int assumption)
    {
        _core.Add(assumption);
        if (_trail.LevelOf(assumption) > 0) _minimiser.Meet(assumption >> 1);
        for (var at = _trail.Count - 1; at >= _trail.EndOf(0); at--)
        {
            var literal = _trail[at];
            if (!_minimiser.Met(literal >> 1)) continue;
            if (_trail.Reasons[literal >> 1] == None) _core.Add(literal);
            else
                foreach (var other in Antecedent(_trail.Reasons[literal >> 1], literal))
                    if (_trail.LevelOf(other) > 0) _minimiser.Meet(other >> 1);
        }
        _minimiser.Forget();
        _clause.Count = 0;
        foreach (var literal in _core.Span) _clause.Add(literal ^ 1);
        _learned?.Invoke(_clause.Span);
    }
}
