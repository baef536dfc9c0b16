using Debate.Argumentation.Certificates;
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
    public override SemanticsTraits Traits { get; } = new();

    /// <inheritdoc/>
    internal override SemanticsCertificates Certificates { get; } =
        new((framework, refuter) => new RangeProofs(framework, refuter, SetProperty.ConflictFree))
        {
            Witness = new(ProofKind.SetAndRefutation, "no refutation is needed of a stable set"),
            InNone = new(ProofKind.Partly, $"{SemanticsCertificates.OrStable}, or the argument attacks itself"),
            InAll = new(ProofKind.Partly, SemanticsCertificates.OrStable),
            Extensions = new(ProofKind.Partly, SemanticsCertificates.OrStable),
            Count = new(ProofKind.Partly, $"{SemanticsCertificates.OrStable}, up to 1000"),
        };

    private protected override ExtensionSearch CreateSearch(Framework component, SearchBudget budget) =>
        new StableFirstSearch(new StableEncoding(component, budget), () => new RangeSearch(component, LabellingKind.ConflictFree, budget));
}
