using Debate.Rewards.Judges;
using Debate.Rewards.Policies;

namespace Debate.Rewards.Reports;

/// <summary>One claim: what the paper says, what was found here, and why the two agree or differ.</summary>
public sealed record Claim(string About, string Paper, string Found, string Why);

/// <summary>
/// The claims of Sukovic and Radanovic (ICLR 2024) beside what a sweep found. The paper's numbers are theirs, on MIMIC-III with L = 6;
/// those marked "read off a figure" are within .01. What was found is computed.
/// </summary>
public static class PaperClaims
{
    /// <summary>All claims; those about players only where players were studied.</summary>
    public static IReadOnlyList<Claim> Of(SweepReport report) =>
    [
        Preference(report), Cost(report), FullState(report), AlignedQ(report), Judge(report), Indicator(report), Robust(report),
        AlignedEvidence(report),
    ];

    private static Claim Preference(SweepReport report)
    {
        var points = report.Arms[0].Points.Where(p => p.Preferred is not null).ToArray();
        var (first, last) = (points.FirstOrDefault(), points.LastOrDefault());
        return new(
            "The more debate weighs, the more a policy is preferred to the baseline",
            "preferred .742 at lambda .25, .816 at .5, .824 at .75, .842 at 1",
            first is null || last is null ? "nothing ever differed" : $"preferred {Text(first.Preferred)} at lambda {Lambda(first)}, "
                + $"{Text(last.Preferred)} at {Lambda(last)}; it {(last.Preferred!.Mean < first.Preferred!.Mean ? "falls" : "rises")}",
            "A planner departs first where the debate is won for sure and costs little; more weight buys departures that are contested, or "
                + "that win later. The paper's policies are approximations learned by double DQN from a replay buffer, so weight can still "
                + "help them to find what is preferred.");
    }

    private static Claim Cost(SweepReport report)
    {
        var found = report.TradeOffs.Where(t => t.Holds).OrderByDescending(t => t.Differs.Mean).FirstOrDefault();
        var last = report.Arms[0].Points[^1];
        return new(
            "Being justifiable hardly costs performance",
            "importance sampling .85 at lambda 0, .81 at .25, .78 at .5, .77 at .75, .74 at 1; clinicians .68 (read off a figure)",
            (found is null ? "no lambda of the grid keeps 80 % of the gain with 95 % preferred on 20 % of steps"
                : $"at lambda {Number(found.Lambda)} {Text(found.Kept)} of the gain over random is kept, {Text(found.Preferred)} of "
                    + $"departures preferred on {Text(found.Differs)} of steps") + $"; at lambda {Lambda(last)} the gain kept is "
                + Text(last.Kept),
            "Survival here is exact and read between random and optimal, which lie close together; on that scale large lambdas cost "
                + "nearly everything, and small ones, which the paper's grid leaves out, little.");
    }

    private static Claim FullState(SweepReport report)
    {
        var (debate, full) = (report.Arms[0], Arm(report, "full state"));
        var at = full.Points.FirstOrDefault(p => p.Lambda == report.TradeOffs.FirstOrDefault(t => t.Holds)?.Lambda) ?? full.Points[^1];
        var same = debate.Points.First(p => p.Lambda == at.Lambda);
        return new(
            "Feedback from debates is comparable to that of a judge who sees the full state",
            "said in the abstract; Q agrees with clinicians in .755 of pairs against .845 (lambda .75; read off a figure)",
            $"at lambda {Lambda(at)} the gain kept is {Text(same.Kept)} with debates and {Text(at.Kept)} with the full-state judge; of the "
                + $"debates' departures the full-state judge prefers {Text(same.Across)}, and of its departures the debates {Text(at.Across)}",
            "Both rewards steer to what clinicians do more often, so that survival goes the same way. But what wins debates over few items "
                + "is not what the full state supports: the cross-judgements say by how much.");
    }

