namespace Debate.Argumentation.Solving;

/// <summary>
/// Stable extensions where there are any, else those of largest range: so for semi-stable (Caminada, 2006) and stage (Verheij, 1996).
/// Asks for a stable extension of the kind wanted before it asks whether there is any, and in a quarter of the time whether there is any
/// set but the empty one, for without one the harder questions do not arise.
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
