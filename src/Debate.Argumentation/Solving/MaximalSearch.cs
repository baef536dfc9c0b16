namespace Debate.Argumentation.Solving;

/// <summary>
/// Models in which the set of true goals is maximal under inclusion: climbs from model to model, each time keeping the goals reached and
/// asking for one more (iterated maximisation; Dvořák, Järvisalo, Wallner and Woltran, 2014; Cerutti, Giacomin and Vallati, 2014). One
/// guard literal a climb switches its clauses off afterwards, so the solver keeps all that it learnt.
/// </summary>
/// <param name="encoding">Whose models.</param>
/// <param name="goals">The literals to make true.</param>
/// <param name="reached">Which goals, by their place, a set reaches.</param>
/// <param name="once">
/// Each set of goals is wanted once, so whatever is found is forbidden for good with all below it; a proof that there is nothing above
/// it then need not be found again.
/// </param>
/// <param name="dominance">Learns from each step up, where the goals are a range.</param>
internal sealed class MaximalSearch(
    Encoding encoding, int[] goals, Func<int[], IEnumerable<int>> reached, bool once, Dominance? dominance = null)
{
    private readonly bool[] _reached = new bool[goals.Length];
    private int[]? _set;
    private int _guard;

    /// <summary>The goals that the last model found reaches.</summary>
    public IEnumerable<int> Reached => goals.Where((_, i) => _reached[i]);

    private IEnumerable<int> Missed => goals.Where((_, i) => !_reached[i]);

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
            if (!maximal) Top();
            encoding.Add(Encoding.Not(_guard));
            if (maximal) return found;
            Forbid();
        }
        return null;
    }

    /// <summary>From now on every model reaches a goal that the last one found does not.</summary>
    public void Forbid() => encoding.Add([.. Missed]);

    private void Begin()
    {
        Array.Clear(_reached);
        _set = null;
        _guard = encoding.Fresh(phase: true);
    }

    private void Top()
    {
        do Keep();
        while (encoding.Solve(_guard));
    }

    // What the model reaches stays, and one more is asked for; what is missed is tried first, so that a step reaches more than one.
    private void Keep()
    {
        var set = encoding.Set();
        foreach (var i in reached(set))
        {
            if (_reached[i]) continue;
            _reached[i] = true;
            encoding.Add(Encoding.Not(_guard), goals[i]);
        }
        int[] missed = [.. Missed];
        encoding.Add(once ? missed : [Encoding.Not(_guard), .. missed]);
        encoding.Prefer(missed);
        if (_set is not null) dominance?.Learn(_set, set);
        _set = set;
    }
}
