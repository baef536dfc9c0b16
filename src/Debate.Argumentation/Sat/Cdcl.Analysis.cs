using System.Numerics;

namespace Debate.Argumentation.Sat;

/// <content>
/// Learning: the clause of the first unique implication point (Zhang et al., 2001), made smaller by recursive minimisation (Sörensson and
/// Biere, 2009) and by shrinking (Fleury and Biere, 2021; an accepted argument implies at once that all it attacks are not, so this
/// halves the clauses of frameworks), rated by its number of levels (Audemard and Simon, 2009).
/// </content>
public sealed partial class Cdcl
{
    private const int Deepest = 500;
    private readonly int[] _pair = new int[2];
    private bool[] _marks = new bool[32];
    private Mark[] _seen = new Mark[16];
    private long[] _stamps = new long[17];
    private long _stamp;
    private long[] _shrunk = new long[16];
    private int[] _place = new int[16];
    private uint _clauseLevels;
    private Sequence<int> _touched;

    private enum Mark : byte
    {
        None,
        Source,
        Redundant,
        Needed,
    }

    // Learns from a conflict above level 0, backtracks, and asserts the clause.
    private void Learn(int conflict)
    {
        Analyze(conflict);
        Minimize();
        Shrink();
        foreach (var variable in _touched.Span) _seen[variable] = Mark.None;
        _touched.Count = 0;
        var literals = _clause.Span;
        var glue = GlueOf(literals);
        learned?.Invoke(literals);
        _rhythm.Note(glue);
        _phases.Reached(_trail.AsSpan(0, _levels.Items[Level - 1]));
        _heap.Decay(_rhythm.Stable ? StableDecay : FocusedDecay);
        Backtrack(literals.Length == 1 ? 0 : LevelOf(literals[1]));
        Assign(literals[0], literals.Length == 1 ? None : Hold(literals, glue));
    }

    private int LevelOf(int literal) => _level[literal >> 1];

    private void Analyze(int conflict)
    {
        _clause.Count = 0;
        _clause.Add(None);
        var (open, at, literal) = (0, _trailCount, None);
        var reason = Antecedent(conflict, _conflictLiteral);
        while (true)
        {
            foreach (var other in reason)
                if (other != literal && Meet(other)) open++;
            while (_seen[_trail[--at] >> 1] == Mark.None) { }
            literal = _trail[at];
            if (--open == 0) break;
            reason = Antecedent(_reason[literal >> 1], literal);
        }
        _clause.Items[0] = literal ^ 1;
    }

    // The literals of a reason for the literal; a learned clause counts as used.
    private ReadOnlySpan<int> Antecedent(int reason, int literal)
    {
        if (reason < None)
        {
            (_pair[0], _pair[1]) = (literal, Binary(reason));
            return _pair;
        }
        var literals = _arena.Literals(reason);
        var glue = _arena.Glue(reason);
        if (glue > LastingGlue) glue = Math.Min(glue, GlueOf(literals));
        if (glue > 0) _arena.Rate(reason, glue, glue <= UsefulGlue ? 2 : 1);
        return literals;
    }

    // True where the variable is seen first and belongs to the level of the conflict; one of a lower level enters the clause.
    private bool Meet(int literal)
    {
        var variable = literal >> 1;
        if (_seen[variable] != Mark.None || _level[variable] == 0) return false;
        Touch(variable, Mark.Source);
        _heap.Bump(variable);
        if (_level[variable] == Level) return true;
        _clause.Add(literal);
        return false;
    }

    private void Touch(int variable, Mark mark)
    {
        if (_seen[variable] == Mark.None) _touched.Add(variable);
        _seen[variable] = mark;
    }

    private void Minimize()
    {
        _clauseLevels = 0;
        foreach (var literal in _clause.Span[1..]) _clauseLevels |= 1u << LevelOf(literal);
        var kept = 1;
        foreach (var literal in _clause.Span[1..])
            if (_reason[literal >> 1] == None || !Implied(literal, 0, true)) _clause.Items[kept++] = literal;
        _clause.Count = kept;
    }

