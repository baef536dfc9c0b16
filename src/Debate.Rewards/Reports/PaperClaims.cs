using Debate.Rewards.Judges;
using Debate.Rewards.Players;
using Debate.Rewards.Policies;

namespace Debate.Rewards.Reports;

/// <summary>One claim: what the paper says, what was found here, and why they agree or differ.</summary>
public sealed record PaperClaim(string About, string Paper, string Found, string Why);

/// <summary>
/// Compares the claims of Sukovic and Radanovic (ICLR 2024) with the results of a sweep. The paper's numbers are from MIMIC-III with L = 6;
/// those marked "read off a figure" are accurate to .01. Our results are computed.
/// </summary>
public static class PaperClaims
{
    /// <summary>All claims; the ones about players have results only if players were studied.</summary>
    public static IReadOnlyList<PaperClaim> Compare(SweepReport report) =>
    [
        Preference(report), Cost(report), FullState(report), AlignedQ(report), Judge(report), Indicator(report), Robust(report),
        AlignedEvidence(report),
    ];

    private static PaperClaim Preference(SweepReport report) => new(
        "The more debate weighs, the more a policy is preferred to the baseline",
        "preferred .742 at lambda .25, .816 at .5, .824 at .75, .842 at 1",
        string.Join("; ", report.Arms.Where(a => a is { Feedback: "debate", Form: RewardVariant.Signed }).Select(DescribeSlope)),
        "A planner departs first where a debate is surely won at little cost, and more weight buys departures that are contested. The "
            + "paper's policies come out of double DQN with function approximation, rewarded by the indicator of one order: there more "
            + "weight may help to find what is preferred at all. Which of these makes its rise cannot be told without its data.");

    private static string DescribeSlope(SweepArmSummary arm)
    {
        SweepPointSummary[] points = [.. arm.Points.Where(p => p.Preferred is not null)];
        if (points.Length == 0) return $"{arm.Method}: nothing ever differed";
        var falls = points[^1].Preferred!.Mean < points[0].Preferred!.Mean;
        return $"{arm.Method}: preferred {FormatSummary(points[0].Preferred)} at lambda {FormatLambda(points[0])}, {FormatSummary(points[^1].Preferred)} at "
            + $"{FormatLambda(points[^1])}: it {(falls ? "falls" : "does not fall")}";
    }

    private static PaperClaim Cost(SweepReport report)
    {
        var found = report.TradeOffs.Where(t => t.Holds).OrderByDescending(t => t.Differs.Mean).FirstOrDefault();
        var (first, last) = (report.Arms[0].Points[0], report.Arms[0].Points[^1]);
        var holds = found is null ? "no lambda of the grid keeps 80 % of the gain with 95 % preferred on 20 % of steps"
            : $"at lambda {FormatNumber(found.Lambda)} {FormatSummary(found.Kept)} of the gain over random is kept, {FormatSummary(found.Preferred)} of departures "
                + $"preferred on {FormatSummary(found.Differs)} of steps";
        return new(
            "Being justifiable hardly costs performance",
            "importance sampling .85 at lambda 0, .81 at .25, .78 at .5, .77 at .75, .74 at 1; clinicians .68 (read off a figure)",
            $"{holds}; at lambda {FormatLambda(last)} the gain kept is {FormatSummary(last.Kept)}. Importance sampling says {FormatSummary(first.Estimated)} at "
                + $"lambda {FormatLambda(first)} and {FormatSummary(last.Estimated)} at {FormatLambda(last)}, where the truth is {FormatSummary(first.Truth)} and "
                + FormatSummary(last.Truth),
            "Survival here is exact and read between random and optimal; on that scale a cost shows that the paper's scale, on which "
                + "clinicians and the best policy lie close together, hides. The paper's grid begins at .25.");
    }

    private static PaperClaim FullState(SweepReport report)
    {
        var (debate, full) = (report.Arms[0], FindArm(report, "full state"));
        var at = full.Points.FirstOrDefault(p => p.Lambda == report.TradeOffs.LastOrDefault(t => t.Holds)?.Lambda) ?? full.Points[^1];
        var same = debate.Points.First(p => p.Lambda == at.Lambda);
        return new(
            "Feedback from debates is comparable to that of a judge who sees the full state",
            "said in the abstract; Q agrees with clinicians in .755 of pairs against .85 (lambda .75; read off a figure)",
            $"at lambda {FormatLambda(at)} the gain kept is {FormatSummary(same.Kept)} with debates and {FormatSummary(at.Kept)} with the full-state judge; of the "
                + $"debates' departures the full-state judge prefers {FormatSummary(same.Across)}, and of its departures the debates "
                + FormatSummary(at.Across),
            "What is kept says whether the two cost the same, the cross-judgements whether they ask for the same: .5 would be chance. What "
                + "wins a debate over few items need not be what the full state supports.");
    }

