namespace Debate.Argumentation.Certificates;

/// <summary>
/// Checks a set of arguments by a few loops over the attacks, in time linear in them. It shares no code with the solver: its results follow
/// from the attacks and the definitions alone (Dung, 1995; Verheij, 1996 for ranges).
/// </summary>
public sealed class SetCheck
{
    private readonly Framework _framework;
    private readonly bool[] _in;
    private readonly bool[] _hit;

    /// <param name="framework">The attacks.</param>
    /// <param name="set">The arguments; an unknown or duplicate one makes the set <see cref="IsMalformed"/>.</param>
    public SetCheck(Framework framework, IReadOnlyList<int> set)
    {
        (_framework, _in, _hit) = (framework, new bool[framework.Count], new bool[framework.Count]);
        foreach (var a in set)
        {
            if (a < 0 || a >= framework.Count || _in[a])
            {
                IsMalformed = true;
                continue;
            }
            _in[a] = true;
            foreach (var b in framework.Attacked[a]) _hit[b] = true;
        }
    }

    /// <summary>Whether the set has an unknown or a duplicate argument.</summary>
    public bool IsMalformed { get; }

    /// <summary>Whether the set attacks none of its arguments; a malformed set has no property.</summary>
    public bool IsConflictFree => !IsMalformed && All(a => !(_in[a] && _hit[a]));

    /// <summary>Whether the set is conflict-free and attacks all its attackers.</summary>
    public bool IsAdmissible => IsConflictFree && All(a => !_in[a] || Attackers(a, b => _hit[b]));

    /// <summary>Whether the set is admissible and contains every argument that it defends.</summary>
    public bool IsComplete => IsAdmissible && All(a => _in[a] || !Attackers(a, b => _hit[b]));

    /// <summary>Whether the set is conflict-free and attacks everything outside it.</summary>
    public bool IsStable => IsConflictFree && All(a => _in[a] || _hit[a]);

    /// <summary>Whether the set is conflict-free and no argument can be added to it.</summary>
    public bool IsNaive => IsConflictFree && All(a => _in[a] || _hit[a] || IsSelfAttacking(_framework, a) || !Targets(a, b => !_in[b]));

    /// <summary>Whether an argument is in the set.</summary>
    public bool Holds(int argument) => _in[argument];

    /// <summary>Whether the set attacks an argument.</summary>
    public bool Attacks(int argument) => _hit[argument];

    /// <summary>Whether the argument attacks itself.</summary>
    public static bool IsSelfAttacking(Framework framework, int argument) => framework.Attacked[argument].Contains(argument);

    /// <summary>
    /// The least complete extension: unattacked arguments are in, what they attack is out, and so on until nothing changes.
    /// </summary>
    public static int[] Grounded(Framework framework)
    {
        var (open, gone) = (new int[framework.Count], new bool[framework.Count]);
        var found = new List<int>();
        for (var a = 0; a < framework.Count; a++)
            if ((open[a] = framework.Attackers[a].Length) == 0) found.Add(a);
        for (var i = 0; i < found.Count; i++)
            foreach (var b in framework.Attacked[found[i]])
            {
                if (gone[b]) continue;
                gone[b] = true;
                foreach (var c in framework.Attacked[b])
                    if (--open[c] == 0 && !gone[c]) found.Add(c);
            }
        return [.. found.Order()];
    }

    private bool All(Func<int, bool> holds)
    {
        for (var a = 0; a < _framework.Count; a++)
            if (!holds(a)) return false;
        return true;
    }

    private bool Attackers(int argument, Func<int, bool> hold)
    {
        foreach (var b in _framework.Attackers[argument])
            if (!hold(b)) return false;
        return true;
    }

    private bool Targets(int argument, Func<int, bool> hold)
    {
        foreach (var b in _framework.Attacked[argument])
            if (!hold(b)) return false;
        return true;
    }
}
