namespace Debate.Argumentation.Solving;

/// <summary>A search whose extensions are the labellings of maximal range (the arguments that are in or attacked by one that is).</summary>
internal sealed class RangeSearch : ExtensionSearch
{
    private readonly LabellingEncoding _encoding;
    private readonly MaximalSearch _search;
    private bool? _isOnlyEmptySet;
    private int[]? _oneExtension;

    /// <param name="component">The component to search.</param>
    /// <param name="demand">The kind of labelling.</param>
    /// <param name="budget">The search budget.</param>
    public RangeSearch(Framework component, LabellingKind demand, SearchBudget budget)
    {
        _encoding = new LabellingEncoding(component, demand, budget, eager: true);
        var range = _encoding.AddRangeLiterals();
        var dominance = new Dominance(_encoding, range, demand != LabellingKind.ConflictFree);
        _search = new MaximalSearch(_encoding, range, set => ComputeRange(component, set), once: false, dominance);
        _encoding.AddClause(_encoding.MemberLiterals());
    }

    /// <summary>
    /// Whether the empty set is the only one, so that nothing need be maximised; null if that was not decided within this many conflicts.
    /// If there are others, the empty set does not have maximal range.
    /// </summary>
    public bool? IsOnlyEmptySet(long conflicts = long.MaxValue) => _isOnlyEmptySet ??= !_encoding.TrySolve(conflicts);

    /// <inheritdoc/>
    public override int[]? Find(params ReadOnlySpan<int> condition)
    {
        if (IsOnlyEmptySet() == true) return FrameworkEncoding.Satisfies([], condition) ? [] : null;
        if (condition.IsEmpty) return _search.Find();
        // An unconditional extension is cheap to find and often satisfies the condition; the clauses learned in that search also help the
        // harder one.
        _oneExtension ??= _search.Find();
        return FrameworkEncoding.Satisfies(_oneExtension!, condition) ? _oneExtension : _search.Find(condition);
    }

    /// <inheritdoc/>
    public override int[]? FindLacking(int[] arguments) =>
        IsOnlyEmptySet() == true ? [] : _search.Find(_encoding.AddLackingGuard(arguments));

    /// <inheritdoc/>
    public override IEnumerable<int[]> Enumerate()
    {
        if (IsOnlyEmptySet() == true) yield return [];
        for (var first = IsOnlyEmptySet() == true ? null : Find(); first is not null; first = Find())
        {
            foreach (var set in EnumerateEqualRange(first)) yield return set;
            _search.RequireMissedGoal();
        }
    }

    private static IEnumerable<int> ComputeRange(Framework framework, int[] set)
    {
        var covered = new bool[framework.Count];
        foreach (var a in set)
        {
            covered[a] = true;
            foreach (var b in framework.Attacked[a]) covered[b] = true;
        }
        return Enumerable.Range(0, covered.Length).Where(a => covered[a]);
    }

    private IEnumerable<int[]> EnumerateEqualRange(int[] first)
    {
        var guard = _encoding.AddLiteral(phase: true);
        foreach (var goal in _search.ReachedGoals) _encoding.AddClause(FrameworkEncoding.Not(guard), goal);
        for (var set = first; ; set = _encoding.ReadSet())
        {
            yield return set;
            _encoding.ExcludeSet(set, guard);
            if (_encoding.Solve(guard)) continue;
            _encoding.AddClause(FrameworkEncoding.Not(guard));
            yield break;
        }
    }
}
