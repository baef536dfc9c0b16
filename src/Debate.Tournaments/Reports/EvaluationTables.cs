using System.Globalization;
using Debate.Core.Output;
using Debate.Tournaments.Protocols;

namespace Debate.Tournaments;

/// <summary>Formats an evaluation, for a terminal and for a page.</summary>
public static class EvaluationTables
{
    // More than these are folded on a page.
    private const int OpenPairs = 15;
    private const string OwnMark = "*";

    /// <summary>What the paired comparisons are, in one sentence.</summary>
    public const string PairedMeaning =
        "Paired, on the same questions: exact McNemar test; adjusted is p after Holm's correction for all pairs.";

    /// <summary>Accuracy next to cost, a line a variant; one that makes its own number of calls has a mark.</summary>
    public static ReportTable ToTable(EvaluationReport report) => new(
        ["protocol", "questions", "correct", "accuracy", "95 %", "rounds", "failed", "calls", "calls each", "generated", "cost"],
        [.. report.Results.Select(r => new[]
        {
            r.HasOwnCalls ? $"{r.Protocol} {OwnMark}" : r.Protocol, Format(r.Questions), Format(r.Correct), FormatShare(r.Accuracy),
            $"{FormatShare(r.Low)} to {FormatShare(r.High)}", Format(r.Rounds, "0.0"), Format(r.Failed), Format(r.Usage.Calls),
            Format(r.CallsEach, "0.0##"), Format(r.Usage.TokensOut), Format(r.Usage.Cost, "0.00##"),
        })]);

    /// <summary>The questions by their deciding reply; null where all were read.</summary>
    public static ReportTable? ToReplyTable(EvaluationReport report) => report.Results.All(r => r.NotRead + r.Refused == 0) ? null : new(
        ["protocol", "right", "wrong", "unread", "cut", "empty", "refused", "failed"],
        [.. report.Results.Select(r => new[]
        {
            r.Protocol, Format(r.Correct), Format(r.Wrong), Format(r.Unread), Format(r.Cut), Format(r.Empty), Format(r.Refused),
            Format(r.Failed),
        })]);

    /// <summary>What was measured besides; null where nothing was.</summary>
    public static ReportTable? ToMeasureTable(EvaluationReport report) =>
        report.Results.All(r => r.Predictability is null && r.Traceability is null) ? null : new(
            ["protocol", "predictability", "traceability"],
            [.. report.Results.Select(r => new[] { r.Protocol, FormatOrDash(r.Predictability), FormatOrDash(r.Traceability) })]);

    /// <summary>The paired comparisons; null where there is one variant.</summary>
    public static ReportTable? ToPairedTable(EvaluationReport report) => report.Paired.Count == 0 ? null : new(
        ["a", "b", "only a right", "only b right", "p", "adjusted"],
        [.. report.Paired.Select(p => new[]
        {
            p.A, p.B, Format(p.AOnly), Format(p.BOnly), FormatShare(p.P), FormatShare(p.PAdjusted),
        })]);

    /// <summary>What the mark of a variant means; null where none has it.</summary>
    public static string? DescribeCalls(EvaluationReport report) => !report.Results.Any(r => r.HasOwnCalls) ? null
        : FormattableString.Invariant($"{OwnMark} its own number of calls; others may make {report.Calls} for a question at most.");

    /// <summary>The arms that are one configuration, one sentence for each of which there are several.</summary>
    public static IEnumerable<string> DescribeSame(EvaluationReport report) =>
        report.Results.Where(r => r.SameAs.Count > 0).Select(r => DescribeSame(r.Protocol, r.SameAs));

    /// <summary>That several arms are one configuration.</summary>
    public static string DescribeSame(string name, IReadOnlyList<string> same) =>
        $"{string.Join(" = ", same.Prepend(name))}: one configuration, run once";

    /// <summary>A line a question and variant, texts cut at a number of characters; rows that are open are left out.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="maxText">The most characters of a cell, at least 2.</param>
    public static ReportTable ToRowTable(IEnumerable<EvaluationRow> rows, int maxText) => new(
        ["question", "key", "protocol", "answer", "result", "calls", "tokens", "cost", "id"],
        [.. rows.Where(row => row.Status != RowStatus.Open).Select(row => new[]
        {
            Cut(row.Question, maxText), Cut(row.Key, maxText), row.Variant, Cut(row.Answer ?? "", maxText),
            EvaluationRow.Format(row.Status), Format(row.Calls), Format(row.TokensIn + row.TokensOut), Format(row.Cost, "0.00##"), row.Id,
        })]);

    /// <summary>The sections of a page above its questions.</summary>
    /// <param name="report">The report.</param>
    /// <param name="facts">A paragraph above the tables.</param>
    public static IEnumerable<ReportSection> CreateSections(EvaluationReport report, string facts)
    {
        yield return new("Accuracy and cost")
        {
            Paragraphs = [facts],
            Drawing = DrawAccuracy(report),
            Table = ToTable(report),
            Notes =
            [
                .. DescribeCalls(report) is { } calls ? [calls] : Array.Empty<string>(), .. DescribeSame(report), .. report.Warnings,
                .. report.Results.SelectMany(r => r.Warnings.Select(w => $"{r.Protocol}: {w}")),
            ],
        };
        if (report.Results.Count(r => r.CallsEach > 0) > 1)
            yield return new("Accuracy against calls") { Drawing = CallsChart.FromReport(report).ToSvg("calls") };
        if (ToReplyTable(report) is { } replies) yield return new("Replies that decide") { Table = replies };
        if (ToMeasureTable(report) is { } measures) yield return new("Measured besides") { Table = measures };
        if (ToPairedTable(report) is { } paired)
            yield return new("Compared in pairs")
            {
                Paragraphs = [PairedMeaning],
                Table = paired,
                FoldedTable = paired.Rows.Count > OpenPairs ? FormattableString.Invariant($"{paired.Rows.Count} pairs") : null,
            };
    }

    private static SvgDrawing DrawAccuracy(EvaluationReport report) => new IntervalChart(
        "Accuracy with 95 % intervals", "share of the questions answered rightly",
        [.. report.Results.Select(r => new IntervalLine(r.Protocol, r.Accuracy, new(r.Low, r.High), FormattableString.Invariant(
            $"{100 * r.Accuracy:0.0} % ({100 * r.Low:0.0}–{100 * r.High:0.0})")))],
        new(0, 1)) { FormatTick = tick => AgreementChart.FormatPercent(tick, "0") }.ToSvg("accuracy");

    private static string Cut(string text, int max) => SvgCanvas.Shorten(SafeText.ForPeople(text).ReplaceLineEndings(" "), max);

    private static string Format(IFormattable value, string? format = null) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string FormatShare(double share) => Format(share, "0.0000");

    private static string FormatOrDash(double? share) => share is { } value ? Format(value, "0.00") : "-";
}
