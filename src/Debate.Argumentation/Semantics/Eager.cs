using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Semantics;

/// <summary>
/// The eager extension (Caminada, 2007): the largest admissible set contained in every semi-stable extension. Starts from one of them and
/// intersects it with others that lack a remaining argument, until there is none.
/// </summary>
public sealed class Eager : SingleSemantics
{
    /// <inheritdoc/>
    public override string Name => "eager";

    /// <inheritdoc/>
    public override string Code => "EA";

    /// <inheritdoc/>
    protected override int[] ComputeUnique(Framework component, SearchBudget budget)
    {
        var search = SemiStable.CreateStableFirst(component, budget);
        var left = search.Find()!;
        while (left.Length > 0 && search.FindLacking(left) is { } other)
            left = DefendedSubset.Compute(component, Array.FindAll(left, a => Array.BinarySearch(other, a) >= 0), budget);
        return left;
    }
}
