namespace Debate.Argumentation.Solving;

/// <summary>Looks for extensions of one framework; keeps what it learnt from question to question.</summary>
internal abstract class ExtensionSearch
{
    /// <summary>An extension, ascending, that fulfils the condition (literals as in <see cref="Encoding"/>); null for none.</summary>
    public abstract int[]? Find(params ReadOnlySpan<int> condition);

    /// <summary>An extension without some of these arguments; null where every extension holds them all.</summary>
    public abstract int[]? Lacking(int[] arguments);

    /// <summary>Every extension once. Nothing else may be asked afterwards.</summary>
    public abstract IEnumerable<int[]> All();
}
