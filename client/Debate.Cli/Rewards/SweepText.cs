using System.Globalization;
using Debate.Cli.Output;
using Debate.Core.Input;
using Debate.Core.Output;
using Debate.Rewards.Evidence;
using Debate.Rewards.Judges;
using Debate.Rewards.Reports;
using Debate.Tournaments;

namespace Debate.Cli.Rewards;

/// <summary>The tables and sentences of a sweep: mean ± standard deviation over seeds, "–" where a measure is undefined.</summary>
internal static class SweepText
{
    private const double LeastEndless = .005;

    /// <summary>The parameters of the sweep.</summary>
    public static IEnumerable<string> Facts(SweepReport report)
    {
        var scales = report.Scales;
        yield return FormattableString.Invariant(
            $"{report.Environment}: R = (1 - lambda) {scales.Environment} r_env + lambda {scales.Debate} r_debate, gamma {scales.Gamma}; ")
            + FormattableString.Invariant($"debates of {report.Items} items; {report.Seeds} seeds from {report.Seed}; values are exact")
            + (report.GamesAreExact ? ""
                : FormattableString.Invariant($", debates are solved over the {PrunedGame.DefaultItems} items that matter most"));
    }

    /// <summary>Survival against preference in debate.</summary>
    public static ReportTable Outcomes(SweepArmSummary arm) => new(
        ["lambda", "survival", "share of best", "kept", "length", "differs", "preferred", "even", "other judge"],
        Rows(arm, p =>
        [
            FormatSummary(p.Survival, 4), FormatSummary(p.SurvivalShare), FormatSummary(p.Kept), Length(p), FormatSummary(p.Differs),
            FormatSummary(p.Preferred), FormatSummary(p.Even),
            FormatSummary(p.Across),
        ]));

    /// <summary>The state of episodes at the paper's horizon, and the share that never ends.</summary>
    public static ReportTable Horizon(SweepArmSummary arm) => new(
        ["lambda", "survived", "died", "goes on", "never ends", "length"],
        Rows(arm, p => [FormatSummary(p.SurvivedAtHorizon), FormatSummary(p.DiedAtHorizon), FormatSummary(p.OpenAtHorizon),
            FormatSummary(p.Endless), Length(p)]));

    /// <summary>The importance-sampling estimate next to the exact value, and the agreement of Q with the clinicians.</summary>
    public static ReportTable Values(SweepArmSummary arm) => new(
        ["lambda", "WIS of softmax(Q)", "truth", "effective episodes", "aligned, weighted", "aligned, unweighted"],
        Rows(arm, p =>
        [
            FormatSummary(p.Estimated), FormatSummary(p.Truth), FormatSummary(p.EffectiveEpisodes, 0), FormatSummary(p.AlignedWeighted),
            FormatSummary(p.AlignedUnweighted),
        ]));

    /// <summary>Whether some lambda makes policies justifiable at a low cost in survival.</summary>
    public static IEnumerable<string> Verdict(SweepReport report)
    {
        var holding = report.TradeOffs.Where(t => t.Holds).ToArray();
        if (holding.Length == 0)
            yield return "no lambda keeps 80 % of the gain in survival with 95 % preferred where the policies differ, on 20 % of steps";
        foreach (var trade in holding)
            yield return FormattableString.Invariant($"lambda {trade.Lambda} keeps {FormatPercent(trade.Kept)} of the gain in survival, ")
                + $"{FormatPercent(trade.Preferred)} preferred where the policies differ, on {FormatPercent(trade.Differs)} of steps"
                + FormattableString.Invariant($" (in {trade.Seeds} of {report.Seeds} seeds")
                + (trade.HoldsSurely ? ", and at the lower ends of the intervals)" : "; not at the lower ends of the intervals)");
    }

    /// <summary>The caveat needed to read the numbers: policies that keep patients in an episode for ever.</summary>
    public static IEnumerable<string> Warnings(SweepReport report)
    {
        var found = false;
        foreach (var arm in report.Arms)
        {
            var endless = arm.Points.Where(p => p.Endless.Mean > LeastEndless).ToArray();
            if (endless.Length == 0) continue;
            found = true;
            yield return $"{arm.Name}: episodes that never end: "
                + string.Join(", ", endless.Select(p => FormattableString.Invariant($"{p.Endless.Mean:0.00} at lambda {p.Lambda}")));
        }
        if (found)
            yield return "Why they never end: discounting rewards putting death off, and a debate reward is paid at every step for as "
                + "long as the policy is preferred. Where treatment can hold a patient for ever, that may be worth more than any end.";
    }

    /// <summary>The definitions of the tables' terms.</summary>
    public static IReadOnlyList<string> Terms { get; } =
    [
        "Numbers are mean ± standard deviation over seeds; bands and brackets are Student's 95 % intervals of the mean.",
        "Survival and length are exact and undiscounted. Share of best: (J - J of random) / (J of optimal - J of random). Kept: the "
            + "share of best over that of lambda 0, seed by seed.",
        "Differs: the share of discounted steps on which a policy departs from that of lambda 0. Preferred: the share of those on which "
            + "the arm's judge prefers it in the mean of both speaking orders, even ones half. Other judge: the same by the full-state judge "
            + "for debates, by debates for the full-state judge.",
        "How episodes end: exactly, after 21 steps (the paper's horizon), and the share that never ends. A policy that is paid at every "
            + "step may keep an episode open for ever; then there is no length.",
        "WIS: the paper's weighted importance sampling of softmax(Q) on held-out episodes (weights clipped to 1e-8..100, outcomes ±1, "
            + "discounted) beside the exact value of the same policy; effective episodes say from how many the estimate really is.",
        "Aligned: the share of pairs of admissible actions in which Q gives the clinicians' action more, ties half.",
    ];

