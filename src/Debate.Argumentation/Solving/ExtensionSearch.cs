namespace Debate.Argumentation.Solving;

/// <summary>Looks for extensions of one framework; keeps what it learnt from question to question.</summary>
internal abstract class ExtensionSearch
{
    /// <summary>An extension that fulfils the condition (literals as in <see cref="Encoding"/>), ascending; null where there is none.</summary>
    public abstract int[]? Find(params ReadOnlySpan<int> condition);

    /// <summary>An extension without some of these arguments; null where every extension holds them all.</summary>
    public abstract int[]? Lacking(int[] arguments);

    /// <summary>Every extension once. Nothing else may be asked afterwards.</summary>
    public abstract IEnumerable<int[]> All();
}

/// <summary>The extensions are the models of an encoding.</summary>
internal sealed class ModelSearch(Encoding encoding) : ExtensionSearch
{
    /// <inheritdoc/>
    public override int[]? Find(params ReadOnlySpan<int> condition) => encoding.Solve(condition) ? encoding.Set() : null;

    /// <inheritdoc/>
    public override int[]? Lacking(int[] arguments) => Find(encoding.Lacks(arguments));

    /// <inheritdoc/>
    public override IEnumerable<int[]> All()
    {
        while (Find() is { } set)
        {
            yield return set;
            encoding.Exclude(set);
        }
    }
}

/// <summary>The extensions are the labellings of maximal range.</summary>
internal sealed class RangeSearch(LabellingEncoding encoding, int[] range, bool admissible) : ExtensionSearch
{
    private readonly MaximalSearch _search = new(encoding, range, new Dominance(encoding, range, admissible));

    /// <inheritdoc/>
    public override int[]? Find(params ReadOnlySpan<int> condition) => _search.Find(condition);

    /// <inheritdoc/>
    public override int[]? Lacking(int[] arguments) => Find(encoding.Lacks(arguments));

    /// <inheritdoc/>
    public override IEnumerable<int[]> All()
    {
        while (Find() is { } first)
        {
            foreach (var set in Equals(first)) yield return set;
            _search.Forbid();
        }
    }

    // The other sets that reach the same goals.
    private IEnumerable<int[]> Equals(int[] first)
    {
        var guard = encoding.Fresh(phase: true);
        foreach (var goal in _search.Held) encoding.Add(Encoding.Not(guard), goal);
        for (var set = first; ; set = encoding.Set())
        {
            yield return set;
            encoding.Exclude(set, guard);
            if (encoding.Solve(guard)) continue;
            encoding.Add(Encoding.Not(guard));
            yield break;
        }
    }
}

/// <summary>
/// Stable extensions where there are any, else those of another semantics: so for semi-stable (Caminada, 2006) and stage (Verheij,
/// 1996). Asks the stable search for what is wanted before it asks whether there is any.
/// </summary>
internal sealed class StableFirst(ModelSearch stable, Func<ExtensionSearch> otherwise) : ExtensionSearch
{
    private bool? _exists;
    private ExtensionSearch? _other;

    /// <inheritdoc/>
    public override int[]? Find(params ReadOnlySpan<int> condition)
    {
        var found = _exists == false ? null : stable.Find(condition);
        if (found is not null) _exists = true;
        return found ?? (Exists() ? null : Other().Find(condition));
    }

    /// <inheritdoc/>
    public override int[]? Lacking(int[] arguments) => Exists() ? stable.Lacking(arguments) : Other().Lacking(arguments);

    /// <inheritdoc/>
    public override IEnumerable<int[]> All() => Exists() ? stable.All() : Other().All();

    private bool Exists() => _exists ??= stable.Find() is not null;

    private ExtensionSearch Other() => _other ??= otherwise();
}