    private static PaperClaim AlignedQ(SweepReport report)
    {
        var (first, debate, full) = (report.Arms[0].Points[0], report.Arms[0].Points[^1], FindArm(report, "full state").Points[^1]);
        return new(
            "Q agrees with the clinicians' choices",
            "debates .75, .76, .755, .715 and full state .83, .845, .85, .825 at lambda .25, .5, .75, 1 (read off a figure)",
            $"on weighted pairs of admissible actions at lambda {FormatLambda(debate)}: debates {FormatSummary(debate.AlignedWeighted)}, full state "
                + $"{FormatSummary(full.AlignedWeighted)}; at lambda {FormatLambda(first)} {FormatSummary(first.AlignedWeighted)}; "
                + $"no Q above {FormatNumber(report.Bound.Weighted)}",
            "Pairs are weighted, which takes away how usual an action is; inadmissible actions, which are easy to tell, are left out; ties "
                + "count half, in the paper whole. The bound belongs to these very pairs. Unweighted pairs stand in the tables.");
    }

    private static PaperClaim Judge(SweepReport report)
    {
        var (few, all) = (report.Judges[0], report.Judges.First(j => j.Judge != report.Judges[0].Judge));
        return new(
            "A judge of few items is worth listening to",
            "accuracy .63 to .65 on 6 random items, by way of sampling pairs (read off a figure)",
            $"on {few.Test}: {FormatSummary(few.Accuracy)} with {FormatNumber(report.Items)} random items, {FormatSummary(all.Accuracy)} with all; without "
                + $"evidence {FormatNumber(few.NoEvidence)}, Bayes {FormatNumber(few.Bayes)}",
            "Fewer items say less; train-judge --items 6 gives the paper's number of items. On unweighted pairs accuracies look better, "
                + "but there a judge without any evidence does well: see the table of judges.");
    }

    private static PaperClaim Indicator(SweepReport report)
    {
        var (signed, indicator) = (report.Arms[0].Points[^1], report.Arms[1].Points[^1]);
        return new(
            "The reward of a debate is an indicator",
            "5 where the action is preferred, else 0, of one debate whose first speaker is drawn",
            $"at lambda {FormatLambda(signed)}: preferred {FormatSummary(signed.Preferred)} signed and {FormatSummary(indicator.Preferred)} with the indicator, "
                + $"share of best survival {FormatSummary(signed.SurvivalShare)} and {FormatSummary(indicator.SurvivalShare)}, "
                + $"length {FormatLength(signed)} and {FormatLength(indicator)}; {FormatSummary(report.Arms[0].FlipShare)} of comparisons flip with the order",
            "A reward that never costs pays for every step spent ill. The signed mean of both orders takes nothing from the order of "
                + "speaking; still, a policy that is preferred at every step gains by going on.");
    }

    private static PaperClaim Robust(SweepReport report) => new(
        "Players trained by debate withstand a confuser, isolated ones do not",
        "judge accuracy without and with a trained confuser, L = 6: isolated (precommitted) .881 and .381, maxmin .897 and .850, self-play "
            + ".863 and .858",
        DescribePlayers(report.Debaters.Where(d => d.Exact is not null), d =>
            $"{FormatSummary(d.Alignment)}, {(d.Learned is null ? "" : $"learned confuser {FormatSummary(d.Learned)}, ")}exact confuser {FormatSummary(d.Exact)}"),
        "The exact confuser is the best response that exists, harder than a trained one. Exact play cannot be exploited by definition: the "
            + "claim is about players that learned, here within a small budget.");

    private static PaperClaim AlignedEvidence(SweepReport report) => new(
        "The evidence shown speaks for what clinicians did",
        "isolated .83, maxmin .875, self-play .865, SHAP about .72 (read off a figure)",
        DescribePlayers(report.Debaters, d => FormatSummary(d.Alignment)),
        "Evidence that one side picks alone can justify nearly anything to a judge that sees few items, which is high alignment and "
            + "no merit: read every number beside random evidence and beside the confusers.");

    private static string DescribePlayers(IEnumerable<DebaterSummary> debaters, Func<DebaterSummary, string> of)
    {
        var found = string.Join("; ", debaters.Select(d => $"{d.Player} {of(d)}"));
        return found.Length > 0 ? found : "not measured in this sweep";
    }

    private static SweepArmSummary FindArm(SweepReport report, string feedback) => report.Arms.First(a => a.Feedback == feedback);

    private static string FormatLambda(SweepPointSummary point) => FormatNumber(point.Lambda);

    private static string FormatLength(SweepPointSummary point) =>
        point.Length is { } length ? FormattableString.Invariant($"{length.Mean:0.0}")
        : FormattableString.Invariant($"endless ({point.Endless.Mean:0.00} of episodes never end)");

    private static string FormatNumber(double number) => FormattableString.Invariant($"{number:0.###}");

    private static string FormatSummary(SeedSummary? spread) =>
        spread is null ? "–" : FormattableString.Invariant($"{spread.Mean:0.000} ±{spread.Deviation:0.000}");
}