    /// <summary>The acceptance thresholds.</summary>
    public static string Bar => FormattableString.Invariant(
        $"Asked: at least {TradeOff.MinKept} kept, {TradeOff.MinPreferred} preferred, on at least {TradeOff.MinDiffers} of steps; ")
        + "surely: also at the lower ends of the intervals.";

    /// <summary>Which numbers are the paper's and which are ours.</summary>
    public const string AboutClaims =
        "The paper is Sukovic and Radanovic, ICLR 2024, arXiv 2402.15826: its numbers are from MIMIC-III, L = 6, learned policies and "
        + "players. Ours are computed by this sweep, and another environment is another question: where they differ, both stand.";

    /// <summary>The trade-off between survival and preference, by lambda.</summary>
    public static ReportTable Trades(SweepReport report) => new(
        ["lambda", "kept", "preferred", "differs", "holds", "seeds"],
        [.. report.TradeOffs.Select(t => (IReadOnlyList<string>)
        [
            FormattableString.Invariant($"{t.Lambda}"), FormatPercent(t.Kept), FormatPercent(t.Preferred), FormatPercent(t.Differs),
            t.HoldsSurely ? "yes, surely" : t.Holds ? "yes, in the mean" : "no",
            FormattableString.Invariant($"{t.Seeds} of {report.Seeds}"),
        ])]);

    /// <summary>The accuracy of the judges, next to the bounds of the distribution they were tested on.</summary>
    public static ReportTable Judges(SweepReport report) => new(
        ["judge", "tried on", "accuracy", "no evidence", "Bayes", "calibration error"],
        [.. report.Judges.Select(j => (IReadOnlyList<string>)
        [
            j.Judge, j.Test, FormatSummary(j.Accuracy), FormattableString.Invariant($"{j.NoEvidence:0.000}"),
            FormattableString.Invariant($"{j.Bayes:0.000}"), FormatSummary(j.CalibrationError),
        ])]);

    /// <summary>The definitions of the players' numbers.</summary>
    public static string AboutDebaters(SweepReport report) =>
        FormattableString.Invariant($"{report.Debaters[0].Alignment.Each.Count} seeds. Aligned: the share of held-out comparisons in ")
        + "which the judge, shown the evidence, prefers the clinicians' action; with a confuser, who argues against it, the same. "
        + "Exploitability: how far the exact best response moves the outcome (-1 to 1) from the value of the game.";

    /// <summary>The table of the players.</summary>
    public static ReportTable Debaters(SweepReport report) => new(
        ["evidence of", "how", "items", "aligned", "greedy confuser", "learned confuser", "exact confuser", "exploitability"],
        [.. report.Debaters.Select(d => (IReadOnlyList<string>)
        [
            d.Player, CompareDebaters.How(d.From), FormattableString.Invariant($"{d.Items}"), FormatSummary(d.Alignment),
            FormatSummary(d.Greedy),
            FormatSummary(d.Learned), FormatSummary(d.Exact), FormatSummary(d.Exploitability),
        ])]);

    /// <summary>Mean ± standard deviation.</summary>
    public static string FormatSummary(SeedSummary? spread, int places = 3)
    {
        if (spread is null) return "–";
        var format = "F" + places.ToString(CultureInfo.InvariantCulture);
        string Number(double x) => x.ToString(format, CultureInfo.InvariantCulture);
        return $"{Number(spread.Mean)} ±{Number(spread.Deviation)}";
    }

    private static string FormatPercent(SeedSummary spread) => FormattableString.Invariant(
        $"{100 * spread.Mean:0.0} % [{100 * spread.Low:0.0}, {100 * spread.High:0.0}]");

    private static string Length(SweepPointSummary point) => point.Length is null ? "endless" : FormatSummary(point.Length, 2);

    private static IReadOnlyList<IReadOnlyList<string>> Rows(SweepArmSummary arm, Func<SweepPointSummary, IReadOnlyList<string>> cells) =>
        [.. arm.Points.Select(p => (IReadOnlyList<string>)[FormattableString.Invariant($"{p.Lambda}"), .. cells(p)])];
}

/// <summary>Prints a sweep for people: one table per arm, then the conclusions.</summary>
internal sealed class SweepPrinter(Terminal terminal)
{
    public void Print(SweepReport report)
    {
        foreach (var line in SweepText.Facts(report)) terminal.WriteLine(line);
        foreach (var arm in report.Arms)
        {
            terminal.WriteLine($"{arm.Name}; {SweepText.FormatSummary(arm.FlipShare)} of comparisons flip with the speaking order");
            terminal.WriteTable(SweepText.Outcomes(arm));
        }
        foreach (var line in SweepText.Verdict(report).Concat(SweepText.Warnings(report))) terminal.WriteLine(line);
    }
}
