using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Semantics;

/// <summary>
/// Stage extensions (Verheij, 1996): conflict-free sets whose range (its members and what they attack) is maximal; they are the stable
/// extensions if there are any. They need not contain the grounded extension.
/// </summary>
public sealed class Stage : SearchSemantics
{
    /// <inheritdoc/>
    public override string Name => "stage";

    /// <inheritdoc/>
    public override string Code => "STG";

    /// <inheritdoc/>
    protected override bool RespectsGrounded => false;

    private protected override ExtensionSearch CreateSearch(Framework component, SearchBudget budget) =>
        new StableFirstSearch(new StableEncoding(component, budget), () => new RangeSearch(component, LabellingKind.ConflictFree, budget));
}
