namespace Debate.Argumentation.Solving;

/// <summary>
/// Searches stable extensions if there are any, otherwise those of maximal range: semi-stable (Caminada, 2006) and stage (Verheij, 1996).
/// Searches for a stable extension that satisfies the condition before it decides whether there is any, and spends a quarter of the time on
/// whether there is any non-empty set, since without one the harder questions do not arise.
/// </summary>
internal sealed class StableFirst(StableEncoding stable, Func<RangeSearch> otherwise) : ExtensionSearch
{
    private const int FirstTurn = 8000; // conflicts
    private readonly ModelSearch _stable = new(stable);
    private bool? _exists;
    private RangeSearch? _other;

    /// <inheritdoc/>
    public override int[]? Find(params ReadOnlySpan<int> condition)
    {
        if (_exists != false && Stable(condition)) return stable.Set();
        return Exists() ? null : Other().Find(condition);
    }

    /// <inheritdoc/>
    public override int[]? Lacking(int[] arguments) => Exists() ? _stable.Lacking(arguments) : Other().Lacking(arguments);

    /// <inheritdoc/>
    public override IEnumerable<int[]> All() => Exists() ? _stable.All() : Other().All();

    private bool Stable(ReadOnlySpan<int> condition)
    {
        bool? found = null;
        for (long turn = FirstTurn; (found = stable.Try(turn, condition)) is null; turn *= 2)
            if (Other().Barren(turn / 4) == true) break;
        if (found == true) _exists = true;
        else if (found is null || condition.IsEmpty) _exists = false;
        return found == true;
    }

    private bool Exists() => _exists ?? Stable([]);

    private RangeSearch Other() => _other ??= otherwise();
}