    // Whether the literal is false because of other literals of the clause alone.
    private bool Implied(int literal, int depth, bool source)
    {
        var variable = literal >> 1;
        if (_level[variable] == 0 || _seen[variable] == Mark.Redundant || (_seen[variable] == Mark.Source && !source)) return true;
        if (_reason[variable] == None || _seen[variable] == Mark.Needed || depth > Deepest) return false;
        if ((_clauseLevels & (1u << _level[variable])) == 0) return false;
        var implied = true;
        if (_reason[variable] < None) implied = Implied(Binary(_reason[variable]), depth + 1, false);
        else
            foreach (var other in _arena.Literals(_reason[variable])[1..])
                if (!(implied = Implied(other, depth + 1, false))) break;
        if (!source) Touch(variable, implied ? Mark.Redundant : Mark.Needed);
        return implied;
    }

    // Sorts the literals, the latest first, and replaces those of one level by the one they all follow from, where there is one.
    private void Shrink()
    {
        var literals = _clause.Span;
        literals[1..].Sort((a, b) => _place[b >> 1] - _place[a >> 1]);
        var kept = 1;
        for (int start = 1, end; start < literals.Length; start = end)
        {
            for (end = start + 1; end < literals.Length && LevelOf(literals[end]) == LevelOf(literals[start]);) end++;
            var cause = end - start > 1 ? Cause(literals[start..end]) : None;
            if (cause != None) literals[kept++] = cause;
            else foreach (var literal in literals[start..end]) literals[kept++] = literal;
        }
        _clause.Count = kept;
    }

    // Walks back through the reasons of the level until one literal is left; None where a reason brings something new from a lower level.
    private int Cause(ReadOnlySpan<int> block)
    {
        _stamp++;
        foreach (var literal in block) _shrunk[literal >> 1] = _stamp;
        var open = block.Length;
        for (var at = _place[block[0] >> 1]; ; at--)
        {
            var literal = _trail[at];
            var reason = _reason[literal >> 1];
            if (_shrunk[literal >> 1] != _stamp) continue;
            if (open-- == 1) return literal ^ 1;
            var others = reason < None ? [Binary(reason)] : _arena.Literals(reason)[1..];
            foreach (var other in others)
                if (LevelOf(other) != LevelOf(literal))
                {
                    if (!Implied(other, 0, false)) return None;
                }
                else if (_shrunk[other >> 1] != _stamp)
                {
                    _shrunk[other >> 1] = _stamp;
                    open++;
                }
        }
    }

    private int GlueOf(ReadOnlySpan<int> literals)
    {
        _stamp++;
        var glue = 0;
        foreach (var literal in literals)
        {
            ref var stamp = ref _stamps[LevelOf(literal)];
            if (stamp != _stamp) glue++;
            stamp = _stamp;
        }
        return glue;
    }

    // The assumption is false: collects in the core the assumptions that make it so.
    private void Explain(int assumption)
    {
        _core.Add(assumption);
        if (LevelOf(assumption) > 0) Touch(assumption >> 1, Mark.Source);
        for (var at = _trailCount - 1; Level > 0 && at >= _levels.Items[0]; at--)
        {
            var literal = _trail[at];
            if (_seen[literal >> 1] == Mark.None) continue;
            if (_reason[literal >> 1] == None) _core.Add(literal);
            else
                foreach (var other in Antecedent(_reason[literal >> 1], literal))
                    if (LevelOf(other) > 0) Touch(other >> 1, Mark.Source);
        }
        foreach (var variable in _touched.Span) _seen[variable] = Mark.None;
        _touched.Count = 0;
        _clause.Count = 0;
        foreach (var literal in _core.Span) _clause.Add(literal ^ 1);
        learned?.Invoke(_clause.Span);
    }
}
