using System.Globalization;
using Debate.Tournaments.Audits;

namespace Debate.Tournaments;

/// <summary>Formats the audit of a tournament's judges: the same sections for a page, Markdown and a terminal.</summary>
public static class AuditReport
{
    private const string Unknown = "–";

    /// <summary>The sections, without the empty ones.</summary>
    public static IEnumerable<ReportSection> Sections(TournamentAudit audit)
    {
        if (audit.Judges.Count > 0)
        {
            yield return Judges(audit);
            yield return Effects(audit);
        }
        if (audit.Judges.Any(j => j.Influence.Count > 0)) yield return Influence(audit);
        if (audit.Canaries.Count > 0) yield return Canaries(audit);
    }

    private static ReportSection Judges(TournamentAudit audit) => new("Judges")
    {
        Paragraphs =
        [
            $"{audit.Debates} debates before a panel. A flip is another winner once the order is swapped. {Agreement(audit.Agreement)}",
        ],
        Table = new(
            ["judge", "model", "family", "debates", "unreadable", "flips", "95 % interval"],
            [
                .. audit.Judges.Select(j => Row(j.Judge, j.Model, j.Family, j.Debates, j.Unreadable, j.Flips)),
                Row("all", Unknown, Unknown, audit.Debates, audit.Judges.Sum(j => j.Unreadable), audit.Flips),
            ]),
        Notes = audit.Notes,
    };

    private static string[] Row(string judge, string model, string family, int debates, int unreadable, SwapFlips flips) =>
    [
        judge, model, family, Whole(debates), Whole(unreadable), $"{Share(flips.Share)}", $"{Share(flips.Low)} to {Share(flips.High)}",
    ];

    private static string Agreement(JudgeAgreement agreement) => agreement.Alpha is { } alpha
        ? $"Krippendorff's alpha is {Two(alpha)} ({Two(agreement.Low!.Value)} to {Two(agreement.High!.Value)}) over {agreement.Debates} "
            + "debates with several judges."
        : "No debate with several judges tells whether they agree.";

    private static ReportSection Effects(TournamentAudit audit) => new("What moves the judges besides the debate")
    {
        Paragraphs =
        [
            "What one unit adds to the probability of a judge's vote, in percentage points, with the debaters' worth and all other "
            + "effects held equal. Found: at the 5 % level, corrected by Holm for all lines of one table.",
        ],
        Table = new(
            ["judge", "effect", "a positive size is", "size", "95 % interval", "p", "found"],
            [
                .. audit.Effects.Select(e => Row("all", e)),
                .. audit.Judges.SelectMany(j => j.Effects.Where(e => e.Size is not null).Select(e => Row(j.Judge, e))),
            ]),
    };

    private static string[] Row(string judge, EffectEstimate e) =>
    [
        judge, e.Effect, e.Meaning, e.Size is { } size ? Points(size) : Unknown,
        e.Size is null ? "cannot be told" : $"{Points(e.Low!.Value)} to {Points(e.High!.Value)}",
        e.P is { } p ? P(p) : Unknown, e.Found ? "yes" : "",
    ];

    private static ReportSection Influence(TournamentAudit audit) => new("Each judge's influence")
    {
        Paragraphs = ["The ratings with the judge less those without it, in points: the debater whom each judge moved most."],
        Table = new(
            ["judge", "debater", "change", "95 % interval", "place with", "without", "places changed"],
            [
                .. audit.Judges.Where(j => j.Influence.Count > 0).Select(j => Row(j.Judge, j.Influence[0]).Append(
                    Whole(j.Influence.Count(s => s.Rank != s.RankWithout))).ToArray()),
            ]),
    };

    private static string[] Row(string judge, RatingShift most) =>
    [
        judge, most.Debater, Signed(most.Change, "0"), $"{Signed(most.Low, "0")} to {Signed(most.High, "0")}",
        Whole(most.Rank), Whole(most.RankWithout),
    ];

    private static ReportSection Canaries(TournamentAudit audit) => new("Canaries")
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
                .. audit.Canaries.Where(c => c.Flagged || Strongest(audit, c)).OrderBy(c => !c.Flagged).Select(c => new[]
                {
                    c.Canary, c.Judge, c.Side, Whole(c.Motions), Two(c.Score), Two(c.Null), Signed(c.Low, "0.00"), c.Flagged ? "yes" : "",
                }),
            ]),
    };

    private static bool Strongest(TournamentAudit audit, CanaryResult line) =>
        audit.Canaries.Where(c => c.Canary == line.Canary).MaxBy(c => (c.Low, c.Score)) == line;

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Two(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Share(double value) => value.ToString("0.0 %", CultureInfo.InvariantCulture);

    private static string Points(double size) => Signed(100 * size, "0.0");

    private static string P(double p) => p < 0.001 ? "<0.001" : p.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Signed(double value, string form) =>
        value.ToString($"+{form};-{form};{form}", CultureInfo.InvariantCulture);
}
