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
