using Debate.Argumentation.Certificates;
using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Semantics;

/// <summary>
/// Semi-stable extensions (Caminada, 2006): complete extensions whose range (its members and what they attack) is maximal; they are the
/// stable extensions if there are any. Admissible sets of maximal range are complete, so the search only requires admissibility.
/// </summary>
public sealed class SemiStable : SearchSemantics
{
    /// <inheritdoc/>
    public override string Name => "semi-stable";

    /// <inheritdoc/>
    public override string Code => "SST";

    /// <inheritdoc/>
    public override SemanticsTraits Traits { get; } = new() { IsComplete = true };

    /// <inheritdoc/>
    internal override SemanticsCertificates Certificates { get; } =
        new((framework, refuter) => new RangeProofs(framework, refuter, SetProperty.Admissible))
        {
            Witness = new(ProofKind.SetAndRefutation, "no refutation is needed of a stable set"),
            InNone = new(ProofKind.Partly, $"{SemanticsCertificates.OrStable}, or no admissible set holds the argument"),
            InAll = new(ProofKind.Partly, $"{SemanticsCertificates.OrStable}, or every preferred extension holds the argument"),
            Extensions = new(ProofKind.Partly, SemanticsCertificates.OrStable),
            Count = new(ProofKind.Partly, $"{SemanticsCertificates.OrStable}, up to 1000"),
        };

    /// <inheritdoc/>
    protected override int[]? FindContaining(Framework component, int argument, SearchBudget budget) =>
        Admissible.FindAdmissibleContaining(component, argument, budget) is null ? null : base.FindContaining(component, argument, budget);

    private protected override ExtensionSearch CreateSearch(Framework component, SearchBudget budget) =>
        CreateStableFirst(component, budget);

    internal static StableFirstSearch CreateStableFirst(Framework component, SearchBudget budget) =>
        new(new StableEncoding(component, budget), () => new RangeSearch(component, LabellingKind.Admissible, budget));
}
