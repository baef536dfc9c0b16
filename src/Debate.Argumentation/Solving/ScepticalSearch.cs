namespace Debate.Argumentation.Solving;

/// <summary>
/// Sceptical acceptance under preferred semantics without computing preferred extensions (CDAS; Thimm, Cerutti and Vallati, "Skeptical
/// reasoning with preferred semantics in abstract argumentation without computing preferred extensions", 2021): an argument is in every
/// preferred extension exactly if there is a collection of admissible sets with it such that every admissible set leaves one of them
/// unattacked. These sets are collected one by one, each in response to an admissible set that attacks all previous ones. Before that,
/// cheap ways to a negative answer are tried.
/// </summary>
internal sealed class ScepticalSearch
{
    private const int FirstQuantum = 2000; // conflicts
    private readonly Framework _framework;
    private readonly int _argument;
    private readonly SearchBudget _budget;
    private readonly LabellingEncoding _encoding;

    private ScepticalSearch(Framework framework, int argument, SearchBudget budget)
    {
        (_framework, _argument, _budget) = (framework, argument, budget);
        _encoding = new LabellingEncoding(framework, LabellingKind.Admissible, budget, eager: true);
    }

    /// <summary>A preferred extension without the argument, ascending; null if all contain it.</summary>
    public static int[]? FindExcluding(Framework framework, int argument, SearchBudget budget)
    {
        var cone = FrameworkCutter.Cone(framework, argument, budget);
        var search = new ScepticalSearch(cone.Framework, cone.ToLocal(argument), budget);
        if (search.FindAttackingSet() is { } set) return PreferredSearch.ExtendToPreferred(framework, cone.Lift(set), budget);
        if (search.FindCounterexample() is not { } rival) return null;
        var known = ReferenceEquals(cone.Framework, framework) ? search._encoding : null;
        return PreferredSearch.ExtendToPreferred(framework, cone.Lift(rival), budget, known);
    }

    // An admissible set that attacks the argument. A stable set without the argument would be one, and even maximal: the searches for both
    // alternate.
    private int[]? FindAttackingSet()
    {
        var stable = new StableEncoding(_framework, _budget);
        stable.ForbidArguments([_argument]);
        var (any, hope) = ((bool?)null, true);
        for (long turn = FirstQuantum; any is null; turn *= 2)
        {
            var found = hope ? stable.TrySolve(turn) : false;
            if (found == true) return stable.ReadSet();
            hope = found is null;
            any = _encoding.TrySolve(hope ? turn : long.MaxValue, _encoding.Out(_argument));
            if (any is null && turn == FirstQuantum && TryQuickSearch() is { } set) return set;
        }
        return any == true ? _encoding.ReadSet() : null;
    }

    // A preferred extension found component by component, if that is quick and the extension lacks the argument.
    private int[]? TryQuickSearch()
    {
        var portion = _budget.CreateSubBudget(FirstQuantum);
        try
        {
            var set = PreferredSearch.ExtendToPreferred(_framework, [], portion);
            return Array.BinarySearch(set, _argument) < 0 ? set : null;
        }
        catch (SearchBudgetSpentException) when (portion.IsOverspent)
        {
            return null;
        }
    }

    // A counterexample: an admissible set that no admissible set with the argument contains; null if there is none.
    private int[]? FindCounterexample()
    {
        int[] rival = [];
        do
        {
            if (!_encoding.Solve([.. rival.Select(FrameworkEncoding.In), FrameworkEncoding.In(_argument)])) return rival;
            _encoding.AddClause([.. ChooseDefence().Select(_encoding.Out)]);
            if (!_encoding.Solve()) return null;
            rival = _encoding.ReadSet();
        }
        while (true);
    }

    // An admissible subset of the model's set that contains the argument: for every attacker one defender, preferably one already chosen.
    private List<int> ChooseDefence()
    {
        var inside = new bool[_framework.Count];
        foreach (var a in _encoding.ReadSet()) inside[a] = true;
        var (chosen, met) = (new bool[_framework.Count], new bool[_framework.Count]);
        var defence = new List<int> { _argument };
        chosen[_argument] = true;
        for (var next = 0; next < defence.Count; next++)
            foreach (var attacker in _framework.Attackers[defence[next]])
            {
                if (met[attacker]) continue;
                met[attacker] = true;
                var defender = ChooseDefender(attacker, inside, chosen);
                if (chosen[defender]) continue;
                chosen[defender] = true;
                defence.Add(defender);
            }
        return defence;
    }

    private int ChooseDefender(int attacker, bool[] inside, bool[] chosen)
    {
        var found = -1;
        foreach (var a in _framework.Attackers[attacker])
        {
            if (chosen[a]) return a;
            if (inside[a]) found = a;
        }
        return found;
    }
}
