namespace Debate.Argumentation.Solving;

/// <summary>
/// Finds models in which the set of true goals is maximal under inclusion: each step keeps the goals reached and requires one more
/// (iterated maximisation; Dvořák, Järvisalo, Wallner and Woltran, 2014; Cerutti, Giacomin and Vallati, 2014). One guard literal per ascent
/// disables its clauses afterwards, so that the solver keeps its learned clauses.
/// </summary>
/// <param name="encoding">The encoding whose models are searched.</param>
/// <param name="goals">The literals to make true.</param>
/// <param name="reached">The indices of the goals that a set reaches.</param>
/// <param name="once">
/// Whether each set of goals is wanted only once: then every model found is permanently excluded together with all below it, so that the
/// proof of its maximality need not be found again.
/// </param>
/// <param name="dominance">Learns from each step, if the goals are a range.</param>
internal sealed class MaximalSearch(
    FrameworkEncoding encoding, int[] goals, Func<int[], IEnumerable<int>> reached, bool once, Dominance? dominance = null)
{
    private readonly bool[] _reached = new bool[goals.Length];
    private int[]? _set;
    private int _guard;

    /// <summary>The goals that the last model reaches.</summary>
    public IEnumerable<int> ReachedGoals => goals.Where((_, i) => _reached[i]);

    private IEnumerable<int> MissedGoals => goals.Where((_, i) => !_reached[i]);

    /// <summary>
    /// The set of a model that satisfies the condition and whose goals are maximal among all models; null if there is none. Searches for a
    /// maximal model under the condition; if a model without the condition reaches more goals, everything below that one is excluded.
    /// </summary>
    public int[]? Find(params ReadOnlySpan<int> condition)
    {
        while (encoding.Solve(condition))
        {
            BeginAscent();
            do CommitModel();
            while (encoding.Solve([_guard, .. condition]));
            var found = _set;
            var maximal = condition.IsEmpty || !encoding.Solve(_guard);
            if (!maximal) GrowToMaximal();
            encoding.AddClause(FrameworkEncoding.Not(_guard));
            if (maximal) return found;
            RequireMissedGoal();
        }
        return null;
    }

    /// <summary>Requires that every further model reaches a goal that the last one misses.</summary>
    public void RequireMissedGoal() => encoding.AddClause([.. MissedGoals]);

    private void BeginAscent()
    {
        Array.Clear(_reached);
        _set = null;
        _guard = encoding.AddLiteral(phase: true);
    }

    private void GrowToMaximal()
    {
        do CommitModel();
        while (encoding.Solve(_guard));
    }

    // Keeps the goals that the model reaches and requires one more; missed goals are tried first, so that a step gains more than one.
    private void CommitModel()
    {
        var set = encoding.ReadSet();
        foreach (var i in reached(set))
        {
            if (_reached[i]) continue;
            _reached[i] = true;
            encoding.AddClause(FrameworkEncoding.Not(_guard), goals[i]);
        }
        int[] missed = [.. MissedGoals];
        encoding.AddClause(once ? missed : [FrameworkEncoding.Not(_guard), .. missed]);
        encoding.SetPhases(missed);
        if (_set is not null) dominance?.Learn(_set, set);
        _set = set;
    }
}
