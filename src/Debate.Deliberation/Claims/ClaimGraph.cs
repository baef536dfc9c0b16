using Debate.Argumentation;
using Debate.Argumentation.Dynamics;
using Debate.Argumentation.Gradual;

namespace Debate.Deliberation.Claims;

/// <summary>
/// A claim with arguments for and against it under a gradual semantics. The claim is true when its strength is above one half and false
/// when it is below (Freedman et al., "Argumentative Large Language Models for Explainable and Contestable Claim Verification", AAAI 2025).
/// Immutable: contesting it gives a new graph.
/// </summary>
/// <param name="graph">The claim, the arguments, their base scores.</param>
/// <param name="semantics">Computes the strengths.</param>
public sealed class ClaimGraph(ArgumentGraph graph, IGradualSemantics semantics)
{
    /// <summary>The id of the claim in the graphs that the protocol builds.</summary>
    public const string ClaimId = "claim";

    /// <summary>Strengths closer to one half than this decide nothing.</summary>
    public const double Tolerance = 1e-9;

    private readonly Lazy<Strengths> _strengths = new(() => Strengths.Compute(graph, semantics));

    /// <summary>The claim and the arguments about it.</summary>
    public ArgumentGraph Graph => graph;

    /// <summary>The semantics that computes strengths from base scores.</summary>
    public IGradualSemantics Semantics => semantics;

    /// <summary>The strength of an argument, in [0, 1]; an <see cref="InputException"/> for an unknown id.</summary>
    public double Strength(string id = ClaimId) => _strengths.Value.Values[Graph.GetNode(id)];

    /// <summary>Whether the claim is true; null when its strength is one half.</summary>
    public bool? IsTrue => Math.Abs(Strength() - 0.5) <= Tolerance ? null : Strength() > 0.5;

    /// <summary>
    /// The claim after edits that change base scores, retract arguments or add new ones. Throws an <see cref="InputException"/> when an
    /// edit does not fit the graph or would retract the claim itself.
    /// </summary>
    public ClaimGraph Contest(params IReadOnlyList<GraphEdit> edits)
    {
        if (edits.Any(e => e is { Kind: GraphEditKind.Retract, Id: ClaimId }))
            throw new InputException("argument 'claim': it is what is verified");
        var edited = new EditableGraph(graph);
        edited.Apply(edits);
        return new(edited.Snapshot(), semantics);
    }
}
