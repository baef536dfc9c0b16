namespace Debate.Argumentation.Solving;

/// <summary>Searches for extensions of one framework; keeps learned clauses between questions.</summary>
internal abstract class ExtensionSearch
{
    /// <summary>
    /// An extension, ascending, that satisfies the condition (literals as in <see cref="FrameworkEncoding"/>); null if there is none.
    /// </summary>
    public abstract int[]? Find(params ReadOnlySpan<int> condition);

    /// <summary>An extension that lacks at least one of these arguments; null if every extension contains them all.</summary>
    public abstract int[]? FindLacking(int[] arguments);

    /// <summary>Enumerates every extension once. The search must not be used afterwards.</summary>
    public abstract IEnumerable<int[]> Enumerate();
}

/// <summary>A search whose extensions are the models of an encoding.</summary>
internal sealed class ModelSearch(FrameworkEncoding encoding) : ExtensionSearch
{
    /// <inheritdoc/>
    public override int[]? Find(params ReadOnlySpan<int> condition) => encoding.Solve(condition) ? encoding.ReadSet() : null;

    /// <inheritdoc/>
    public override int[]? FindLacking(int[] arguments) => Find(encoding.AddLackingGuard(arguments));

    /// <inheritdoc/>
    public override IEnumerable<int[]> Enumerate()
    {
        while (Find() is { } set)
        {
            yield return set;
            encoding.ExcludeSet(set);
        }
    }
}
