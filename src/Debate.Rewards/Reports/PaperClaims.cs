using Debate.Rewards.Judges;
using Debate.Rewards.Players;
using Debate.Rewards.Policies;

namespace Debate.Rewards.Reports;

/// <summary>One claim: what the paper says, what was found here, and why they agree or differ.</summary>
public sealed record Claim(string About, string Paper, string Found, string Why);

/// <summary>
/// Compares the claims of Sukovic and Radanovic (ICLR 2024) with the results of a sweep. The paper's numbers are from MIMIC-III with L = 6;
/// those marked "read off a figure" are accurate to .01. Our results are computed.
/// </summary>
public static class PaperClaims
{
    /// <summary>All claims; the ones about players have results only if players were studied.</summary>
    public static IReadOnlyList<Claim> Of(SweepReport report) =>
    [
        Preference(report), Cost(report), FullState(report), AlignedQ(report), Judge(report), Indicator(report), Robust(report),
        AlignedEvidence(report),
    ];

    private static Claim Preference(SweepReport report) => new(
        "The more debate weighs, the more a policy is preferred to the baseline",
        "preferred .742 at lambda .25, .816 at .5, .824 at .75, .842 at 1",
        string.Join("; ", report.Arms.Where(a => a is { Feedback: "debate", Form: RewardForm.Signed }).Select(Slope)),
        "A planner departs first where a debate is surely won at little cost, and more weight buys departures that are contested. The "
            + "paper's policies come out of double DQN with function approximation, rewarded by the indicator of one order: there more "
            + "weight may help to find what is preferred at all. Which of these makes its rise cannot be told without its data.");

    private static string Slope(SweptArm arm)
    {
        SweptPoint[] points = [.. arm.Points.Where(p => p.Preferred is not null)];
        if (points.Length == 0) return $"{arm.Method}: nothing ever differed";
        var falls = points[^1].Preferred!.Mean < points[0].Preferred!.Mean;
        return $"{arm.Method}: preferred {Text(points[0].Preferred)} at lambda {Lambda(points[0])}, {Text(points[^1].Preferred)} at "
            + $"{Lambda(points[^1])}: it {(falls ? "falls" : "does not fall")}";
    }

    private static Claim Cost(SweepReport report)
    {
        var found = report.TradeOffs.Where(t => t.Holds).OrderByDescending(t => t.Differs.Mean).FirstOrDefault();
        var (first, last) = (report.Arms[0].Points[0], report.Arms[0].Points[^1]);
        var holds = found is null ? "no lambda of the grid keeps 80 % of the gain with 95 % preferred on 20 % of steps"
            : $"at lambda {Number(found.Lambda)} {Text(found.Kept)} of the gain over random is kept, {Text(found.Preferred)} of departures "
                + $"preferred on {Text(found.Differs)} of steps";
        return new(
            "Being justifiable hardly costs performance",
            "importance sampling .85 at lambda 0, .81 at .25, .78 at .5, .77 at .75, .74 at 1; clinicians .68 (read off a figure)",
            $"{holds}; at lambda {Lambda(last)} the gain kept is {Text(last.Kept)}. Importance sampling says {Text(first.Estimated)} at "
                + $"lambda {Lambda(first)} and {Text(last.Estimated)} at {Lambda(last)}, where the truth is {Text(first.Truth)} and "
                + Text(last.Truth),
            "Survival here is exact and read between random and optimal; on that scale a cost shows that the paper's scale, on which "
                + "clinicians and the best policy lie close together, hides. The paper's grid begins at .25.");
    }

    private static Claim FullState(SweepReport report)
    {
        var (debate, full) = (report.Arms[0], Arm(report, "full state"));
        var at = full.Points.FirstOrDefault(p => p.Lambda == report.TradeOffs.LastOrDefault(t => t.Holds)?.Lambda) ?? full.Points[^1];
        var same = debate.Points.First(p => p.Lambda == at.Lambda);
        return new(
            "Feedback from debates is comparable to that of a judge who sees the full state",
            "said in the abstract; Q agrees with clinicians in .755 of pairs against .85 (lambda .75; read off a figure)",
            $"at lambda {Lambda(at)} the gain kept is {Text(same.Kept)} with debates and {Text(at.Kept)} with the full-state judge; of the "
                + $"debates' departures the full-state judge prefers {Text(same.Across)}, and of its departures the debates "
                + Text(at.Across),
            "What is kept says whether the two cost the same, the cross-judgements whether they ask for the same: .5 would be chance. What "
                + "wins a debate over few items need not be what the full state supports.");
    }

