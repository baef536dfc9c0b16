namespace Debate.Argumentation.Solving;

/// <summary>A search whose extensions are the labellings of maximal range (the arguments that are in or attacked by one that is).</summary>
internal sealed class RangeSearch : ExtensionSearch
{
    private readonly LabellingEncoding _encoding;
    private readonly MaximalSearch _search;
    private bool? _barren;
    private int[]? _some;

    /// <param name="component">The component to search.</param>
    /// <param name="demand">The kind of labelling.</param>
    /// <param name="effort">The search budget.</param>
    public RangeSearch(Framework component, Demand demand, Effort effort)
    {
        _encoding = new LabellingEncoding(component, demand, effort, eager: true);
        var range = _encoding.Range();
        var dominance = new Dominance(_encoding, range, demand != Demand.ConflictFree);
        _search = new MaximalSearch(_encoding, range, set => Covered(component, set), once: false, dominance);
        _encoding.Add(_encoding.Members());
    }

    /// <summary>
    /// Whether the empty set is the only one, so that nothing need be maximised; null if that was not decided within this many conflicts.
    /// If there are others, the empty set does not have maximal range.
    /// </summary>
    public bool? Barren(long conflicts = long.MaxValue) => _barren ??= !_encoding.Try(conflicts);

    /// <inheritdoc/>
    public override int[]? Find(params ReadOnlySpan<int> condition)
    {
        if (Barren() == true) return Encoding.Meets([], condition) ? [] : null;
        if (condition.IsEmpty) return _search.Find();
        // An unconditional extension is cheap to find and often satisfies the condition; the clauses learned in that search also help the
        // harder one.
        _some ??= _search.Find();
        return Encoding.Meets(_some!, condition) ? _some : _search.Find(condition);
    }

    /// <inheritdoc/>
    public override int[]? Lacking(int[] arguments) => Barren() == true ? [] : _search.Find(_encoding.Lacks(arguments));

    /// <inheritdoc/>
    public override IEnumerable<int[]> All()
    {
        if (Barren() == true) yield return [];
        for (var first = Barren() == true ? null : Find(); first is not null; first = Find())
        {
            foreach (var set in OfEqualRange(first)) yield return set;
            _search.Forbid();
        }
    }

    private static IEnumerable<int> Covered(Framework framework, int[] set)
    {
        var covered = new bool[framework.Count];
        foreach (var a in set)
        {
            covered[a] = true;
            foreach (var b in framework.Attacked[a]) covered[b] = true;
        }
        return Enumerable.Range(0, covered.Length).Where(a => covered[a]);
    }

    private IEnumerable<int[]> OfEqualRange(int[] first)
    {
        var guard = _encoding.Fresh(phase: true);
        foreach (var goal in _search.Reached) _encoding.Add(Encoding.Not(guard), goal);
        for (var set = first; ; set = _encoding.Set())
        {
            yield return set;
            _encoding.Exclude(set, guard);
            if (_encoding.Solve(guard)) continue;
            _encoding.Add(Encoding.Not(guard));
            yield break;
        }
    }
}
