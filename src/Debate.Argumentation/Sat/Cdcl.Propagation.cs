using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Debate.Argumentation.Sat;

/// <content>
/// Unit propagation. Watched literals after Moskewicz et al. (2001), blocking literals after Sörensson and Eén (2008),
/// binary clauses as lists of implied literals.
/// </content>
public sealed partial class Cdcl
{
    private int _conflictLiteral;

    private void Backtrack(int level)
    {
        if (Level <= level) return;
        var undone = _trail.BacktrackTo(level);
        for (var i = undone.Length - 1; i >= 0; i--)
        {
            _phases.Save(undone[i]);
            _heap.Insert(undone[i] >> 1);
        }
        _propagated = Math.Min(_propagated, _trail.Count);
    }

    // Propagates to a fixed point; returns the conflicting reason, or None.
    private int Propagate()
    {
        while (_propagated < _trail.Count)
        {
            var literal = _trail[_propagated++];
            var conflict = PropagateBinaries(literal);
            if (conflict == None) conflict = PropagateWatches(literal);
            if (conflict != None) return conflict;
        }
        return None;
    }

    private int PropagateBinaries(int literal)
    {
        ref var values = ref MemoryMarshal.GetArrayDataReference(_trail.Values);
        var list = _binaries[literal].Span;
        _work += list.Length / 4;
        foreach (var implied in list)
        {
            var value = Unsafe.Add(ref values, implied);
            if (value > 0) continue;
            if (value == 0) _trail.Assign(implied, Trail.BinaryReason(literal ^ 1));
            else
            {
                _conflictLiteral = implied;
                return Trail.BinaryReason(literal ^ 1);
            }
        }
        return None;
    }

    // Visits the clauses that watch the literal's negation.
    private int PropagateWatches(int literal)
    {
        ref var list = ref _watches[literal];
        _work += 1 + list.Count;
        if (list.Count == 0) return None;
        ref var watches = ref MemoryMarshal.GetArrayDataReference(list.Items);
        ref var values = ref MemoryMarshal.GetArrayDataReference(_trail.Values);
        ref var words = ref MemoryMarshal.GetArrayDataReference(_arena.Words);
        var (conflict, kept, read, count) = (None, 0, 0, list.Count);
        while (read < count)
        {
            var watch = Unsafe.Add(ref watches, read++);
            if (Unsafe.Add(ref values, watch.Blocker) <= 0)
            {
                ref var head = ref Unsafe.Add(ref words, watch.Clause);
                ref var first = ref Unsafe.Add(ref head, ClauseArena.HeaderSize);
                var other = first ^ Unsafe.Add(ref first, 1) ^ literal ^ 1;
                var value = Unsafe.Add(ref values, other);
                if (value <= 0 && ReplaceWatch(ref first, head, ref values, watch.Clause, (literal, other))) continue;
                watch = new(watch.Clause, other);
                if (value == 0) _trail.Assign(other, watch.Clause);
                else if (value < 0) conflict = watch.Clause;
            }
            Unsafe.Add(ref watches, kept++) = watch;
            if (conflict != None) break;
        }
        while (read < count) Unsafe.Add(ref watches, kept++) = Unsafe.Add(ref watches, read++);
        list.Count = kept;
        return conflict;
    }

    // Replaces the falsified watch by a non-false literal; if there is none, the other watched literal is moved to the front.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool ReplaceWatch(ref int first, int size, ref sbyte values, int clause, (int Literal, int Other) pair)
    {
        first = pair.Other;
        Unsafe.Add(ref first, 1) = pair.Literal ^ 1;
        for (var k = 2; k < size; k++)
        {
            var candidate = Unsafe.Add(ref first, k);
            if (Unsafe.Add(ref values, candidate) < 0) continue;
            Unsafe.Add(ref first, 1) = candidate;
            Unsafe.Add(ref first, k) = pair.Literal ^ 1;
            _watches[candidate ^ 1].Add(new(clause, pair.Other));
            return true;
        }
        return false;
    }
}