    private static Claim AlignedQ(SweepReport report)
    {
        var (debate, full) = (report.Arms[0].Points[^1], Arm(report, "full state").Points[^1]);
        return new(
            "Q agrees with the clinicians' choices",
            "debates .75, .76, .755, .715 and full state .83, .845, .85, .825 at lambda .25, .5, .75, 1 (read off a figure)",
            $"on weighted pairs of admissible actions at lambda {Lambda(debate)}: debates {Text(debate.AlignedWeighted)}, full state "
                + $"{Text(full.AlignedWeighted)}, lambda 0 {Text(report.Arms[0].Points[0].AlignedWeighted)}, no Q above "
                + Number(report.Bound.Weighted),
            "Weighted pairs take away how usual an action is, and pairs with inadmissible actions, which are easy, are left out; ties count "
                + "half, in the paper whole. Unweighted pairs stand in the table.");
    }

    private static Claim Judge(SweepReport report)
    {
        var (few, all) = (report.Judges[0], report.Judges.First(j => j.Judge != report.Judges[0].Judge));
        return new(
            "A judge of few items is worth listening to",
            "accuracy .63 to .65 on random evidence with L = 6, by way of sampling pairs (read off a figure)",
            $"on {few.Test}: {Text(few.Accuracy)} with {Number(report.Items)} random items, {Text(all.Accuracy)} with all; without evidence "
                + $"{Number(few.NoEvidence)}, Bayes {Number(few.Bayes)}",
            "The level is the paper's. On unweighted pairs the same judges look better and know less: how usual an action is decides there.");
    }

    private static Claim Indicator(SweepReport report)
    {
        var (signed, indicator) = (report.Arms[0].Points[^1], report.Arms[1].Points[^1]);
        return new(
            "The reward of a debate is an indicator",
            "5 where the action is preferred, else 0, of one debate whose first speaker is drawn",
            $"at lambda {Lambda(signed)}: preferred {Text(signed.Preferred)} signed against {Text(indicator.Preferred)} with the indicator, "
                + $"share of best survival {Text(signed.SurvivalShare)} against {Text(indicator.SurvivalShare)}, "
                + $"length {Length(signed)} against {Length(indicator)}; {Text(report.Arms[0].FlipShare)} of comparisons flip with the order",
            "A reward that never costs pays for each step spent ill. The signed mean of both orders takes nothing from a speaking order and "
                + "does not pay for length by itself, although a policy that is preferred at every step still gains by going on.");
    }

    private static Claim Robust(SweepReport report) => new(
        "Agents trained by debate withstand a confuser, isolated ones do not",
        "judge accuracy without and with a trained confuser: isolated (precommitted) .881 and .381, maxmin .897 and .850, self-play .863 "
            + "and .858",
        Players(report, row => $"{Text(row.Accuracy)} and {Text(row.Confused)}"),
        "Exact play cannot be exploited by definition; what is claimed is about players that learned, and the confuser here is the exact "
            + "best response, harder than a trained one.");

    private static Claim AlignedEvidence(SweepReport report) => new(
        "The evidence shown speaks for what clinicians did",
        "isolated .83, maxmin .875, self-play .865, SHAP about .72 (read off a figure)",
        Players(report, row => Text(row.Alignment)),
        "Evidence picked to win one-sidedly can justify nearly anything to a judge that sees few items; read the numbers beside random "
            + "evidence.");

    private static string Players(SweepReport report, Func<DebaterRow, string> of) => report.Debaters.Count == 0
        ? "not measured in this sweep" : string.Join("; ", report.Debaters.Select(row => $"{row.Player} {of(row)}"));

    private static SweptArm Arm(SweepReport report, string feedback) => report.Arms.First(a => a.Feedback == feedback);

    private static string Lambda(SweptPoint point) => Number(point.Lambda);

    private static string Length(SweptPoint point) => point.Length is { } length ? FormattableString.Invariant($"{length.Mean:0.0}")
        : FormattableString.Invariant($"endless ({point.Endless.Mean:0.00} of episodes never end)");

    private static string Number(double number) => FormattableString.Invariant($"{number:0.###}");

    private static string Text(Spread? spread) => spread is null ? "–" : FormattableString.Invariant($"{spread.Mean:0.000}±{spread.Deviation:0.000}");
}
