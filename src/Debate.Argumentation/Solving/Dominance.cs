namespace Debate.Argumentation.Solving;

/// <summary>
/// Learns from a set that is replaced by one of larger range. The change falls apart into local exchanges, members out and members in,
/// that do not touch each other; one of them gains by itself. Every other set in which the same exchange is possible is not maximal
/// either, and the reasons why it is possible are local, so their conjunction is forbidden. Without this a search over ranges meets the
/// same local flaw again in each combination of everything else.
/// Possible means: what goes out is in; what comes in, and what conflicts with it, is not; everything that loses its cover, and every
/// attacker of what comes in if sets must be admissible, is attacked from what comes in or from a member that stays; and what is
/// gained is not covered yet. Members that stay keep their defence, because what they were defended from stays covered.
/// </summary>
internal sealed class Dominance(LabellingEncoding encoding, int[] range, bool admissible)
{
    private const int Longest = 150;

    private readonly Framework _framework = encoding.Framework;
    private readonly int[] _parent = new int[encoding.Framework.Count];
    private readonly bool[] _before = new bool[encoding.Framework.Count], _after = new bool[encoding.Framework.Count];
    private readonly List<int> _clause = [];

    /// <summary>Adds what follows from <paramref name="better"/> having a strictly larger range than <paramref name="worse"/>.</summary>
    public void Learn(int[] worse, int[] better)
    {
        foreach (var a in worse) _before[a] = true;
        foreach (var a in better) _after[a] = true;
        foreach (var exchange in Exchanges([.. worse.Where(a => !_after[a]), .. better.Where(a => !_before[a])]))
            if (Explain(exchange)) encoding.Add([.. _clause]);
        foreach (var a in worse) _before[a] = false;
        foreach (var a in better) _after[a] = false;
    }

    // Changes that touch a common argument belong to one exchange.
    private IEnumerable<int[]> Exchanges(int[] changed)
    {
        for (var i = 0; i < _parent.Length; i++) _parent[i] = i;
        foreach (var a in changed)
        {
            foreach (var b in _framework.Attacked[a]) _parent[Root(b)] = Root(a);
            if (admissible && _after[a]) foreach (var b in _framework.Attackers[a]) _parent[Root(b)] = Root(a);
        }
        return changed.GroupBy(Root).Select(group => group.ToArray()).ToList();
    }

    private int Root(int argument)
    {
        while (_parent[argument] != argument) argument = _parent[argument] = _parent[_parent[argument]];
        return argument;
    }

    // The clause: one of the reasons fails. False where the exchange gains nothing by itself, or has too many reasons to be of use.
    private bool Explain(int[] exchange)
    {
        _clause.Clear();
        if (Gain(exchange) is not { } gain) return false;
        _clause.Add(range[gain]);
        foreach (var a in exchange)
        {
            _clause.Add(_before[a] ? Encoding.Not(Encoding.In(a)) : Encoding.In(a));
            if (!(_before[a] ? Leave(a) : Enter(a)) || _clause.Count > Longest) return false;
        }
        return true;
    }

    private int? Gain(int[] exchange)
    {
        foreach (var a in exchange)
        {
            if (_before[a]) continue;
            if (!Covered(a, _before)) return a;
            foreach (var b in _framework.Attacked[a]) if (!Covered(b, _before)) return b;
        }
        return null;
    }

    private bool Enter(int argument)
    {
        foreach (var b in _framework.Attacked[argument]) if (!_before[b]) _clause.Add(Encoding.In(b));
        foreach (var b in _framework.Attackers[argument])
        {
            if (!_before[b]) _clause.Add(Encoding.In(b));
            if (admissible && !Attacked(b)) return false;
        }
        return true;
    }

    private bool Leave(int argument)
    {
        if (!StaysCovered(argument)) return false;
        foreach (var b in _framework.Attacked[argument]) if (!StaysCovered(b)) return false;
        return true;
    }

    // A member that stays is no such argument: what leaves attacks none.
    private bool StaysCovered(int argument) => _after[argument] || Attacked(argument);

    // Attacked afterwards; where only by a member that stays, that member is a reason.
    private bool Attacked(int argument)
    {
        var stays = -1;
        foreach (var b in _framework.Attackers[argument])
        {
            if (!_after[b]) continue;
            if (!_before[b]) return true;
            stays = b;
        }
        if (stays >= 0) _clause.Add(Encoding.Not(Encoding.In(stays)));
        return stays >= 0;
    }

    private bool Covered(int argument, bool[] set)
    {
        if (set[argument]) return true;
        foreach (var b in _framework.Attackers[argument]) if (set[b]) return true;
        return false;
    }
}
