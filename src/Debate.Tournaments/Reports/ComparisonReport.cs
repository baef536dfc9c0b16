using System.Globalization;
using Debate.Core.Output;
using Debate.Tournaments.Protocols;

namespace Debate.Tournaments;

/// <summary>Formats two evaluations or two tournaments side by side: the same sections for a page, Markdown and a terminal.</summary>
public static class ComparisonReport
{
    private const int CellLength = 80;

    /// <summary>What the tests are, in one sentence.</summary>
    public const string TestMeaning =
        "Paired, on the same questions: exact McNemar test; adjusted is p after Holm's correction for all lines. The difference is B less "
        + "A, with Newcombe's 95 % interval.";

    /// <summary>What a page of the comparison is called.</summary>
    public static string Title(ComparedRun a, ComparedRun b) => a.Name == b.Name ? $"{a.Id} and {b.Id}" : $"{a.Name} and {b.Name}";

    /// <summary>The sections of two evaluations; the last is the page's table of questions.</summary>
    public static IEnumerable<ReportSection> CreateSections(EvaluationComparison comparison)
    {
        yield return CreateHead(comparison.A, comparison.B, comparison.Differences) with
        {
            Paragraphs = [FormattableString.Invariant(
                $"{comparison.Shared} questions stand in both, {comparison.OnlyA} only in A, {comparison.OnlyB} only in B.")],
        };
        yield return new("Accuracy on the shared questions")
        {
            Paragraphs = [TestMeaning],
            Table = new(
                ["A", "B", "questions", "right in A", "right in B", "difference", "95 %", "only A", "only B", "p", "adjusted"],
                [
                    .. comparison.Pairs.Select(pair => new[]
                    {
                        pair.A, pair.B, Format(pair.Questions), FormatShare(pair.CorrectA, pair.Questions),
                        FormatShare(pair.CorrectB, pair.Questions), FormatPoints(pair.Difference),
                        $"{FormatPoints(pair.Low)} to {FormatPoints(pair.High)}", Format(pair.AOnly), Format(pair.BOnly), FormatP(pair.P),
                        FormatP(pair.PAdjusted),
                    }),
                ]),
            Notes = comparison.Notes,
        };
        if (comparison.Flipped.Count > 0)
            yield return new("What flipped")
            {
                Table = ToFlippedTable(comparison.Flipped),
                FoldedTable = FormattableString.Invariant($"{comparison.Flipped.Count} answers that one got right and the other not"),
            };
    }

    /// <summary>The sections of two tournaments.</summary>
    public static IEnumerable<ReportSection> CreateSections(TournamentComparison comparison)
    {
        yield return CreateHead(comparison.A, comparison.B, comparison.Differences) with
        {
            Paragraphs = [FormattableString.Invariant(
                $"{comparison.Shared} debates were judged in both, {comparison.OnlyA} only in A, {comparison.OnlyB} only in B.")],
        };
        if (comparison.Debaters.Count > 0)
            yield return new("Standings")
            {
                Paragraphs =
                [
                    "Points are of the shared debates; better and worse count those that went otherwise in B. Exact sign test on these; "
                    + "adjusted is p after Holm's correction for all debaters.",
                ],
                Table = ToDebaterTable(comparison.Debaters),
                Notes = comparison.Notes,
            };
        yield return new("Sides and winners")
        {
            Paragraphs =
            [
                FormattableString.Invariant($"In B {comparison.ToPro} shared debates went better for the motion and ")
                + FormattableString.Invariant($"{comparison.ToCon} worse (p = {FormatP(comparison.SideP)})."),
            ],
            Table = comparison.Flipped.Count == 0 ? null : new(
                ["motion", "pro", "con", "winner in A", "winner in B", "debate of A", "debate of B"],
                [
                    .. comparison.Flipped.Select(f => new[]
                    {
                        f.Motion, f.Pro, f.Con, f.WinnerA ?? "draw", f.WinnerB ?? "draw", f.IdA, f.IdB,
                    }),
                ]),
            FoldedTable = FormattableString.Invariant($"{comparison.Flipped.Count} debates have another winner"),
        };
    }

    private static ReportSection CreateHead(ComparedRun a, ComparedRun b, IReadOnlyList<string> differences) => new("What is compared")
    {
        Table = new(["", "name", "id", "seed"], [["A", a.Name, a.Id, Format(a.Seed)], ["B", b.Name, b.Id, Format(b.Seed)]]),
        Notes = differences.Count > 0 ? differences : ["set up alike"],
    };

    private static ReportTable ToFlippedTable(IReadOnlyList<FlippedQuestion> flipped) => new(
        ["question", "key", "protocol", "A", "answer of A", "B", "answer of B", "run of A", "run of B"],
        [
            .. flipped.Select(f => new[]
            {
                Cut(f.Question), Cut(f.Key), f.VariantA == f.VariantB ? f.VariantA : $"{f.VariantA} / {f.VariantB}",
                EvaluationRow.Format(f.A.Status), Cut(f.A.Answer ?? ""), EvaluationRow.Format(f.B.Status), Cut(f.B.Answer ?? ""),
                f.A.Id, f.B.Id,
            }),
        ]);

    private static ReportTable ToDebaterTable(IReadOnlyList<ComparedDebater> debaters) => new(
        ["debater", "rating in A", "rating in B", "change", "shared", "points A", "points B", "better", "worse", "p", "adjusted"],
        [
            .. debaters.Select(d => new[]
            {
                d.Name, FormatRating(d.A), FormatRating(d.B), d.A.Rank is null || d.B.Rank is null ? "–" : Format(d.Change, "+0;-0;0"),
                Format(d.Debates), Format(d.PointsA, "0.#"), Format(d.PointsB, "0.#"), Format(d.Gained), Format(d.Lost), FormatP(d.P),
                FormatP(d.PAdjusted),
            }),
        ]);

    private static string FormatRating(Standing line) => line.Rank is null ? "–"
        : FormattableString.Invariant($"{line.Rating:0} ({line.Low:0}–{line.High:0})");

    private static string Cut(string text) => SvgCanvas.Shorten(SafeText.ForPeople(text).ReplaceLineEndings(" "), CellLength);

    private static string Format(IFormattable value, string? format = null) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string FormatShare(int right, int all) =>
        all == 0 ? "–" : FormattableString.Invariant($"{100.0 * right / all:0.0} %");

    private static string FormatPoints(double share) => Format(100 * share, "+0.0;-0.0;0.0");

    private static string FormatP(double p) => p < 0.0001 ? "<0.0001" : Format(p, "0.0000");
}
