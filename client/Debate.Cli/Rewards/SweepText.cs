using Debate.Rewards.Judges;
using Debate.Rewards.Reports;
using Debate.Tournaments;

namespace Debate.Cli.Rewards;

/// <summary>The tables and sentences of a sweep: mean ± standard deviation over seeds, "–" where a measure has no meaning.</summary>
internal static class SweepText
{
    /// <summary>What was done.</summary>
    public static IEnumerable<string> Facts(SweepReport report)
    {
        var scales = report.Scales;
        yield return FormattableString.Invariant(
            $"{report.Environment}: R = (1 - lambda) {scales.Environment} r_env + lambda {scales.Debate} r_debate, gamma {scales.Gamma}; ")
            + FormattableString.Invariant($"debates of {report.Items} items; {report.Seeds} seeds from {report.Seed}; values are exact");
    }

    /// <summary>Survival against being preferred.</summary>
    public static ReportTable Outcomes(SweptArm arm) => new(
        ["lambda", "survival", "share of best", "kept", "length", "differs", "preferred", "even", "other judge"],
        Rows(arm, p =>
        [
            Text(p.Survival, 4), Text(p.SurvivalShare), Text(p.Kept), Length(p), Text(p.Differs), Text(p.Preferred), Text(p.Even),
            Text(p.Across),
        ]));

    /// <summary>How episodes stand at the paper's horizon, and how many never end.</summary>
    public static ReportTable Horizon(SweptArm arm) => new(
        ["lambda", "survived", "died", "goes on", "never ends", "length"],
        Rows(arm, p => [Text(p.SurvivedAtHorizon), Text(p.DiedAtHorizon), Text(p.OpenAtHorizon), Text(p.Endless), Length(p)]));

    /// <summary>Importance sampling beside the truth, and Q beside the clinicians.</summary>
    public static ReportTable Values(SweptArm arm) => new(
        ["lambda", "WIS of softmax(Q)", "truth", "effective episodes", "aligned, weighted", "aligned, unweighted"],
        Rows(arm, p =>
        [
            Text(p.Estimated), Text(p.Truth), Text(p.EffectiveEpisodes, 0), Text(p.AlignedWeighted), Text(p.AlignedUnweighted),
        ]));

    /// <summary>Whether some lambda buys justifiability cheaply.</summary>
    public static IEnumerable<string> Verdict(SweepReport report)
    {
        var holding = report.TradeOffs.Where(t => t.Holds).ToArray();
        if (holding.Length == 0)
            yield return "no lambda keeps 80 % of the gain in survival with 95 % preferred where the policies differ, on 20 % of steps";
        foreach (var trade in holding)
            yield return FormattableString.Invariant($"lambda {trade.Lambda} keeps {Percent(trade.Kept)} of the gain in survival, ")
                + $"{Percent(trade.Preferred)} preferred where the policies differ, on {Percent(trade.Differs)} of steps"
                + FormattableString.Invariant($" (in {trade.Seeds} of {report.Seeds} seeds")
                + (trade.HoldsSurely ? ", and at the lower ends of the intervals)" : "; not at the lower ends of the intervals)");
    }

    /// <summary>Mean ± standard deviation.</summary>
    public static string Text(Spread? spread, int places = 3)
    {
        if (spread is null) return "–";
        var format = "F" + places.ToString(System.Globalization.CultureInfo.InvariantCulture);
        string Number(double x) => x.ToString(format, System.Globalization.CultureInfo.InvariantCulture);
        return $"{Number(spread.Mean)} ±{Number(spread.Deviation)}";
    }

    private static string Percent(Spread spread) => FormattableString.Invariant(
        $"{100 * spread.Mean:0.0} % [{100 * spread.Low:0.0}, {100 * spread.High:0.0}]");

    private static string Length(SweptPoint point) => point.Length is null ? "endless" : Text(point.Length, 2);

    private static IReadOnlyList<IReadOnlyList<string>> Rows(SweptArm arm, Func<SweptPoint, IReadOnlyList<string>> cells) =>
        [.. arm.Points.Select(p => (IReadOnlyList<string>)[FormattableString.Invariant($"{p.Lambda}"), .. cells(p)])];
}
