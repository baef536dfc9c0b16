using System.Numerics;
using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Semantics;

/// <summary>A semantics with exactly one extension.</summary>
public abstract class SingleSemantics : ComponentSemantics
{
    /// <summary>The extension of a component.</summary>
    protected abstract int[] ComputeUnique(Framework component, SearchBudget budget);

    /// <inheritdoc/>
    protected sealed override int[] FindOne(Framework component, SearchBudget budget) => ComputeUnique(component, budget);

    /// <inheritdoc/>
    protected sealed override IEnumerable<int[]> Enumerate(Framework component, SearchBudget budget)
    {
        yield return ComputeUnique(component, budget);
    }

    /// <inheritdoc/>
    protected override int[]? FindContaining(Framework component, int argument, SearchBudget budget) =>
        ComputeUnique(component, budget) is var set && Array.BinarySearch(set, argument) >= 0 ? set : null;

    /// <inheritdoc/>
    protected sealed override int[]? FindExcluding(Framework component, int argument, SearchBudget budget) =>
        ComputeUnique(component, budget) is var set && Array.BinarySearch(set, argument) < 0 ? set : null;

    /// <inheritdoc/>
    protected sealed override BigInteger CountExtensions(Framework component, SearchBudget budget) => BigInteger.One;
}
