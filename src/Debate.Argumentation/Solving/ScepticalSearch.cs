namespace Debate.Argumentation.Solving;

/// <summary>
/// Sceptical acceptance under preferred semantics without computing preferred extensions (CDAS; Thimm, Cerutti and Vallati, "Skeptical
/// reasoning with preferred semantics in abstract argumentation without computing preferred extensions", 2021): an argument is in every
/// preferred extension exactly when some admissible sets with it are such that each admissible set leaves one of them unattacked. Those
/// sets are collected one by one, each against an admissible set that attacks all before it. First come ways to a no that may be short.
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

    /// <summary>A preferred extension without the argument, ascending; null where all hold it.</summary>
    public static int[]? Without(Framework framework, int argument, Effort effort)
    {
        var cone = Cutter.Cone(framework, argument, effort);
        var search = new ScepticalSearch(cone.Framework, cone.Local(argument), effort);
        if (search.Against() is { } set) return PreferredSearch.Extend(framework, cone.Lift(set), effort);
        if (search.Rival() is not { } rival) return null;
        var known = ReferenceEquals(cone.Framework, framework) ? search._encoding : null;
        return PreferredSearch.Extend(framework, cone.Lift(rival), effort, known);
    }

    // An admissible set that attacks the argument. A stable set without it would be one, and maximal at that: both are looked for by turns.
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

    // The preferred extension that is found component by component, if it lacks the argument and is found soon.
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

    // An admissible set that no preferred extension with the argument holds; null where there is none.
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

    // An admissible set within the model's that holds the argument: for every attacker one attacker of it, an old one if possible.
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
