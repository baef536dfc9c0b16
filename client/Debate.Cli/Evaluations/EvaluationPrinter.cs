using System.Globalization;
using System.Text.Json;
using Debate.Cli.Output;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Projections;
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
    public async Task<string?> PageAsync(RunView view, string format) =>
        format == "json" ? JsonSerializer.Serialize(await ReportAsync(view), Terminal.Document) : null;

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
        terminal.WriteTable(new(
            ["protocol", "questions", "correct", "accuracy", "95 %", "rounds", "failed", "calls", "generated", "cost"],
            [.. report.Results.Select(r => new[]
            {
                r.Protocol, FormatNumber(r.Questions), FormatNumber(r.Correct), FormatShare(r.Accuracy),
                    $"{FormatShare(r.Low)} to {FormatShare(r.High)}",
                FormatNumber(r.Rounds, "0.0"), FormatNumber(r.Failed), FormatNumber(r.Usage.Calls), FormatNumber(r.Usage.TokensOut),
                FormatNumber(r.Usage.Cost, "0.00##"),
            })]));
        PrintUnread(report, terminal);
        foreach (var result in report.Results)
            foreach (var warning in result.Warnings) terminal.WriteLine($"! {result.Protocol}: {warning}", new Style(Color.Yellow));
        if (report.Results.Any(r => r.Predictability is not null || r.Traceability is not null))
            terminal.WriteTable(new(["protocol", "predictability", "traceability"],
                [.. report.Results.Select(r => new[] { r.Protocol, FormatShareOrDash(r.Predictability),
                    FormatShareOrDash(r.Traceability) })]));
        if (report.Paired.Count > 0)
        {
            terminal.WriteLine("Paired, on the same questions (exact McNemar test):");
            terminal.WriteTable(new(["a", "b", "only a right", "only b right", "p"],
                [.. report.Paired.Select(p => new[] { p.A, p.B, FormatNumber(p.AOnly), FormatNumber(p.BOnly),
                    FormatNumber(p.P, "0.0000") })]));
        }
        foreach (var result in report.Results)
            if (result.Debate is { } study) Print(result, study, terminal);
        if (report.Reason is { } reason)
            terminal.WriteLine($"It stopped ({StatusWord(report)}): {reason}. Go on with: debate resume {report.Id}");
        terminal.WriteLine($"Every deliberation is kept: debate ls --all lists them, debate show {report.Id}/KEY shows one.");
    }

    /// <summary>The questions by their deciding reply, where some were not read, and what to do about it.</summary>
    private static void PrintUnread(EvaluationReport report, Terminal terminal)
    {
        if (report.Results.Any(r => r.NotRead + r.Refused > 0))
            terminal.WriteTable(new(["protocol", "right", "wrong", "unread", "cut", "empty", "refused", "failed"],
                [.. report.Results.Select(r => new[] { r.Protocol, FormatNumber(r.Correct), FormatNumber(r.Wrong), FormatNumber(r.Unread),
                    FormatNumber(r.Cut), FormatNumber(r.Empty), FormatNumber(r.Refused), FormatNumber(r.Failed) })]));
        foreach (var warning in report.Warnings) terminal.WriteLine($"! {warning}", new Style(Color.Yellow));
    }

    private static void Print(VariantResult result, DebateStudy study, Terminal terminal)
    {
        terminal.WriteLine($"{result.Protocol}:", new Style(decoration: Decoration.Bold));
        var ended = string.Join(", ", result.Ended.Select(e => $"{e.Key} {FormatNumber(e.Value)}"));
        terminal.WriteLine($"  ended by {ended}; {FormatNumber(result.Contradictions)} supported sides contradict the answer");
        foreach (var line in StudyText.Describe(study)) terminal.WriteLine($"  {line}");
    }

    private static string StatusWord(EvaluationReport report) => Deliberation.Records.StatusWord.Format(report.Status);

    private static string FormatNumber(IFormattable value, string? format = null) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string FormatShareOrDash(double? share) => share is { } value ? FormatNumber(value, "0.00") : "-";

    private static string FormatShare(double share) => FormatNumber(share, "0.0000");
}
