using System.Text.Json;
using Debate.Cli.Output;
using Debate.Core.Output;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Projections;
using Debate.Deliberation.Readers;
using Debate.Tournaments;
using Debate.Tournaments.Protocols;
using Spectre.Console;

namespace Debate.Cli.Evaluations;

/// <summary>Prints an evaluation: accuracy next to cost, paired comparisons, and how the debates went.</summary>
internal sealed class EvaluationPrinter : IRunPrinter
{
    /// <inheritdoc/>
    public string Kind => Evaluation.Descriptor.Kind;

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
        "html" => Page(view, await ReportAsync(view)).ToHtml(),
        "markdown" => MarkdownReport.Render(Page(view, await ReportAsync(view))),
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

    private static void Print(EvaluationReport report, Terminal terminal)
    {
        terminal.WriteLine($"{report.Name} ({StatusWord(report)}), seed {report.Seed}");
        terminal.WriteTable(EvaluationTables.ToTable(report));
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
        terminal.WriteLine($"Every deliberation is kept: debate ls --all lists them, debate show {report.Id}/KEY shows one.");
    }

    private static HtmlReport Page(RunView view, EvaluationReport report)
    {
        var facts = $"{StatusWord(report)}, seed {report.Seed}, id {report.Id}."
            + (report.Reason is { } reason ? $" It stopped: {reason}." : "");
        return new(report.Name,
        [
            .. EvaluationTables.CreateSections(report, SafeText.Clean(facts)),
            .. from result in report.Results
               let lines = DescribeDebates(result).ToArray()
               where lines.Length > 0
               select new ReportSection($"Debates of {result.Protocol}") { Notes = lines },
            new("Deliberations") { Table = ToDeliberationTable(view) },
        ]);
    }

    private static IEnumerable<string> DescribeDebates(VariantResult result)
    {
        if (result.Debate is not { } study) yield break;
        var ended = string.Join(", ", result.Ended.Select(e => FormattableString.Invariant($"{e.Key} {e.Value}")));
        yield return FormattableString.Invariant($"ended by {ended}; {result.Contradictions} supported sides contradict the answer");
        foreach (var line in StudyText.Describe(study)) yield return line;
    }

    private static ReportTable ToDeliberationTable(RunView view)
    {
        var definition = view.Run.Definition;
        var verdicts = view.Run.Entries.Select(e => e.Body).OfType<ChildCompleted>().ToDictionary(c => c.Child, c => c.Verdict);
        return new(["id", "protocol", "result"],
        [
            .. from child in Evaluation.CreateChildren(definition.Problem, definition.Seats, definition.Options)
               let id = definition.Id.Child(child.Child.Key)
               let verdict = verdicts.GetValueOrDefault(id)
               select new[] { id.Value, child.Variant.Name, verdict is null ? "unfinished" : DescribeResult(verdict) },
        ]);
    }

    private static string DescribeResult(Verdict verdict) => SafeText.Clean(string.Join(", ", new[]
    {
        Deliberation.Records.StatusWord.Format(verdict.Decision), verdict.Side, verdict.Answer,
    }.Where(part => !string.IsNullOrEmpty(part))));

    private static string StatusWord(EvaluationReport report) => Deliberation.Records.StatusWord.Format(report.Status);
}
