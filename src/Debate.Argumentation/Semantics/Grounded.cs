using System.Numerics;
using Debate.Argumentation.Certificates;
using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Semantics;

/// <summary>The status of a node under a labelling.</summary>
public enum Label
{
    /// <summary>Neither accepted nor rejected.</summary>
    Undecided,

    /// <summary>Accepted.</summary>
    In,

    /// <summary>Rejected.</summary>
    Out,
}

/// <summary>
/// The grounded labelling (Dung, 1995; labellings after Caminada and Gabbay, 2009): unique, and the most sceptical complete one.
/// An argument is in if all its attackers are out, and out if one of them is in. An inference needs its premises (necessary support,
/// Nouioua and Risch, 2011): it is in if moreover all its premises are in, and out if one of them is out. An argument needs no support to
/// be in, so supporting inferences are labelled but change no argument's label; inferences of kind attack do attack. Time is linear in
/// nodes plus relations.
/// </summary>
public sealed class Grounded : ISemantics
{
    /// <inheritdoc/>
    public string Name => "grounded";

    /// <inheritdoc/>
    public string Code => "GR";

    /// <inheritdoc/>
    public SemanticsTraits Traits { get; } = new() { IsDirectional = true, IsComplete = true, IsUnique = true, ScepticalIsGrounded = true };

    /// <inheritdoc/>
    SemanticsCertificates ISemantics.Certificates { get; } =
        new((framework, refuter) => new GroundedProofs(framework, refuter))
        {
            Witness = new(ProofKind.Attacks),
            InNone = new(ProofKind.Attacks),
            InAll = new(ProofKind.Attacks),
            Extensions = new(ProofKind.Attacks),
            Count = new(ProofKind.Attacks, "there is exactly one"),
        };

    /// <summary>The label of every node of a graph.</summary>
    public static Label[] Labelling(ArgumentGraph graph) => PropagateLabels(new LabelPropagation(graph)).Labels;

    /// <inheritdoc/>
    public int[] Extension(Framework framework, SearchBudget budget) =>
        PropagateLabels(new LabelPropagation(framework, budget)).GetAccepted();

    /// <inheritdoc/>
    public IEnumerable<int[]> Extensions(Framework framework, SearchBudget budget)
    {
        yield return Extension(framework, budget);
    }

    /// <inheritdoc/>
    public Answer Credulous(Framework framework, int argument, SearchBudget budget) =>
        Extension(framework, budget) is var set && Array.BinarySearch(set, argument) >= 0 ? new(true, set) : new(false);

    /// <inheritdoc/>
    public Answer Sceptical(Framework framework, int argument, SearchBudget budget) =>
        Extension(framework, budget) is var set && Array.BinarySearch(set, argument) >= 0 ? new(true) : new(false, set);

    /// <inheritdoc/>
    public BigInteger Count(Framework framework, SearchBudget budget) => BigInteger.One;

    private static LabelPropagation PropagateLabels(LabelPropagation propagation)
    {
        propagation.PropagateUnattacked();
        return propagation;
    }
}

/// <summary>The grounded extension (Dung, 1995): computed again by the checker's own loop, which decides every question about it.</summary>
internal sealed class GroundedProofs(Framework framework, Refuter refuter) : SemanticsProofs(framework, refuter)
{
    private readonly int[] _grounded = SetCheck.ComputeGrounded(framework);

    /// <inheritdoc/>
    public override CheckResult ProveExtension(IReadOnlyList<int> set) =>
        ProvedIf(set.Order().SequenceEqual(_grounded), "the grounded extension");

    /// <inheritdoc/>
    public override CheckResult ProveInNone(int argument) => Array.BinarySearch(_grounded, argument) < 0
        ? CheckResult.Proved("the grounded extension lacks the argument")
        : CheckResult.Rejected("the grounded extension holds the argument");

    /// <inheritdoc/>
    public override CheckResult ProveInAll(int argument) => Array.BinarySearch(_grounded, argument) >= 0
        ? CheckResult.Proved("the grounded extension holds the argument")
        : CheckResult.Rejected("the grounded extension lacks the argument");

    /// <inheritdoc/>
    public override CheckResult ProveNoOther(IReadOnlyList<IReadOnlyList<int>> extensions) => extensions.Count == 1
        ? CheckResult.Proved("there is exactly one") : CheckResult.Rejected("there is exactly one");

    /// <inheritdoc/>
    public override int[]? FindAnother(IReadOnlyList<IReadOnlyList<int>> extensions) => extensions.Count == 0 ? _grounded : null;
}
