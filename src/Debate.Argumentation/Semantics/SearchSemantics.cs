using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Semantics;

/// <summary>A semantics for which one search answers all questions.</summary>
public abstract class SearchSemantics : ComponentSemantics
{
    private protected abstract ExtensionSearch Search(Framework component, Effort effort);

    /// <inheritdoc/>
    protected sealed override int[]? Some(Framework component, Effort effort) => Search(component, effort).Find();

    /// <inheritdoc/>
    protected sealed override IEnumerable<int[]> All(Framework component, Effort effort) => Search(component, effort).All();

    /// <inheritdoc/>
    protected override int[]? With(Framework component, int argument, Effort effort) =>
        Search(component, effort).Find(Encoding.In(argument));

    /// <inheritdoc/>
    protected override int[]? Without(Framework component, int argument, Effort effort) =>
        Search(component, effort).Find(Encoding.Not(Encoding.In(argument)));
}
