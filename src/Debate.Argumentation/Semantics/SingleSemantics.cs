using System.Numerics;
using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Semantics;

/// <summary>A semantics with exactly one extension.</summary>
public abstract class SingleSemantics : ComponentSemantics
{
    /// <summary>The extension of a component.</summary>
    protected abstract int[] Only(Framework component, Effort effort);

    /// <inheritdoc/>
    protected sealed override int[] Some(Framework component, Effort effort) => Only(component, effort);

    /// <inheritdoc/>
    protected sealed override IEnumerable<int[]> All(Framework component, Effort effort)
    {
        yield return Only(component, effort);
    }

    /// <inheritdoc/>
    protected override int[]? With(Framework component, int argument, Effort effort) =>
        Only(component, effort) is var set && Array.BinarySearch(set, argument) >= 0 ? set : null;

    /// <inheritdoc/>
    protected sealed override int[]? Without(Framework component, int argument, Effort effort) =>
        Only(component, effort) is var set && Array.BinarySearch(set, argument) < 0 ? set : null;

    /// <inheritdoc/>
    protected sealed override BigInteger CountOf(Framework component, Effort effort) => BigInteger.One;
}
