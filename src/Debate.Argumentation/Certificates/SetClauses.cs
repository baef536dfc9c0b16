namespace Debate.Argumentation.Certificates;

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
