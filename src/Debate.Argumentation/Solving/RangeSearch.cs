namespace Debate.Argumentation.Solving;

/// <summary>The extensions are the labellings whose range (what is in or out) is maximal.</summary>
internal sealed class RangeSearch : ExtensionSearch
{
    private readonly LabellingEncoding _encoding;
    private readonly MaximalSearch _search;

    /// <param name="component">What is searched.</param>
    /// <param name="demand">What is asked of a labelling besides.</param>
    /// <param name="effort">What may be spent.</param>
    public RangeSearch(Framework component, Demand demand, Effort effort)
    {
        _encoding = new LabellingEncoding(component, demand, effort);
        var range = _encoding.Range();
        _search = new MaximalSearch(_encoding, range, new Dominance(_encoding, range, admissible: demand != Demand.ConflictFree));
    }

    /// <inheritdoc/>
    public override int[]? Find(params ReadOnlySpan<int> condition) => _search.Find(condition);

    /// <inheritdoc/>
    public override int[]? Lacking(int[] arguments) => Find(_encoding.Lacks(arguments));

    /// <inheritdoc/>
    public override IEnumerable<int[]> All()
    {
        while (Find() is { } first)
        {
            foreach (var set in OfEqualRange(first)) yield return set;
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
            _encoding.Exclude(set, guard);
            if (_encoding.Solve(guard)) continue;
            _encoding.Add(Encoding.Not(guard));
            yield break;
        }
    }
}
