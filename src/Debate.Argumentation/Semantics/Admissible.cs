using Debate.Argumentation.Certificates;
using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Semantics;

/// <summary>
/// Admissible sets (Dung, 1995): conflict-free sets that attack all their attackers. The empty set is one, so no argument is in all of
/// them.
/// </summary>
public sealed class Admissible : ComponentSemantics
{
    private const int FirstQuantum = 2000; // conflicts

    /// <inheritdoc/>
    public override string Name => "admissible";

    /// <inheritdoc/>
    public override string Code => "AD";

    /// <inheritdoc/>
    public override SemanticsTraits Traits { get; } = new() { IsDirectional = true, CredulousIsAdmissible = true };

    /// <inheritdoc/>
    internal override SemanticsCertificates Certificates { get; } =
        new((framework, refuter) => new PropertyProofs(framework, refuter, SetProperty.Admissible))
        {
            Witness = new(ProofKind.Set),
            InNone = new(ProofKind.Refutation),
            InAll = new(ProofKind.Impossible, "the empty set is an extension"),
            Extensions = new(ProofKind.SetAndRefutation, "each of them, and that there is no other"),
            Count = new(ProofKind.SetAndRefutation, "they are enumerated again, up to 1000"),
        };

    /// <inheritdoc/>
    protected override int[] FindOne(Framework component, SearchBudget budget) => [];

    /// <inheritdoc/>
    protected override IEnumerable<int[]> Enumerate(Framework component, SearchBudget budget) =>
        new ModelSearch(new LabellingEncoding(component, LabellingKind.Admissible, budget)).Enumerate();

    /// <inheritdoc/>
    protected override int[]? FindContaining(Framework component, int argument, SearchBudget budget) =>
        FindAdmissibleContaining(component, argument, budget);

    /// <inheritdoc/>
    protected override int[] FindExcluding(Framework component, int argument, SearchBudget budget) => [];

    /// <summary>
    /// An admissible set with the argument, searched in its cone of influence; null if there is none. If that takes long, a quarter of the
    /// time goes into searching for a stable set, which may be easier to find.
    /// </summary>
    internal static int[]? FindAdmissibleContaining(Framework framework, int argument, SearchBudget budget)
    {
        var cone = FrameworkCutter.Cone(framework, argument, budget);
        var (any, wanted) = (new LabellingEncoding(cone.Framework, LabellingKind.Admissible, budget),
            FrameworkEncoding.In(cone.ToLocal(argument)));
        StableEncoding? stable = null;
        for (long turn = FirstQuantum; ; turn *= 2)
        {
            if (any.TrySolve(turn, wanted) is { } found) return found ? cone.Lift(any.ReadSet()) : null;
            stable ??= new StableEncoding(cone.Framework, budget);
            if (stable.TrySolve(turn / 4, wanted) == true) return cone.Lift(stable.ReadSet());
        }
    }
}
