namespace Debate.Argumentation.Solving;

/// <summary>
/// Sceptical acceptance under preferred semantics without computing preferred extensions (CDAS; Thimm, Cerutti and Vallati, "Skeptical
/// reasoning with preferred semantics in abstract argumentation without computing preferred extensions", 2021): an argument is in every
/// preferred extension exactly when some admissible sets with it are such that each admissible set leaves one of them unattacked. Those
/// sets are collected one by one, each against an admissible set that attacks all before it.
/// </summary>
internal sealed class ScepticalSearch
{
    private readonly Framework _framework;
    private readonly LabellingEncoding _encoding;
    private readonly int _argument;

    private ScepticalSearch(Framework framework, int argument, Effort effort)
    {
        (_framework, _argument) = (framework, argument);
        _encoding = new LabellingEncoding(framework, Demand.Admissible, effort);
    }

    /// <summary>An admissible set that no preferred extension with the argument holds; null where all of them hold it.</summary>
    public static int[]? Counterexample(Framework framework, int argument, Effort effort)
    {
        var search = new ScepticalSearch(framework, argument, effort);
        return search._encoding.Solve(search._encoding.Out(argument)) ? search._encoding.Set() : search.Run();
    }

    private int[]? Run()
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
