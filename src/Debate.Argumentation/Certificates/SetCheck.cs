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

/// <summary>The property that a set must have.</summary>
public enum SetProperty
{
    /// <summary>It attacks none of its arguments.</summary>
    ConflictFree,

    /// <summary>In addition, it attacks all its attackers.</summary>
    Admissible,

    /// <summary>In addition, it contains every argument whose attackers it attacks.</summary>
    Complete,

    /// <summary>It is conflict-free and attacks every argument outside it.</summary>
    Stable,
}

/// <summary>
/// The sets of a framework as models of clauses, written for the checker alone (after Besnard and Doutre, 2004): variable a states that
/// argument a is in the set, variable n+a that the set attacks it. A claim that a set exists is a list of these clauses plus a few more; it
/// is false if they have no model.
/// </summary>
public sealed class SetClauses(Framework framework)
{
    /// <summary>The literal: the argument is in the set.</summary>
    public static int In(int argument) => 2 * argument;

    /// <summary>The literal: the argument is not in the set.</summary>
    public static int NotIn(int argument) => 2 * argument + 1;

    /// <summary>The literal: the set attacks the argument.</summary>
    public int Attacked(int argument) => 2 * (framework.Count + argument);

    /// <summary>Number of variables.</summary>
    public int VariableCount => 2 * framework.Count;

    /// <summary>The clauses whose models are the sets with the property.</summary>
    public ClauseList Encode(SetProperty property)
    {
        var clauses = new ClauseList();
        for (var a = 0; a < framework.Count; a++)
        {
            AddAttackedDefinition(clauses, a);
            clauses.Add(NotIn(a), Attacked(a) + 1);
            if (property is SetProperty.Admissible or SetProperty.Complete)
                foreach (var b in framework.Attackers[a]) clauses.Add(NotIn(a), Attacked(b));
            if (property == SetProperty.Complete) clauses.Add(CreateClause(In(a), framework.Attackers[a], b => Attacked(b) + 1));
            if (property == SetProperty.Stable) clauses.Add(In(a), Attacked(a));
        }
        return clauses;
    }

    /// <summary>A clause of one literal followed by a literal for each of some arguments.</summary>
    public static int[] CreateClause(int first, ReadOnlySpan<int> arguments, Func<int, int> literal)
    {
        var clause = new int[arguments.Length + 1];
        clause[0] = first;
        for (var i = 0; i < arguments.Length; i++) clause[i + 1] = literal(arguments[i]);
        return clause;
    }

    private void AddAttackedDefinition(ClauseList clauses, int argument)
    {
        foreach (var b in framework.Attackers[argument]) clauses.Add(NotIn(b), Attacked(argument));
        clauses.Add(CreateClause(Attacked(argument) + 1, framework.Attackers[argument], In));
    }
}
