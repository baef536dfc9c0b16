using System.Collections.Immutable;
using System.Globalization;
using Debate.Deliberation.Evidence;
using Debate.Deliberation.Evidence.Players;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// Measures for one motion how often the judgement on a share of the evidence agrees with the judgement on all of it, when the share is
/// chosen by two debaters, by one side alone, by chance or by nobody (after Sukovic and Radanovic, 2024). The measures are named ARM@SHARE;
/// there are none when the judgement on full information does not converge.
/// </summary>
public sealed class AgreementStudy : IProtocol
{
    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } = new("agreement", 1, () => new AgreementStudy())
    {
        Kind = "study",
        Options =
        [
            OptionRule.Number("plays", 4, 1, 1000, "Plays of each arm, share and starter."),
            .. EvidenceDebate.JudgeOptions,
        ],
        Seats = _ => ["pro", "con"],
        DefaultModel = "greedy",
    };

    /// <inheritdoc/>
    public Task<Verdict> RunAsync(IDeliberation d)
    {
        var evidence = EvidenceDebate.ReadEvidence(d.Problem, d.Options);
        var options = new AgreementOptions(
            AgreementOptions.Tenths, EvidencePlayers.Find(d.Seat("pro").Model), EvidencePlayers.Find(d.Seat("con").Model),
            d.Options.Number("plays"), (long)(d.Draw().NextUInt64() & long.MaxValue));
        var curve = AgreementCurve.Compute(evidence.Arguments.Count, evidence.CreateGame, options);
        return Task.FromResult(new Verdict(Decision.Decided)
        {
            Ended = curve.Full.Converged ? "measured" : "no full information",
            Measures = curve.Points.ToImmutableSortedDictionary(FormatMeasure, p => p.Agreement),
        });
    }

    /// <summary>Parses the name of a measure from <see cref="RunAsync"/> into arm and share.</summary>
    public static (string Arm, double Share) ParseMeasure(string measure)
    {
        var at = measure.IndexOf('@', StringComparison.Ordinal);
        return (measure[..at], double.Parse(measure[(at + 1)..], CultureInfo.InvariantCulture));
    }

    private static string FormatMeasure(AgreementPoint point) => FormattableString.Invariant($"{point.Arm}@{point.Share:0.0}");
}
