namespace Debate.Argumentation.Solving;

/// <summary>
/// Learns clauses when a set is replaced by one of larger range. The change decomposes into independent local exchanges of members; at
/// least one of them enlarges the range by itself. Every other set in which the same exchange is possible is not maximal either, and the
/// conditions for the exchange are local, so their conjunction is forbidden. Without this, a search over ranges meets the same local flaw
/// again in every combination of everything else. The exchange is possible if the leaving arguments are in; the entering arguments and
/// those in conflict with them are not in; every argument that loses its cover (and, if sets must be admissible, every attacker of an
/// entering argument) is attacked by an entering argument or by a remaining member; and the gained argument is not covered yet. Remaining
/// members keep their defence, because their attackers stay covered. (Covered: in the range.)
/// </summary>
internal sealed class Dominance(LabellingEncoding encoding, int[] range, bool admissible)
{
    private const int MaxClauseLength = 150;

    private readonly Framework _framework = encoding.Framework;
    private readonly int[] _parent = new int[encoding.Framework.Count];
    private readonly bool[] _before = new bool[encoding.Framework.Count], _after = new bool[encoding.Framework.Count];
    private readonly List<int> _clause = [];

    /// <summary>
    /// Adds the clauses that follow because <paramref name="better"/> has a strictly larger range than <paramref name="worse"/>.
    /// </summary>
    public void Learn(int[] worse, int[] better)
    {
        foreach (var a in worse) _before[a] = true;
        foreach (var a in better) _after[a] = true;
        foreach (var exchange in FindExchanges([.. worse.Where(a => !_after[a]), .. better.Where(a => !_before[a])]))
            if (BuildClause(exchange)) encoding.AddClause([.. _clause]);
        foreach (var a in worse) _before[a] = false;
        foreach (var a in better) _after[a] = false;
    }

    // Changed arguments that attack a common argument belong to the same exchange.
    private IEnumerable<int[]> FindExchanges(int[] changed)
    {
        for (var i = 0; i < _parent.Length; i++) _parent[i] = i;
        foreach (var a in changed)
        {
            foreach (var b in _framework.Attacked[a]) _parent[FindRoot(b)] = FindRoot(a);
            if (admissible && _after[a]) foreach (var b in _framework.Attackers[a]) _parent[FindRoot(b)] = FindRoot(a);
        }
        return changed.GroupBy(FindRoot).Select(group => group.ToArray()).ToList();
    }

    private int FindRoot(int argument)
    {
        while (_parent[argument] != argument) argument = _parent[argument] = _parent[_parent[argument]];
        return argument;
    }

    // Builds the clause that one of the conditions fails. False if the exchange gains nothing by itself, or has too many conditions to be
    // useful.
    private bool BuildClause(int[] exchange)
    {
        _clause.Clear();
        if (FindGain(exchange) is not { } gain) return false;
        _clause.Add(range[gain]);
        foreach (var a in exchange)
        {
            _clause.Add(_before[a] ? FrameworkEncoding.Not(FrameworkEncoding.In(a)) : FrameworkEncoding.In(a));
            if (!(_before[a] ? AddExitReasons(a) : AddEntryReasons(a)) || _clause.Count > MaxClauseLength) return false;
        }
        return true;
    }

    private int? FindGain(int[] exchange)
    {
        foreach (var a in exchange)
        {
            if (_before[a]) continue;
            if (!IsCovered(a, _before)) return a;
            foreach (var b in _framework.Attacked[a]) if (!IsCovered(b, _before)) return b;
        }
        return null;
    }

    private bool AddEntryReasons(int argument)
    {
        foreach (var b in _framework.Attacked[argument]) if (!_before[b]) _clause.Add(FrameworkEncoding.In(b));
        foreach (var b in _framework.Attackers[argument])
        {
            if (!_before[b]) _clause.Add(FrameworkEncoding.In(b));
            if (admissible && !IsAttackedAfter(b)) return false;
        }
        return true;
    }

    private bool AddExitReasons(int argument)
    {
        if (!StaysCovered(argument)) return false;
        foreach (var b in _framework.Attacked[argument]) if (!StaysCovered(b)) return false;
        return true;
    }

    // The argument is not a remaining member, because leaving arguments attack none of those.
    private bool StaysCovered(int argument) => _after[argument] || IsAttackedAfter(argument);

    // Whether it is attacked afterwards; if only by a remaining member, that member becomes a condition.
    private bool IsAttackedAfter(int argument)
    {
        var stays = -1;
        foreach (var b in _framework.Attackers[argument])
        {
            if (!_after[b]) continue;
            if (!_before[b]) return true;
            stays = b;
        }
        if (stays >= 0) _clause.Add(FrameworkEncoding.Not(FrameworkEncoding.In(stays)));
        return stays >= 0;
    }

    private bool IsCovered(int argument, bool[] set)
    {
        if (set[argument]) return true;
        foreach (var b in _framework.Attackers[argument]) if (set[b]) return true;
        return false;
    }
}
