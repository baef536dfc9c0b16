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
    private readonly Rhythm _rhythm = new();
    private long _work, _workStepped, _stepped;

    private SatResult Search(ReadOnlySpan<int> assumptions, Effort effort)
    {
        while (true)
        {
            var conflict = Propagate();
            if (conflict == None)
            {
                if (_rhythm.Conflicts >= _reduceAt) Reduce();
                else if (_rhythm.RestartDue(_work)) Restart(assumptions.Length);
                else if (Decide(assumptions) is { } found) return found;
            }
            else if (Level > 0) Learn(conflict);
            else
            {
                Refute();
                return SatResult.Unsatisfiable;
            }
            if (_rhythm.Conflicts - _stepped >= Effort.Slice || _work - _workStepped >= WorkSlice) GiveWay(effort);
        }
    }

    private void GiveWay(Effort effort)
    {
        var conflicts = (int)(_rhythm.Conflicts - _stepped);
        (_stepped, _workStepped) = (_rhythm.Conflicts, _work);
        effort.Step(conflicts);
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
                Explain(assumptions[Level]);
                return SatResult.Unsatisfiable;
            }
            if (_trail.Values[assumptions[Level]] == 0) next = assumptions[Level];
            else _trail.Open();
        }
        if (next == None && !Unassigned()) return SatResult.Satisfiable;
        if (next == None) next = _phases.Literal(_heap.Pop(), _rhythm.Stable);
        _trail.Open();
        _trail.Assign(next, None);
        return null;
    }

    // Removes assigned variables from the top of the heap; false if it becomes empty.
    private bool Unassigned()
    {
        while (_heap.Count > 0 && _trail.Values[2 * _heap.Top] != 0) _heap.Pop();
        return _heap.Count > 0;
    }

    private void Restart(int assumptions)
    {
        _rhythm.Restarted();
        _phases.Turn(_rhythm.Conflicts);
        var keep = Math.Min(assumptions, Level);
        if (Unassigned())
            while (keep < Level && _heap.Activity(_trail[_trail.EndOf(keep)] >> 1) > _heap.Activity(_heap.Top)) keep++;
        Backtrack(keep);
    }
}
