namespace Debate.Argumentation.Solving;

/// <summary>
/// Stable extensions where there are any, else those of another search: so for semi-stable (Caminada, 2006) and stage (Verheij, 1996).
/// Asks for a stable extension of the kind wanted before it asks whether there is any.
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
        else if (condition.IsEmpty) _exists = false;
        return found ?? (Exists() ? null : Other().Find(condition));
    }

    /// <inheritdoc/>
    public override int[]? Lacking(int[] arguments) => Exists() ? stable.Lacking(arguments) : Other().Lacking(arguments);

    /// <inheritdoc/>
    public override IEnumerable<int[]> All() => Exists() ? stable.All() : Other().All();

    private bool Exists() => _exists ??= stable.Find() is not null;

    private ExtensionSearch Other() => _other ??= otherwise();
}