    private static Claim AlignedQ(SweepReport report)
    {
        var (first, debate, full) = (report.Arms[0].Points[0], report.Arms[0].Points[^1], Arm(report, "full state").Points[^1]);
        return new(
            "Q agrees with the clinicians' choices",
            "debates .75, .76, .755, .715 and full state .83, .845, .85, .825 at lambda .25, .5, .75, 1 (read off a figure)",
            $"on weighted pairs of admissible actions at lambda {Lambda(debate)}: debates {Text(debate.AlignedWeighted)}, full state "
                + $"{Text(full.AlignedWeighted)}; at lambda {Lambda(first)} {Text(first.AlignedWeighted)}; "
                + $"no Q above {Number(report.Bound.Weighted)}",
            "Pairs are weighted, which takes away how usual an action is; inadmissible actions, which are easy to tell, are left out; ties "
                + "count half, in the paper whole. The bound belongs to these very pairs. Unweighted pairs stand in the tables.");
    }

    private static Claim Judge(SweepReport report)
    {
        var (few, all) = (report.Judges[0], report.Judges.First(j => j.Judge != report.Judges[0].Judge));
        return new(
            "A judge of few items is worth listening to",
            "accuracy .63 to .65 on 6 random items, by way of sampling pairs (read off a figure)",
            $"on {few.Test}: {Text(few.Accuracy)} with {Number(report.Items)} random items, {Text(all.Accuracy)} with all; without "
                + $"evidence {Number(few.NoEvidence)}, Bayes {Number(few.Bayes)}",
            "Fewer items say less; train-judge --items 6 gives the paper's number of items. On unweighted pairs accuracies look better, "
                + "but there a judge without any evidence does well: see the table of judges.");
    }

    private static Claim Indicator(SweepReport report)
    {
        var (signed, indicator) = (report.Arms[0].Points[^1], report.Arms[1].Points[^1]);
        return new(
            "The reward of a debate is an indicator",
            "5 where the action is preferred, else 0, of one debate whose first speaker is drawn",
            $"at lambda {Lambda(signed)}: preferred {Text(signed.Preferred)} signed and {Text(indicator.Preferred)} with the indicator, "
                + $"share of best survival {Text(signed.SurvivalShare)} and {Text(indicator.SurvivalShare)}, "
                + $"length {Length(signed)} and {Length(indicator)}; {Text(report.Arms[0].FlipShare)} of comparisons flip with the order",
            "A reward that never costs pays for every step spent ill. The signed mean of both orders takes nothing from the order of "
                + "speaking; still, a policy that is preferred at every step gains by going on.");
    }

    private static Claim Robust(SweepReport report) => new(
        "Players trained by debate withstand a confuser, isolated ones do not",
        "judge accuracy without and with a trained confuser, L = 6: isolated (precommitted) .881 and .381, maxmin .897 and .850, self-play "
            + ".863 and .858",
        Players(report.Debaters.Where(d => d.Exact is not null), d =>
            $"{Text(d.Alignment)}, {(d.Learned is null ? "" : $"learned confuser {Text(d.Learned)}, ")}exact confuser {Text(d.Exact)}"),
        "The exact confuser is the best response that exists, harder than a trained one. Exact play cannot be exploited by definition: the "
            + "claim is about players that learned, here within a small budget.");

    private static Claim AlignedEvidence(SweepReport report) => new(
        "The evidence shown speaks for what clinicians did",
        "isolated .83, maxmin .875, self-play .865, SHAP about .72 (read off a figure)",
        Players(report.Debaters, d => Text(d.Alignment)),
        "Evidence that one side picks alone can justify nearly anything to a judge that sees few items, which is high alignment and "
            + "no merit: read every number beside random evidence and beside the confusers.");

    private static string Players(IEnumerable<DebaterSpread> debaters, Func<DebaterSpread, string> of)
    {
        var found = string.Join("; ", debaters.Select(d => $"{d.Player} {of(d)}"));
        return found.Length > 0 ? found : "not measured in this sweep";
    }

    private static SweptArm Arm(SweepReport report, string feedback) => report.Arms.First(a => a.Feedback == feedback);

    private static string Lambda(SweptPoint point) => Number(point.Lambda);

    private static string Length(SweptPoint point) => point.Length is { } length ? FormattableString.Invariant($"{length.Mean:0.0}")
        : FormattableString.Invariant($"endless ({point.Endless.Mean:0.00} of episodes never end)");

    private static string Number(double number) => FormattableString.Invariant($"{number:0.###}");

    private static string Text(Spread? spread) =>
        spread is null ? "–" : FormattableString.Invariant($"{spread.Mean:0.000} ±{spread.Deviation:0.000}");
}
