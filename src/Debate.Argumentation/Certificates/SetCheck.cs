namespace Debate.Argumentation.Certificates;

/// <summary>
/// Checks a set of arguments by a few loops over the attacks, in time linear in them. It shares no code with the solver: its results follow
/// from the attacks and the definitions alone (Dung, 1995; Verheij, 1996 for ranges).
/// </summary>
public sealed class SetCheck
{
    private readonly Framework _framework;
    private readonly bool[] _members;
    private readonly bool[] _attacked;

    /// <param name="framework">The attacks.</param>
    /// <param name="set">The arguments; an unknown or duplicate one makes the set <see cref="IsMalformed"/>.</param>
    public SetCheck(Framework framework, IReadOnlyList<int> set)
    {
        (_framework, _members, _attacked) = (framework, new bool[framework.Count], new bool[framework.Count]);
        foreach (var a in set)
        {
            if (a < 0 || a >= framework.Count || _members[a])
            {
                IsMalformed = true;
                continue;
            }
            _members[a] = true;
            foreach (var b in framework.Attacked[a]) _attacked[b] = true;
        }
    }

    /// <summary>Whether the set has an unknown or a duplicate argument.</summary>
    public bool IsMalformed { get; }

    /// <summary>Whether the set attacks none of its arguments; a malformed set has no property.</summary>
    public bool IsConflictFree => !IsMalformed && AllArguments(a => !(_members[a] && _attacked[a]));

    /// <summary>Whether the set is conflict-free and attacks all its attackers.</summary>
    public bool IsAdmissible => IsConflictFree && AllArguments(a => !_members[a] || AllAttackers(a, b => _attacked[b]));

    /// <summary>Whether the set is admissible and contains every argument that it defends.</summary>
    public bool IsComplete => IsAdmissible && AllArguments(a => _members[a] || !AllAttackers(a, b => _attacked[b]));

    /// <summary>Whether the set is conflict-free and attacks everything outside it.</summary>
    public bool IsStable => IsConflictFree && AllArguments(a => _members[a] || _attacked[a]);

    /// <summary>Whether the set is conflict-free and no argument can be added to it.</summary>
    public bool IsNaive =>
        IsConflictFree && AllArguments(a => _members[a] || _attacked[a] || IsSelfAttacking(_framework, a)
        || !AllTargets(a, b => !_members[b]));

    /// <summary>Whether an argument is in the set.</summary>
    public bool Contains(int argument) => _members[argument];

    /// <summary>Whether the set attacks an argument.</summary>
    public bool Attacks(int argument) => _attacked[argument];

    /// <summary>Whether the argument attacks itself.</summary>
    public static bool IsSelfAttacking(Framework framework, int argument) => framework.Attacked[argument].Contains(argument);

    /// <summary>
    /// The least complete extension: unattacked arguments are in, what they attack is out, and so on until nothing changes.
    /// </summary>
    public static int[] ComputeGrounded(Framework framework)
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

    private bool AllArguments(Func<int, bool> holds)
    {
        for (var a = 0; a < _framework.Count; a++)
            if (!holds(a)) return false;
        return true;
    }

    private bool AllAttackers(int argument, Func<int, bool> hold)
    {
        foreach (var b in _framework.Attackers[argument])
            if (!hold(b)) return false;
        return true;
    }

    private bool AllTargets(int argument, Func<int, bool> hold)
    {
        foreach (var b in _framework.Attacked[argument])
            if (!hold(b)) return false;
        return true;
    }
}
