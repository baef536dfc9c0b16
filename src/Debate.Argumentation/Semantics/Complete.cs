using Debate.Argumentation.Certificates;
using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Semantics;

/// <summary>
/// Complete extensions (Dung, 1995): admissible sets that contain everything they defend. The grounded extension is a subset of all of
/// them, and every admissible set is a subset of one.
/// </summary>
public sealed class Complete : ComponentSemantics
{
    /// <inheritdoc/>
    public override string Name => "complete";

    /// <inheritdoc/>
    public override string Code => "CO";

    /// <inheritdoc/>
    public override SemanticsTraits Traits { get; } = new()
    {
        IsDirectional = true, IsComplete = true, CredulousIsAdmissible = true, ScepticalIsGrounded = true,
    };

    /// <inheritdoc/>
    internal override SemanticsCertificates Certificates { get; } =
        new((framework, refuter) => new PropertyProofs(framework, refuter, SetProperty.Complete))
        {
            Witness = new(ProofKind.Set),
            InNone = new(ProofKind.Refutation),
            InAll = new(ProofKind.Refutation),
            Extensions = new(ProofKind.SetAndRefutation, "each of them, and that there is no other"),
            Count = new(ProofKind.SetAndRefutation, "they are enumerated again, up to 1000"),
        };

    /// <inheritdoc/>
    protected override int[] FindOne(Framework component, SearchBudget budget) => [];

    /// <inheritdoc/>
    protected override IEnumerable<int[]> Enumerate(Framework component, SearchBudget budget) =>
        new ModelSearch(new LabellingEncoding(component, LabellingKind.Complete, budget)).Enumerate();

    /// <inheritdoc/>
    protected override int[]? FindContaining(Framework component, int argument, SearchBudget budget) =>
        Admissible.FindAdmissibleContaining(component, argument, budget) is { } set ? ComputeClosure(component, set, budget) : null;

    /// <inheritdoc/>
    protected override int[] FindExcluding(Framework component, int argument, SearchBudget budget) => [];

    // The least complete extension that contains an admissible set.
    private static int[] ComputeClosure(Framework framework, int[] admissible, SearchBudget budget)
    {
        var propagation = new LabelPropagation(framework, budget);
        propagation.AcceptSet(admissible);
        return propagation.GetAccepted();
    }
}
