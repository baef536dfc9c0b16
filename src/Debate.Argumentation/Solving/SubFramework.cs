namespace Debate.Argumentation.Solving;

/// <summary>A subframework, with the numbers of its arguments in the whole framework (ascending).</summary>
internal sealed record SubFramework(Framework Framework, int[] Arguments)
{
    /// <summary>Maps a set of the subframework to the numbers of the whole.</summary>
    public int[] Lift(ReadOnlySpan<int> set)
    {
        var lifted = new int[set.Length];
        for (var i = 0; i < set.Length; i++) lifted[i] = Arguments[set[i]];
        return lifted;
    }

    /// <summary>The local number of an argument of the whole; negative if it is not in the subframework.</summary>
    public int ToLocal(int argument) => Array.BinarySearch(Arguments, argument);
}

/// <summary>Extracts subframeworks; each extraction costs only its own size, after one linear setup.</summary>
internal sealed class FrameworkCutter
{
    private readonly Framework _whole;
    private readonly SearchBudget _budget;
    private readonly int[] _localIndex;

    public FrameworkCutter(Framework whole, SearchBudget budget)
    {
        (_whole, _budget, _localIndex) = (whole, budget, new int[whole.Count]);
        Array.Fill(_localIndex, -1);
    }

    /// <summary>The subframework of these arguments, which must be ascending.</summary>
    public SubFramework Cut(int[] arguments)
    {
        if (arguments.Length == _whole.Count) return new SubFramework(_whole, arguments);
        for (var i = 0; i < arguments.Length; i++) _localIndex[arguments[i]] = i;
        var part = new SubFramework(_whole.Induced(arguments, _localIndex, _budget), arguments);
        foreach (var argument in arguments) _localIndex[argument] = -1;
        _budget.Spend(0);
        return part;
    }

    /// <summary>
    /// The cone of influence of an argument: itself and everything with a path of attacks to it. Nothing outside attacks the cone, so its
    /// admissible sets are those of the whole within it (directionality; Baroni and Giacomin, 2007).
    /// </summary>
    public static SubFramework Cone(Framework whole, int argument, SearchBudget budget)
    {
        var seen = new bool[whole.Count];
        var found = new List<int> { argument };
        seen[argument] = true;
        for (var next = 0; next < found.Count; next++)
        {
            if (next % 1024 == 0) budget.Spend(0);
            foreach (var attacker in whole.Attackers[found[next]])
            {
                if (seen[attacker]) continue;
                seen[attacker] = true;
                found.Add(attacker);
            }
        }
        found.Sort();
        return new FrameworkCutter(whole, budget).Cut([.. found]);
    }
}
