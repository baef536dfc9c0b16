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
    private const int FirstTurn = 2000; // conflicts
    private readonly Framework _framework;
    private readonly int _argument;
    private readonly Effort _effort;
    private readonly LabellingEncoding _encoding;

    private ScepticalSearch(Framework framework, int argument, Effort effort)
    {
        (_framework, _argument, _effort) = (framework, argument, effort);
        _encoding = new LabellingEncoding(framework, Demand.Admissible, effort, eager: true);
    }

    /// <summary>A preferred extension without the argument, ascending; null if all contain it.</summary>
    public static int[]? Without(Framework framework, int argument, Effort effort)
    {
        var cone = Cutter.Cone(framework, argument, effort);
        var search = new ScepticalSearch(cone.Framework, cone.Local(argument), effort);
        if (search.Against() is { } set) return PreferredSearch.Extend(framework, cone.Lift(set), effort);
        if (search.Rival() is not { } rival) return null;
        var known = ReferenceEquals(cone.Framework, framework) ? search._encoding : null;
        return PreferredSearch.Extend(framework, cone.Lift(rival), effort, known);
    }

    // An admissible set that attacks the argument. A stable set without the argument would be one, and even maximal: the searches for both
    // alternate.
    private int[]? Against()
    {
        var stable = new StableEncoding(_framework, _effort);
        stable.Bar([_argument]);
        var (any, hope) = ((bool?)null, true);
        for (long turn = FirstTurn; any is null; turn *= 2)
        {
            var found = hope ? stable.Try(turn) : false;
            if (found == true) return stable.Set();
            hope = found is null;
            any = _encoding.Try(hope ? turn : long.MaxValue, _encoding.Out(_argument));
            if (any is null && turn == FirstTurn && Soon() is { } set) return set;
        }
        return any == true ? _encoding.Set() : null;
    }

    // A preferred extension found component by component, if that is quick and the extension lacks the argument.
    private int[]? Soon()
    {
        var portion = _effort.Portion(FirstTurn);
        try
        {
            var set = PreferredSearch.Extend(_framework, [], portion);
            return Array.BinarySearch(set, _argument) < 0 ? set : null;
        }
        catch (EffortSpentException) when (portion.Overspent)
        {
            return null;
        }
    }

    // A counterexample: an admissible set that no admissible set with the argument contains; null if there is none.
    private int[]? Rival()
    {
        int[] rival = [];
        do
        {
            if (!_encoding.Solve([.. rival.Select(Encoding.In), Encoding.In(_argument)])) return rival;
            _encoding.Add([.. Defence().Select(_encoding.Out)]);
            if (!_encoding.Solve()) return null;
            rival = _encoding.Set();
        }
        while (true);
    }

    // An admissible subset of the model's set that contains the argument: for every attacker one defender, preferably one already chosen.
    private List<int> Defence()
    {
        var inside = new bool[_framework.Count];
        foreach (var a in _encoding.Set()) inside[a] = true;
        var (chosen, met) = (new bool[_framework.Count], new bool[_framework.Count]);
        var defence = new List<int> { _argument };
        chosen[_argument] = true;
        for (var next = 0; next < defence.Count; next++)
            foreach (var attacker in _framework.Attackers[defence[next]])
            {
                if (met[attacker]) continue;
                met[attacker] = true;
                var defender = Defender(attacker, inside, chosen);
                if (chosen[defender]) continue;
                chosen[defender] = true;
                defence.Add(defender);
            }
        return defence;
    }

    private int Defender(int attacker, bool[] inside, bool[] chosen)
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
