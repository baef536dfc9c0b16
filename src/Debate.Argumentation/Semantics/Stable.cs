using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Semantics;

/// <summary>
/// Stable extensions (Dung, 1995): conflict-free sets that attack every argument outside. There may be none; then every argument is
/// sceptically accepted, since no extension lacks it.
/// </summary>
public sealed class Stable : SearchSemantics
{
    /// <inheritdoc/>
    public override string Name => "stable";

    /// <inheritdoc/>
    public override string Code => "ST";

    private protected override ExtensionSearch CreateSearch(Framework component, SearchBudget budget) =>
        new ModelSearch(new StableEncoding(component, budget));
}
