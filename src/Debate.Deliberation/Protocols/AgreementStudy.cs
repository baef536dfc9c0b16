using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Debate.Deliberation.Evidence.Players;
using Debate.Deliberation.Evidence;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// Measures for one motion how often the judgement on a share of the evidence agrees with the judgement on all of it, when the share is
/// chosen by two debaters, by one side alone, by chance or by nobody (after Sukovic and Radanovic, 2024). The measures are named ARM@SHARE;
/// there are none when the judgement on full information does not converge.
/// </summary>
public sealed class AgreementStudy : IProtocol<AgreementStudyOptions>
{
    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } =
        new ProtocolDescriptor<AgreementStudyOptions>("agreement", 1, () => new AgreementStudy())
    {
        Kind = "study",
        Seats = _ => ["pro", "con"],
        DefaultModel = "greedy",
    };

    /// <inheritdoc/>
    public Task<Verdict> RunAsync(IDeliberation d, AgreementStudyOptions options)
    {
        var evidence = EvidenceDebate.ReadEvidence(d.Problem, options);
        var study = new AgreementOptions(
            AgreementOptions.Tenths, EvidencePlayers.Find(d.Seat("pro").Model), EvidencePlayers.Find(d.Seat("con").Model),
            options.Plays, (long)(d.Draw().NextUInt64() & long.MaxValue));
        var curve = AgreementCurve.Compute(evidence.Arguments.Count, evidence.CreateGame, study);
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

/// <summary>The options of an agreement study.</summary>
public sealed record AgreementStudyOptions : EvidenceJudgeOptions
{
    /// <summary>Plays of each arm, share and starter.</summary>
    [Option("Plays of each arm, share and starter."), Range(1, 1000)]
    public int Plays { get; init; } = 4;
}
