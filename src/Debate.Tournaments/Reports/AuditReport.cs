using System.Globalization;
using Debate.Tournaments.Audits;

namespace Debate.Tournaments;

/// <summary>Formats the audit of a tournament's judges: the same sections for a page, Markdown and a terminal.</summary>
public static class AuditReport
{
    private const string NoValue = "–";

    /// <summary>The sections, without the empty ones.</summary>
    public static IEnumerable<ReportSection> CreateSections(TournamentAudit audit)
    {
        if (audit.Judges.Count > 0)
        {
            yield return JudgesSection(audit);
            yield return EffectsSection(audit);
        }
        if (audit.Judges.Any(j => j.Influence.Count > 0)) yield return InfluenceSection(audit);
        if (audit.Canaries.Count > 0) yield return CanariesSection(audit);
    }

    private static ReportSection JudgesSection(TournamentAudit audit) => new("Judges")
    {
        Paragraphs =
        [
            $"{audit.Debates} debates before a panel. A flip is another winner once the order is swapped. {DescribeAgreement(audit.Agreement)}",
        ],
        Table = new(
            ["judge", "model", "family", "debates", "unreadable", "flips", "95 % interval"],
            [
                .. audit.Judges.Select(j => ToRow(j.Judge, j.Model, j.Family, j.Debates, j.Unreadable, j.Flips)),
                ToRow("all", NoValue, NoValue, audit.Debates, audit.Judges.Sum(j => j.Unreadable), audit.Flips),
            ]),
        Notes = audit.Notes,
    };

    private static string[] ToRow(string judge, string model, string family, int debates, int unreadable, SwapFlips flips) =>
    [
        judge, model, family, FormatCount(debates), FormatCount(unreadable), $"{FormatShare(flips.Share)}",
        $"{FormatShare(flips.Low)} to {FormatShare(flips.High)}",
    ];

    private static string DescribeAgreement(JudgeAgreement agreement) => agreement.Alpha is { } alpha
        ? $"Krippendorff's alpha is {FormatTwoDecimals(alpha)} ({FormatTwoDecimals(agreement.Low!.Value)} to {FormatTwoDecimals(agreement.High!.Value)}) over {agreement.Debates} "
            + "debates with several judges."
        : "No debate with several judges tells whether they agree.";

    private static ReportSection EffectsSection(TournamentAudit audit) => new("What moves the judges besides the debate")
    {
        Paragraphs =
        [
            "What one unit adds to the probability of a judge's vote, in percentage points, with the debaters' worth and all other "
            + "effects held equal. Found: at the 5 % level, corrected by Holm for all lines of one table.",
        ],
        Table = new(
            ["judge", "effect", "a positive size is", "size", "95 % interval", "p", "found"],
            [
                .. audit.Effects.Select(e => ToRow("all", e)),
                .. audit.Judges.SelectMany(j => j.Effects.Where(e => e.Size is not null).Select(e => ToRow(j.Judge, e))),
            ]),
    };

    private static string[] ToRow(string judge, EffectEstimate e) =>
    [
        judge, e.Effect, e.Meaning, e.Size is { } size ? FormatPoints(size) : NoValue,
        e.Size is null ? "cannot be told" : $"{FormatPoints(e.Low!.Value)} to {FormatPoints(e.High!.Value)}",
        e.P is { } p ? FormatP(p) : NoValue, e.Found ? "yes" : "",
    ];

    private static ReportSection InfluenceSection(TournamentAudit audit) => new("Each judge's influence")
    {
        Paragraphs = ["The ratings with the judge less those without it, in points: the debater whom each judge moved most."],
        Table = new(
            ["judge", "debater", "change", "95 % interval", "place with", "without", "places changed"],
            [
                .. audit.Judges.Where(j => j.Influence.Count > 0).Select(j => ToRow(j.Judge, j.Influence[0]).Append(
                    FormatCount(j.Influence.Count(s => s.Rank != s.RankWithout))).ToArray()),
            ]),
    };

    private static string[] ToRow(string judge, RatingShift max) =>
    [
        judge, max.Debater, FormatSigned(max.Change, "0"), $"{FormatSigned(max.Low, "0")} to {FormatSigned(max.High, "0")}",
        FormatCount(max.Rank), FormatCount(max.RankWithout),
    ];

    private static ReportSection CanariesSection(TournamentAudit audit) => new("Canaries")
    {
        Paragraphs =
        [
            "Debaters that say nothing worth a vote. Their floor is what silence gets against silence on the same motions and side; "
            + $"flagged: the lower bound of the difference is above 0, at 95 % for all {audit.Canaries.Count} tests together (Bonferroni). "
            + "Shown: all that are flagged, and the strongest line of every canary.",
        ],
        Table = new(
            ["canary", "judge", "side", "motions", "score", "silence", "difference above", "flagged"],
            [
                .. audit.Canaries.Where(c => c.Flagged || IsStrongest(audit, c)).OrderBy(c => !c.Flagged).Select(c => new[]
                {
                    c.Canary, c.Judge, c.Side, FormatCount(c.Motions), FormatTwoDecimals(c.Score), FormatTwoDecimals(c.Null),
                        FormatSigned(c.Low, "0.00"), c.Flagged ? "yes" : "",
                }),
            ]),
    };

    private static bool IsStrongest(TournamentAudit audit, CanaryResult line) =>
        audit.Canaries.Where(c => c.Canary == line.Canary).MaxBy(c => (c.Low, c.Score)) == line;

    private static string FormatCount(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string FormatTwoDecimals(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string FormatShare(double value) => value.ToString("0.0 %", CultureInfo.InvariantCulture);

    private static string FormatPoints(double size) => FormatSigned(100 * size, "0.0");

    private static string FormatP(double p) => p < 0.001 ? "<0.001" : p.ToString("0.000", CultureInfo.InvariantCulture);

    private static string FormatSigned(double value, string form) =>
        value.ToString($"+{form};-{form};{form}", CultureInfo.InvariantCulture);
}
