using System.Numerics;
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

    /// <summary>The label of every node of a graph.</summary>
    public static Label[] Labelling(ArgumentGraph graph) => PropagateLabels(new LabelPropagation(graph)).Labels;

    /// <summary>The label of every argument of a framework.</summary>
    public static Label[] Labelling(Framework framework, SearchBudget budget) =>
        PropagateLabels(new LabelPropagation(framework, budget)).Labels;

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
