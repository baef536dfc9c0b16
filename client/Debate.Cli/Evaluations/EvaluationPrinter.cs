using System.Text.Json;
using Debate.Cli.Output;
using Debate.Core.Output;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Projections;
using Debate.Tournaments;
using Debate.Tournaments.Protocols;
using Spectre.Console;

namespace Debate.Cli.Evaluations;

/// <summary>
/// Prints an evaluation: accuracy next to cost, paired comparisons, how the debates went, and question by question what was answered.
/// </summary>
internal sealed class EvaluationPrinter : IRunPrinter
{
    private const int CellLength = 200;

    // Of an answer's row, what a narrow terminal cuts and what it leaves out; -o json has everything.
    private static readonly string[] Cut = ["question", "key", "answer"], Drop = ["tokens", "cost", "calls"];

    /// <inheritdoc/>
    public string Kind => Evaluation.Descriptor.Kind;

    /// <summary>The most questions, each with each protocol, that are printed for people.</summary>
    public int MaxRows { get; init; }

    /// <summary>The rows of an evaluation so far, those that are still to come too.</summary>
    public static IReadOnlyList<EvaluationRow> ReadRows(RunView view) =>
        [.. EvaluationRow.FromJournal([.. view.Run.Entries.Select(e => e.Body)], view.Outcome.Status == RunStatus.Running)];

    /// <inheritdoc/>
    public async Task PrintAsync(RunView view, Terminal terminal)
    {
        var report = await ReportAsync(view);
        if (terminal.IsJson) terminal.WriteJson(report);
        else Print(report, terminal);
    }

    /// <inheritdoc/>
    public async Task<string?> PageAsync(RunView view, string format) => format switch
    {
        "json" => JsonSerializer.Serialize(await ReportAsync(view), Terminal.Document),
        "html" => CreatePage(view, await ReportAsync(view)).ToHtml(),
        "markdown" => MarkdownReport.Render(CreatePage(view, await ReportAsync(view))),
        EvaluationExport.Csv => string.Join('\n', EvaluationRow.ToCsv(ReadRows(view))),
        EvaluationExport.RawCsv => string.Join('\n', EvaluationRow.ToCsv(ReadRows(view), isRaw: true)),
        _ => null,
    };

    /// <inheritdoc/>
    public int Code(RunView view)
    {
        if (view.Outcome is { Status: RunStatus.Failed, Cause: FailureKind.Rejected })
            return view.Run.Entries.Any(e => e.Body is ChildCompleted) ? Exit.Partial : Exit.Failed;
        if (view.Outcome.Status != RunStatus.Finished) return Exit.CodeOf(view.Outcome);
        var limit = view.Run.Definition.Options.Read<EvaluationOptions>().MaxUnread;
        return Exit.CodeOf(UnreadLimit.Measure(Evaluation.ReadVerdicts([.. view.Run.Entries.Select(e => e.Body)]), limit));
    }

    private static async Task<EvaluationReport> ReportAsync(RunView view)
    {
        var report = EvaluationReport.FromJournal(
            [.. view.Run.Entries.Select(e => e.Body)],
            view.Outcome.Usage, view.Outcome.Status == RunStatus.Running, await StudiesAsync(view));
        var traced = view.Run.Definition.Options.Read<EvaluationOptions>().Measure.Traceability
            ? await Studies.MeasureTraceabilityAsync(view) : new Dictionary<string, double>();
        return report with
        {
            Reason = report.Reason ?? view.Outcome.Reason,
            Results = [.. report.Results.Select(r => traced.TryGetValue(r.Protocol, out var share) ? r with { Traceability = share } : r)],
        };
    }

    private static async Task<IReadOnlyDictionary<string, DebateStudy>> StudiesAsync(RunView view)
    {
        var definition = view.Run.Definition;
        var studies = new SortedDictionary<string, DebateStudy>(StringComparer.Ordinal);
        foreach (var variant in Evaluation.CreateChildren(definition.Problem, definition.Seats, definition.Options)
            .GroupBy(c => c.Variant.Name))
            if (await Studies.MeasureChildrenAsync(view, variant.Select(c => c.Child),
                definition.Options.Read<EvaluationOptions>().Checker) is { } study)
                studies[variant.Key] = study;
        return studies;
    }

