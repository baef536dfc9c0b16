using Debate.Argumentation.Sat;

namespace Debate.Argumentation.Solving;

/// <summary>
/// A framework as clauses. The literal 2a says that argument a is in, in every encoding; so a condition on a set, such as "a is in",
/// means the same to all of them.
/// </summary>
internal abstract class Encoding
{
    private const int Breath = 32;
    private readonly Effort _effort;

    /// <param name="framework">What is encoded.</param>
    /// <param name="effort">What may be spent.</param>
    /// <param name="eager">Whether arguments are first tried in: good for large sets, while small ones are found sooner without.</param>
    protected Encoding(Framework framework, Effort effort, bool eager = false)
    {
        (Framework, _effort) = (framework, effort);
        for (var a = 0; a < framework.Count; a++) Sat.AddVariable(eager);
    }

    /// <summary>What is encoded.</summary>
    public Framework Framework { get; }

    /// <summary>The solver that holds the clauses.</summary>
    protected ISatSolver Sat { get; } = new Cdcl();

    /// <summary>The argument is in.</summary>
    public static int In(int argument) => 2 * argument;

    /// <summary>The contrary of a literal.</summary>
    public static int Not(int literal) => literal ^ 1;

    /// <summary>Whether a set, ascending, fulfils a condition that speaks of its members alone.</summary>
    public static bool Meets(int[] set, ReadOnlySpan<int> condition)
    {
        foreach (var literal in condition)
            if (Array.BinarySearch(set, literal / 2) >= 0 != (literal % 2 == 0)) return false;
        return true;
    }

    /// <summary>A fresh literal that holds or not as the solver pleases; one that guards clauses is best tried false.</summary>
    public int Fresh(bool phase = false) => 2 * Sat.AddVariable(phase);

    /// <summary>Adds a clause.</summary>
    public void Add(params ReadOnlySpan<int> clause) => Sat.AddClause(clause);

    /// <summary>Whether there is a model under assumptions.</summary>
    public bool Solve(params ReadOnlySpan<int> assumptions) => Sat.Solve(assumptions, _effort) switch
    {
        SatResult.Satisfiable => true,
        SatResult.Unsatisfiable => false,
        _ => throw new EffortSpentException(_effort.Spent),
    };

    /// <summary>
    /// Whether there is a model under assumptions; null where that was not found out within so many conflicts. The search can go on later.
    /// </summary>
    public bool? Try(long conflicts, params ReadOnlySpan<int> assumptions)
    {
        var portion = _effort.Portion(conflicts);
        try
        {
            return Sat.Solve(assumptions, portion) == SatResult.Satisfiable;
        }
        catch (EffortSpentException) when (portion.Overspent)
        {
            return null;
        }
    }

    /// <summary>These literals are tried true next.</summary>
    public void Prefer(ReadOnlySpan<int> literals)
    {
        foreach (var literal in literals) Sat.Prefer(literal);
    }

    /// <summary>The value of a literal in the model.</summary>
    public bool Holds(int literal) => Sat.Value(literal);

    /// <summary>The arguments that are in, in the model, ascending.</summary>
    public int[] Set()
    {
        var set = new List<int>();
        for (var a = 0; a < Framework.Count; a++) if (Sat.Value(In(a))) set.Add(a);
        return [.. set];
    }

    /// <summary>From now on (where <paramref name="guard"/> holds, if one is given) the set in is not exactly this one.</summary>
    public void Exclude(int[] set, int? guard = null)
    {
        var clause = new List<int>(Framework.Count + 1);
        if (guard is { } literal) clause.Add(Not(literal));
        for (int a = 0, next = 0; a < Framework.Count; a++)
        {
            var member = next < set.Length && set[next] == a;
            if (member) next++;
            clause.Add(member ? Not(In(a)) : In(a));
        }
        Add([.. clause]);
    }

    /// <summary>These arguments are not in.</summary>
    public void Bar(ReadOnlySpan<int> arguments)
    {
        foreach (var argument in arguments) Add(Not(In(argument)));
    }

    /// <summary>A literal under which some of these arguments are not in.</summary>
    public int Lacks(int[] arguments)
    {
        var guard = Fresh(phase: true);
        Add([Not(guard), .. arguments.Select(a => Not(In(a)))]);
        return guard;
    }

    /// <summary>Not both ends of an attack are in. A mutual attack needs its clause once.</summary>
    protected void Apart(int argument, int attacker)
    {
        if (attacker <= argument || Framework.Attackers[attacker].BinarySearch(argument) < 0) Add(Not(In(argument)), Not(In(attacker)));
    }

    /// <summary>Lets others in while clauses are made: called for each argument.</summary>
    protected void Breathe(int argument)
    {
        if (argument % Breath == 0) _effort.Step(0);
    }
}
