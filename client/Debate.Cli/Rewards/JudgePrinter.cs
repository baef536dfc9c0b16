using System.Globalization;
using Debate.Cli.Output;
using Debate.Rewards.Judges;
using Debate.Tournaments;

namespace Debate.Cli.Rewards;

/// <summary>Prints judges: each accuracy next to the two bounds of the distribution it was measured on, over seeds.</summary>
internal sealed class JudgePrinter(Terminal terminal)
{
    /// <summary>Parses the name of a weighting.</summary>
    public static DemonstrationWeighting Read(string word) => word switch
    {
        "inverse-frequency" => DemonstrationWeighting.InverseFrequency,
        "unweighted" => DemonstrationWeighting.Unweighted,
        _ => throw new InputException($"--weighting '{word}': not one of inverse-frequency, unweighted"),
    };

    /// <summary>
    /// Prints one JSON document or one set of tables; <paramref name="where"/> names the source of the rows, <paramref name="seed"/> is the
    /// first seed.
    /// </summary>
    public void Print(string where, long seed, IReadOnlyList<JudgeResult> results)
    {
        var kinds = results.GroupBy(r => (r.Judge.Origin.Items, r.Judge.Origin.Weighting)).Select(g => g.ToArray()).ToArray();
        if (terminal.IsJson)
        {
            var judges = kinds.Select(kind => new
            {
                items = kind[0].Judge.Origin.Items,
                weighting = kind[0].Judge.Origin.Weighting,
                fullState = kind[0].Judge.SeesFullState,
                trainedOn = kind[0].Reports[0].Train,
                tests = kind[0].Reports.Select((_, test) => Test([.. kind.Select(r => r.Reports[test])])),
            });
            terminal.WriteJson(new { environment = where, seed, seeds = kinds[0].Length, judges });
            return;
        }
        terminal.WriteLine(FormattableString.Invariant($"{where}, {kinds[0].Length} judges of each kind, seeds from {seed}"));
        foreach (var kind in kinds) PrintKind(kind);
    }

    private void PrintKind(JudgeResult[] kind)
    {
        var origin = kind[0].Judge.Origin;
        var sees = kind[0].Judge.SeesFullState ? "the full state" : FormattableString.Invariant($"{origin.Items} random items");
        terminal.WriteLine($"A judge that sees {sees}, trained on {kind[0].Reports[0].Train}, tried on:");
        terminal.WriteTable(new ReportTable(
            ["pairs", "accuracy", "sd", "least", "most", "no evidence", "Bayes", "log loss", "ECE"],
            [.. kind[0].Reports.Select((_, test) => Row([.. kind.Select(r => r.Reports[test])]))]));
    }

    private static string[] Row(JudgeReport[] tries)
    {
        var accuracy = Over(tries, t => t.Accuracy);
        return
        [
            tries[0].Test, FormatNumber(accuracy.Mean), FormatNumber(accuracy.Deviation), FormatNumber(accuracy.Least),
            FormatNumber(accuracy.Most),
            FormatNumber(tries[0].NoEvidence), double.IsNaN(tries[0].Bayes) ? "unknown"
            : FormatNumber(tries[0].Bayes), FormatNumber(tries.Average(t => t.LogLoss)),
            FormatNumber(tries.Average(t => t.CalibrationError)),
        ];
    }

    private static object Test(JudgeReport[] tries) => new
    {
        test = tries[0].Test,
        accuracy = Over(tries, t => t.Accuracy),
        noEvidence = tries[0].NoEvidence,
        bayes = double.IsNaN(tries[0].Bayes) ? (double?)null : tries[0].Bayes,
        logLoss = Over(tries, t => t.LogLoss),
        calibrationError = Over(tries, t => t.CalibrationError),
        reliability = tries[0].Bins,
    };

    private static SeedSummary Over(JudgeReport[] tries, Func<JudgeReport, double> of) => new([.. tries.Select(of)]);

    private static string FormatNumber(double number) => number.ToString("0.000", CultureInfo.InvariantCulture);
}
