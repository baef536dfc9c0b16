using System.Globalization;
using System.Text.RegularExpressions;
using Debate.Argumentation;
using Debate.Argumentation.Dynamics;
using Debate.Argumentation.Gradual;
using Debate.Core.Input;
using Debate.Deliberation.Readers;
using Debate.Deliberation.Schemes;

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

/// <summary>The argument that a seat was asked for; null when it has none.</summary>
public sealed record ArgumentReply(string? Text);

/// <summary>Reads one argument.</summary>
public sealed class ArgumentReader : IReader<ArgumentReply>
{
    private static readonly string[] Names = ["argument", "text", "claim", "reason"];

    /// <inheritdoc/>
    public string Name => "argument";

    /// <inheritdoc/>
    public ReadResult<ArgumentReply> Read(string reply) => StructuredReply.Read(reply, Names) is { } found
        ? ReadResult<ArgumentReply>.Accepted(new(found.FindMeaningful(Names) is { } text ? SchemeArgument.ToOneLine(text) : null))
        : ReadResult<ArgumentReply>.Refused("No object with the field argument was found.");
}

/// <summary>A base score.</summary>
/// <param name="Score">In [0, 1].</param>
/// <param name="Clamped">Whether the score as given lay outside that range and was replaced by the nearer end.</param>
public sealed record ScoreReply(double Score, bool Clamped);

/// <summary>
/// Reads a base score: a number from 0 to 1, a percentage ("85 %", or a whole number from 2 to 100), or "8/10". A value that then lies
/// outside [0, 1] is clamped to the nearer end.
/// </summary>
public sealed partial class ScoreReader : IReader<ScoreReply>
{
    /// <summary>The names of the field.</summary>
    public static ReadOnlySpan<string> FieldNames => Names;

    private static readonly string[] Names = ["score", "confidence", "strength", "probability", "certainty"];

    /// <inheritdoc/>
    public string Name => "score";

    /// <inheritdoc/>
    public ReadResult<ScoreReply> Read(string reply)
    {
        return ReadNumber(StructuredReply.Read(reply, Names)?.FindText(Names));
    }

    /// <summary>Reads what a field says.</summary>
    public static ReadResult<ScoreReply> ReadNumber(string? said)
    {
        if (said is null || NumberPattern().Match(said) is not { Success: true } match)
            return ReadResult<ScoreReply>.Refused("No object with the field score, a number from 0 to 1, was found.");
        var value = double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        var of = match.Groups[2].Success ? double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture) : 1;
        if (match.Groups[3].Success || !match.Groups[2].Success && value is >= 2 and <= 100 && value == Math.Floor(value)) of = 100;
        if (of == 0) return ReadResult<ScoreReply>.Refused("The score divides by zero.");
        return ReadResult<ScoreReply>.Accepted(new(Math.Clamp(value / of, 0, 1), value / of is < 0 or > 1));
    }

    [GeneratedRegex(@"(-?\d{1,9}(?:\.\d{1,15})?)(?:\s*/\s*(\d{1,9})|\s*(%))?", RegexOptions.CultureInvariant)]
    private static partial Regex NumberPattern();
}
