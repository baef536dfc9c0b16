using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Sat;

/// <content>
/// The search. Two modes take turns as in CaDiCaL (Biere, 2019): focused, with restarts when recent glue is worse than its long mean (Biere
/// and Fröhlich, 2015), and stable, with rare restarts (Luby et al., 1993) and target phases. Phases are saved (Pipatsrisawat and
/// Darwiche, 2007) and now and then reset. A restart keeps the levels it would build again (van der Tak et al., 2011).
/// </content>
public sealed partial class Cdcl
{
    private const double Fast = 1.0 / 33, Slow = 1e-5, Margin = 1.1, Decay = 0.95;
    private const int FirstMode = 1000, LubyUnit = 1024, RephaseUnit = 1000;
    private const long WorkSlice = 1 << 20;
    private long _conflicts, _stepped, _workStepped, _restartAt, _rephaseAt = RephaseUnit;
    private double _fastGlue, _slowGlue, _fastBias = 1, _slowBias = 1;
    private bool _stable;
    private long _modeConflicts = FirstMode, _modeWork = long.MaxValue, _modeLength;
    private int _modes, _rephases;
    private (int Turn, int Length) _luby = (1, 1);
    private sbyte[] _first = new sbyte[16], _target = new sbyte[16], _best = new sbyte[16];
    private int _targetSize, _bestSize;

    private SatResult Search(ReadOnlySpan<int> assumptions, Effort effort)
    {
        while (true)
        {
            var conflict = Propagate();
            if (conflict != None)
            {
                if (Level == 0)
                {
                    Refute();
                    return SatResult.Unsatisfiable;
                }
                Learn(conflict);
            }
            else if (_conflicts >= _reduceAt) Reduce();
            else if (RestartDue()) Restart(assumptions.Length);
            else if (Decide(assumptions) is { } found) return found;
            if (_conflicts - _stepped >= Effort.Slice || _work - _workStepped >= WorkSlice) GiveWay(effort);
        }
    }

    private void GiveWay(Effort effort)
    {
        var conflicts = (int)(_conflicts - _stepped);
        (_stepped, _workStepped) = (_conflicts, _work);
        effort.Step(conflicts);
    }

    // Opens the next level: the next assumption, then the most active variable. The answer where none is left or an assumption is false.
    private SatResult? Decide(ReadOnlySpan<int> assumptions)
    {
        _work += 4;
        while (Level < assumptions.Length)
        {
            var assumption = assumptions[Level];
            if (_values[assumption] < 0)
            {
                Explain(assumption);
                return SatResult.Unsatisfiable;
            }
            _levels.Add(_trailCount);
            if (_values[assumption] > 0) continue;
            Assign(assumption, None);
            return null;
        }
        if (!Unassigned()) return SatResult.Satisfiable;
        var variable = _heap.Pop();
        var phase = _stable && _target[variable] != 0 ? _target[variable] : _phase[variable];
        _levels.Add(_trailCount);
        Assign(2 * variable + (phase > 0 ? 0 : 1), None);
        return null;
    }

    // Takes assigned variables off the top of the heap; false where it becomes empty.
    private bool Unassigned()
    {
        while (_heap.Count > 0 && _values[2 * _heap.Top] != 0) _heap.Pop();
        return _heap.Count > 0;
    }

    // Counts a conflict: the glue learned, and how far the assignment was free of conflict.
    private void Note(int glue)
    {
        _conflicts++;
        _heap.Decay(Decay);
        _fastGlue += Fast * (glue - _fastGlue);
        _slowGlue += Slow * (glue - _slowGlue);
        (_fastBias, _slowBias) = (_fastBias * (1 - Fast), _slowBias * (1 - Slow));
        var free = _levels.Items[Level - 1];
        if (free > _targetSize) Keep(_target, _targetSize = free);
        if (free > _bestSize) Keep(_best, _bestSize = free);
    }

    private void Keep(sbyte[] phases, int size)
    {
        foreach (var literal in _trail.AsSpan(0, size)) phases[literal >> 1] = (sbyte)(1 - 2 * (literal & 1));
    }

    private bool RestartDue()
    {
        if (_conflicts >= _modeConflicts || _work >= _modeWork) Switch();
        if (_conflicts < _restartAt) return false;
        return _stable || _fastGlue / (1 - _fastBias) > Margin * _slowGlue / (1 - _slowBias);
    }

    private void Restart(int assumptions)
    {
        _restartAt = _conflicts + (_stable ? LubyUnit * NextLuby() : 2);
        if (_conflicts >= _rephaseAt) Rephase();
        var keep = Math.Min(assumptions, Level);
        if (Unassigned())
            while (keep < Level && _heap.Activity(_trail[_levels.Items[keep]] >> 1) > _heap.Activity(_heap.Top)) keep++;
        Backtrack(keep);
    }

    // The Luby sequence 1 1 2 1 1 2 4 ... by Knuth's reluctant doubling.
    private int NextLuby()
    {
        var now = _luby.Length;
        _luby = (_luby.Turn & -_luby.Turn) == _luby.Length ? (_luby.Turn + 1, 1) : (_luby.Turn, 2 * _luby.Length);
        return now;
    }

    // The first focused phase ends by conflicts; its work, growing with the square of the turns, measures those after it.
    private void Switch()
    {
        if (_modes == 0) _modeLength = _work;
        _modes++;
        _stable = !_stable;
        (_modeConflicts, _modeWork) = (long.MaxValue, _work + _modeLength * ((_modes + 1) / 2) * ((_modes + 1) / 2));
        _luby = (1, 1);
        _restartAt = _conflicts + (_stable ? LubyUnit * NextLuby() : 2);
    }

    private void Rephase()
    {
        _rephaseAt = _conflicts + RephaseUnit * ++_rephases;
        for (var v = 0; v < Variables; v++)
            _phase[v] = (_rephases % 4) switch
            {
                1 => _first[v],
                3 => (sbyte)-_first[v],
                _ => _best[v] != 0 ? _best[v] : _phase[v],
            };
        Array.Clear(_target);
        if (_rephases % 2 == 0) Array.Clear(_best);
        (_targetSize, _bestSize) = (0, _rephases % 2 == 0 ? 0 : _bestSize);
    }
}
