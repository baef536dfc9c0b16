namespace Debate.Argumentation.Solving;

/// <summary>A search whose extensions are the models of an encoding.</summary>
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
