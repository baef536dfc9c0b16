using Debate.Argumentation.Certificates;
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

    /// <inheritdoc/>
    public override SemanticsTraits Traits { get; } = new() { IsComplete = true };

    /// <inheritdoc/>
    internal override SemanticsCertificates Certificates { get; } =
        new((framework, refuter) => new PropertyProofs(framework, refuter, SetProperty.Stable))
        {
            Witness = new(ProofKind.Set),
            None = new(ProofKind.Refutation),
            InNone = new(ProofKind.Refutation),
            InAll = new(ProofKind.Refutation),
            Extensions = new(ProofKind.SetAndRefutation, "each of them, and that there is no other"),
            Count = new(ProofKind.SetAndRefutation, "they are enumerated again, up to 1000"),
        };

    private protected override ExtensionSearch CreateSearch(Framework component, SearchBudget budget) =>
        new ModelSearch(new StableEncoding(component, budget));
}
