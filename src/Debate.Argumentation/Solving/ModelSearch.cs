namespace Debate.Argumentation.Solving;

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