    private void Print(EvaluationReport report, Terminal terminal)
    {
        terminal.WriteLine($"{report.Name} ({StatusWord(report)}), seed {report.Seed}");
        terminal.WriteTable(EvaluationTables.ToTable(report));
        if (EvaluationTables.DescribeCalls(report) is { } calls) terminal.WriteLine(calls);
        foreach (var same in EvaluationTables.DescribeSame(report)) terminal.WriteLine(same);
        if (EvaluationTables.ToReplyTable(report) is { } replies) terminal.WriteTable(replies);
        foreach (var warning in report.Warnings) terminal.WriteLine($"! {warning}", new Style(Color.Yellow));
        foreach (var result in report.Results)
            foreach (var warning in result.Warnings) terminal.WriteLine($"! {result.Protocol}: {warning}", new Style(Color.Yellow));
        if (EvaluationTables.ToMeasureTable(report) is { } measures) terminal.WriteTable(measures);
        if (EvaluationTables.ToPairedTable(report) is { } paired)
        {
            terminal.WriteLine(EvaluationTables.PairedMeaning);
            terminal.WriteTable(paired);
        }
        foreach (var result in report.Results)
            if (DescribeDebates(result).ToArray() is { Length: > 0 } lines)
            {
                terminal.WriteLine($"{result.Protocol}:", new Style(decoration: Decoration.Bold));
                foreach (var line in lines) terminal.WriteLine($"  {line}");
            }
        if (report.Reason is { } reason)
            terminal.WriteLine($"It stopped ({StatusWord(report)}): {reason}. Go on with: debate resume {report.Id}");
        if (MaxRows > 0) PrintRows(report, terminal);
        PrintHints(report, terminal);
    }

    /// <summary>Prints the rows, or where they are too many those that are not right.</summary>
    private void PrintRows(EvaluationReport report, Terminal terminal)
    {
        var rows = report.Rows ?? [];
        var shown = rows.Count <= MaxRows ? rows : [.. rows.Where(row => !row.Correct).Take(MaxRows)];
        if (shown.Count > 0) terminal.WriteTable(EvaluationTables.ToRowTable(shown, CellLength), Cut, Drop);
        if (shown.Count < rows.Count)
            terminal.WriteLine(FormattableString.Invariant(
                $"{shown.Count} of {rows.Count} rows, of those that are not right; all of them: --rows {rows.Count}"));
    }

    private static void PrintHints(EvaluationReport report, Terminal terminal)
    {
        if (report.Rows is not [var first, ..] rows) return;
        var shown = rows.FirstOrDefault(row => row.Status == RowStatus.Wrong) ?? rows.FirstOrDefault(row => !row.Correct) ?? first;
        terminal.WriteLine($"What was said in one that is {EvaluationRow.Format(shown.Status)}, by {shown.Variant}:");
        terminal.WriteLine($"  debate show {shown.Id}");
        terminal.WriteLine($"Question by question: debate show {report.Id}");
        terminal.WriteLine("A page to filter, to compare and to share:");
        terminal.WriteLine($"  debate export {report.Id} --format html --out answers.html");
        terminal.WriteLine($"A table of the answers: --format {EvaluationExport.Csv}");
    }

    private static HtmlReport CreatePage(RunView view, EvaluationReport report)
    {
        var facts = $"{StatusWord(report)}, seed {report.Seed}, id {report.Id}."
            + (report.Reason is { } reason ? $" It stopped: {reason}." : "");
        var rows = ReadRows(view);
        var grid = AnswerGrid.FromRows(rows);
        var open = rows.Count(row => row.Status == RowStatus.Open);
        return new(report.Name,
        [
            .. EvaluationTables.CreateSections(report, SafeText.Clean(facts)),
            new("Questions")
            {
                Paragraphs =
                [
                    .. grid.DescribeLimits(),
                    .. open == 0 ? Array.Empty<string>()
                        : [FormattableString.Invariant($"{open} of {rows.Count} answers are still to come.")],
                ],
                Viewer = grid.CreateViewer(),
                Table = EvaluationTables.ToRowTable(rows, CellLength),
            },
            .. from result in report.Results
               let lines = DescribeDebates(result).ToArray()
               where lines.Length > 0
               select new ReportSection($"Debates of {result.Protocol}") { Notes = lines },
        ]);
    }

    private static IEnumerable<string> DescribeDebates(VariantResult result)
    {
        if (result.Debate is not { } study) yield break;
        var ended = string.Join(", ", result.Ended.Select(e => FormattableString.Invariant($"{e.Key} {e.Value}")));
        yield return FormattableString.Invariant($"ended by {ended}; {result.Contradictions} supported sides contradict the answer");
        foreach (var line in StudyText.Describe(study)) yield return line;
    }

    private static string StatusWord(EvaluationReport report) => Deliberation.Records.StatusWord.Format(report.Status);
}
