namespace Debate.Argumentation.Solving;

/// <summary>The extensions are the labellings whose range (what is in or out) is maximal.</summary>
internal sealed class RangeSearch : ExtensionSearch
{
    private readonly LabellingEncoding _encoding;
    private readonly MaximalSearch _search;
    private int[]? _some;

    /// <param name="component">What is searched.</param>
    /// <param name="demand">What is asked of a labelling besides.</param>
    /// <param name="effort">What may be spent.</param>
    public RangeSearch(Framework component, Demand demand, Effort effort)
    {
        _encoding = new LabellingEncoding(component, demand, effort);
        var range = _encoding.Range();
        _search = new MaximalSearch(_encoding, range, once: false, new Dominance(_encoding, range, demand != Demand.ConflictFree));
    }

    /// <inheritdoc/>
    public override int[]? Find(params ReadOnlySpan<int> condition)
    {
        if (condition.IsEmpty) return _search.Find();
        // Some extension is cheap to find and often fulfils the condition; what is learnt on the way up serves the harder search.
        _some ??= _search.Find();
        return Encoding.Meets(_some!, condition) ? _some : _search.Find(condition);
    }

    /// <inheritdoc/>
    public override int[]? Lacking(int[] arguments) => _search.Find(_encoding.Lacks(arguments));

    /// <inheritdoc/>
    public override IEnumerable<int[]> All()
    {
        for (var first = Find(); first is not null; first = Find())
        {
            foreach (var set in OfEqualRange(first)) yield return set;
            if (first.Length == 0) yield break; // And where that is maximal there is no other.
            _search.Forbid();
        }
    }

    private IEnumerable<int[]> OfEqualRange(int[] first)
    {
        var guard = _encoding.Fresh(phase: true);
        foreach (var goal in _search.Reached) _encoding.Add(Encoding.Not(guard), goal);
        for (var set = first; ; set = _encoding.Set())
        {
            yield return set;
            if (set.Length == 0) yield break; // Only the empty set has an empty range.
            _encoding.Exclude(set, guard);
            if (_encoding.Solve(guard)) continue;
            _encoding.Add(Encoding.Not(guard));
            yield break;
        }
    }
}
