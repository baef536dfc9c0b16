namespace Debate.Argumentation.Solving;

/// <summary>
/// Searches stable extensions if there are any, otherwise those of maximal range: semi-stable (Caminada, 2006) and stage (Verheij, 1996).
/// Searches for a stable extension that satisfies the condition before it decides whether there is any, and spends a quarter of the time on
/// whether there is any non-empty set, since without one the harder questions do not arise.
/// </summary>
internal sealed class StableFirstSearch(StableEncoding stable, Func<RangeSearch> otherwise) : ExtensionSearch
{
    private const int FirstQuantum = 8000; // conflicts
    private readonly ModelSearch _stable = new(stable);
    private bool? _hasStable;
    private RangeSearch? _rangeSearch;

    /// <inheritdoc/>
    public override int[]? Find(params ReadOnlySpan<int> condition)
    {
        if (_hasStable != false && TryFindStable(condition)) return stable.ReadSet();
        return HasStable() ? null : GetRangeSearch().Find(condition);
    }

    /// <inheritdoc/>
    public override int[]? FindLacking(int[] arguments) =>
        HasStable() ? _stable.FindLacking(arguments) : GetRangeSearch().FindLacking(arguments);

    /// <inheritdoc/>
    public override IEnumerable<int[]> Enumerate() => HasStable() ? _stable.Enumerate() : GetRangeSearch().Enumerate();

    private bool TryFindStable(ReadOnlySpan<int> condition)
    {
        bool? found = null;
        for (long turn = FirstQuantum; (found = stable.TrySolve(turn, condition)) is null; turn *= 2)
            if (GetRangeSearch().IsOnlyEmptySet(turn / 4) == true) break;
        if (found == true) _hasStable = true;
        else if (found is null || condition.IsEmpty) _hasStable = false;
        return found == true;
    }

    private bool HasStable() => _hasStable ?? TryFindStable([]);

    private RangeSearch GetRangeSearch() => _rangeSearch ??= otherwise();
}

/// <summary>
/// Stable extensions with one variable per argument (Besnard and Doutre, 2004): no attack has both ends in, and each argument is in or has
/// an attacker that is.
/// </summary>
internal sealed class StableEncoding : FrameworkEncoding
{
    public StableEncoding(Framework framework, SearchBudget budget)
        : base(framework, budget)
    {
        var clause = new List<int>();
        for (var a = 0; a < framework.Count; a++)
        {
            CheckCancellation(a);
            clause.Clear();
            clause.Add(In(a));
            foreach (var b in framework.Attackers[a])
            {
                if (b != a) clause.Add(In(b));
                AddConflict(a, b);
            }
            AddClause([.. clause]);
        }
    }
}
