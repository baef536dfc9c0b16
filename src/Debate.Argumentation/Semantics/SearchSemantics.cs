using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Semantics;

/// <summary>A semantics for which one search answers all questions.</summary>
public abstract class SearchSemantics : ComponentSemantics
{
    private protected abstract ExtensionSearch CreateSearch(Framework component, SearchBudget budget);

    /// <inheritdoc/>
    protected sealed override int[]? FindOne(Framework component, SearchBudget budget) => CreateSearch(component, budget).Find();

    /// <inheritdoc/>
    protected sealed override IEnumerable<int[]> Enumerate(Framework component, SearchBudget budget) =>
        CreateSearch(component, budget).Enumerate();

    /// <inheritdoc/>
    protected override int[]? FindContaining(Framework component, int argument, SearchBudget budget) =>
        CreateSearch(component, budget).Find(FrameworkEncoding.In(argument));

    /// <inheritdoc/>
    protected override int[]? FindExcluding(Framework component, int argument, SearchBudget budget) =>
        CreateSearch(component, budget).Find(FrameworkEncoding.Not(FrameworkEncoding.In(argument)));
}
