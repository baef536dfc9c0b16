namespace Debate.Argumentation.Solving;

/// <summary>
/// Models in which the set of true goals is maximal under inclusion: climbs from model to model, each time keeping the goals reached and
/// asking for one more (iterated maximisation; Dvořák, Järvisalo, Wallner and Woltran, 2014; Cerutti, Giacomin and Vallati, 2014). One
/// guard literal a climb switches its clauses off afterwards, so the solver keeps all that it learnt.
/// </summary>
internal sealed class MaximalSearch(Encoding encoding, int[] goals, Dominance? dominance = null)
{
    private readonly bool[] _held = new bool[goals.Length];
    private int[] _set = [];
    private int[]? _before;
    private int _guard;

    /// <summary>The goals that the last model found reaches.</summary>
    public IEnumerable<int> Held => goals.Where((_, i) => _held[i]);

    /// <summary>
    /// The set of a model that fulfils the condition and whose goals are maximal among all models; null where there is none. A maximal
    /// model is looked for under the condition; where one without it goes further, all below that one is forbidden.
    /// </summary>
    public int[]? Find(params ReadOnlySpan<int> condition)
    {
        while (encoding.Solve(condition))
        {
            Begin();
            do Keep();
            while (encoding.Solve([_guard, .. condition]));
            var found = _set;
            var maximal = condition.IsEmpty || !encoding.Solve(_guard);
            if (!maximal)
                do Keep();
                while (encoding.Solve(_guard));
            encoding.Add(Encoding.Not(_guard));
            if (maximal) return found;
            Forbid();
        }
        return null;
    }

    /// <summary>From now on every model reaches a goal that the last one found does not.</summary>
    public void Forbid() => encoding.Add([.. goals.Where((_, i) => !_held[i])]);

    private void Begin()
    {
        Array.Clear(_held);
        _before = null;
        _guard = encoding.Fresh(phase: true);
    }

    // The model's goals stay, and one more is asked for.
    private void Keep()
    {
        _set = encoding.Set();
        var reached = new List<int>(); // all read before a clause ends the model
        for (var i = 0; i < goals.Length; i++)
            if (!_held[i] && encoding.Holds(goals[i])) reached.Add(i);
        foreach (var i in reached)
        {
            _held[i] = true;
            encoding.Add(Encoding.Not(_guard), goals[i]);
        }
        encoding.Add([Encoding.Not(_guard), .. goals.Where((_, i) => !_held[i])]);
        if (_before is not null) dominance?.Learn(_before, _set);
        _before = _set;
    }
}
