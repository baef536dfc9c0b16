using System.Globalization;
using Debate.Core.Output;
using Debate.Deliberation.Records;
using Debate.Tournaments.Audits;
using Debate.Tournaments.Protocols;

namespace Debate.Tournaments;

/// <summary>A tournament as one page: standings first, then what they rest on, then every debate, then what was not debated.</summary>
public static class TournamentPage
{
    private const int MaxSets = 60, MaxDebatersBeside = 10, MaxSkipped = 500;

    /// <summary>The page.</summary>
    /// <param name="report">The report, with its categories.</param>
    /// <param name="audit">What moves its judges.</param>
    /// <param name="debates">Its debates; null for a page without them.</param>
    public static HtmlReport Create(TournamentReport report, TournamentAudit audit, DebateFolds? debates) => new(report.Name,
    [
        .. CreateStandings(report),
        .. CreateCategories(report.Categories ?? []),
        .. CreateMeasures(report),
        .. AuditReport.CreateSections(audit),
        .. debates?.ToSection() is { } section ? [section] : Array.Empty<ReportSection>(),
        .. report.Skipped.Count > 0 ? [CreateSkipped(report.Skipped)] : Array.Empty<ReportSection>(),
    ]);

    /// <summary>How many debates of how many were played, and how many were forfeited if any.</summary>
    public static string FormatCounts(TournamentReport report) => $"{report.Finished} of {report.Debates} debates"
        + (report.Forfeited > 0 ? string.Create(CultureInfo.InvariantCulture, $", {report.Forfeited} forfeited") : "");

    /// <summary>What skipped motions have in common, such as "motion beyond the limit", with how many there are, most first.</summary>
    public static IEnumerable<(string Reason, int Count)> GroupSkipped(IEnumerable<SkippedMotion> skipped) =>
        skipped.GroupBy(s => GeneralReason(s.Reason)).Select(g => (g.Key, g.Count())).OrderByDescending(g => g.Item2);

    /// <summary>The table of points by side: a row a debater, both sides beside each other.</summary>
    public static ReportTable ToSideTable(IReadOnlyList<CategoryLine> categories) => new(
        ["debater", "as pro", "95 %", "as con", "95 % "],
        [
            .. categories.Where(line => line.By == CategoryLine.Side).GroupBy(line => line.Debater).Select(lines => (string[])
                [lines.Key, .. lines.SelectMany(line => new[] { FormatShare(line.Points), FormatInterval(line.Points) })]),
        ]);

    private static IEnumerable<ReportSection> CreateStandings(TournamentReport report)
    {
        if (report.Places.Count > 0)
            yield return new("Places") { Paragraphs = [$"By the rule of {report.Format}."], Table = RoundsReport.ToTable(report.Places) };
        var facts = $"{FormatCounts(report)}, {StatusWord.Format(report.Status)}, seed {report.Seed}, id {report.Id}."
            + (report.Reason is { } reason ? $" It stopped: {reason}." : "");
        foreach (var section in LeaderboardReport.CreateSections(report.ToLeaderboard(), facts)) yield return section;
        if (report.Rounds.Count > 0) yield return new("Rounds") { Table = RoundsReport.ToTable(report.Rounds) };
    }

    private static IEnumerable<ReportSection> CreateCategories(IReadOnlyList<CategoryLine> categories)
    {
        if (categories.Any(line => line.By == CategoryLine.Side && line.Points.Debates > 0))
            yield return new("By side")
            {
                Paragraphs = ["The share of the points that each debater won, by the side that it spoke for."],
                Table = ToSideTable(categories),
            };
        var sets = categories.Where(line => line.By == CategoryLine.Motions).GroupBy(line => line.Category)
            .Where(set => set.Any(line => line.Points.Debates > 0)).ToArray();
        if (sets.Length < 2) yield break;
        string[] debaters = [.. sets[0].Select(line => line.Debater).Take(MaxDebatersBeside)];
        yield return new("By map")
        {
            Paragraphs =
            [
                "The share of the points that each debater won, by the map that the motions are from."
                + (sets.Length > MaxSets ? FormattableString.Invariant($" The first {MaxSets} of {sets.Length} maps.") : "")
                + (sets[0].Count() is > MaxDebatersBeside and var all
                    ? FormattableString.Invariant($" The first {MaxDebatersBeside} of {all} debaters.") : ""),
            ],
            Table = new(
                ["map", "debates", .. debaters],
                [
                    .. sets.Take(MaxSets).Select(set => (string[])
                    [
                        set.Key, (set.Sum(line => line.Points.Debates) / 2).ToString(CultureInfo.InvariantCulture),
                        .. set.Take(MaxDebatersBeside).Select(line => FormatShare(line.Points)),
                    ]),
                ]),
        };
    }

    private static IEnumerable<ReportSection> CreateMeasures(TournamentReport report)
    {
        if (report.Persuasion is { } persuasion)
            foreach (var section in PersuasionReport.CreateSections(persuasion)) yield return section;
        if (report.Agreement.Count == 0) yield break;
        var curve = new AgreementChart(report.Agreement);
        yield return new("Agreement with full information")
        {
            Paragraphs = ["How often the judge decides on part of the evidence as it would on all of it, by who chose the part."],
            Drawing = curve.ToSvg(),
            Table = curve.ToTable(),
        };
    }

    private static ReportSection CreateSkipped(IReadOnlyList<SkippedMotion> skipped) => new("Not debated")
    {
        Paragraphs =
        [
            .. GroupSkipped(skipped).Select(group => FormattableString.Invariant($"{group.Count}: {group.Reason}")),
        ],
        Table = new(["claim", "reason"], [.. skipped.Take(MaxSkipped).Select(s => new[] { s.Source, s.Reason })]),
        FoldedTable = FormattableString.Invariant($"{skipped.Count} claims")
            + (skipped.Count > MaxSkipped ? FormattableString.Invariant($", the first {MaxSkipped} of them; the JSON has all") : ""),
    };

    private static string GeneralReason(string reason) => reason.Split('\'')[0].TrimEnd(':', ' ') is { Length: > 0 } head ? head : reason;

    private static string FormatShare(Proportion share) =>
        share.Debates == 0 ? "–" : FormattableString.Invariant($"{100 * share.Value:0} % of {share.Debates}");

    private static string FormatInterval(Proportion share) =>
        share.Debates == 0 ? "–" : FormattableString.Invariant($"{100 * share.Low:0} to {100 * share.High:0} %");
}
