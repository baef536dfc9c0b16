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
    public string Kind => Evaluation.Entry.Kind;

    /// <inheritdoc/>
    public async Task PrintAsync(RunView view, Terminal terminal)
    {
        var report = await ReportAsync(view);
        if (terminal.IsJson) terminal.Json(report);
        else Print(report, terminal);
    }

    /// <inheritdoc/>
    public async Task<string?> PageAsync(RunView view, string format) =>
        format == "json" ? JsonSerializer.Serialize(await ReportAsync(view), Terminal.Document) : null;

    /// <inheritdoc/>
    public int Code(RunView view) =>
        view.Outcome is { Status: RunStatus.Failed, Cause: Trouble.Rejected } && view.Run.Stored.Any(e => e.Body is Deliberated)
            ? Exit.Partial
            : Exit.Of(view.Outcome);

    private static async Task<EvaluationReport> ReportAsync(RunView view)
    {
        var report = EvaluationReport.Of(
            [.. view.Run.Stored.Select(e => e.Body)],
            view.Outcome.Usage, view.Outcome.Status == RunStatus.Running, await StudiesAsync(view));
        var traced = Evaluation.Measures(view.Run.Snapshot.Options, Evaluation.Traceability)
            ? await Studies.TracedAsync(view) : new Dictionary<string, double>();
        return report with
        {
            Reason = report.Reason ?? view.Outcome.Reason,
            Results = [.. report.Results.Select(r => traced.TryGetValue(r.Protocol, out var share) ? r with { Traceability = share } : r)],
        };
    }

    private static async Task<IReadOnlyDictionary<string, DebateStudy>> StudiesAsync(RunView view)
    {
        var snapshot = view.Run.Snapshot;
        var studies = new SortedDictionary<string, DebateStudy>(StringComparer.Ordinal);
        foreach (var variant in Evaluation.Children(snapshot.Problem, snapshot.Seats, snapshot.Options).GroupBy(c => c.Variant.Name))
            if (await Studies.OfAsync(view, variant.Select(c => c.Child), snapshot.Options.Text("checker")) is { } study)
                studies[variant.Key] = study;
        return studies;
    }

    private static void Print(EvaluationReport report, Terminal terminal)
    {
        terminal.Line($"{report.Name} ({StatusWord(report)}), seed {report.Seed}");
        terminal.Table(new(
            ["protocol", "questions", "correct", "accuracy", "95 %", "rounds", "failed", "calls", "generated", "cost"],
            [.. report.Results.Select(r => new[]
            {
                r.Protocol, Text(r.Questions), Text(r.Correct), Share(r.Accuracy), $"{Share(r.Low)} to {Share(r.High)}",
                Text(r.Rounds, "0.0"), Text(r.Failed), Text(r.Usage.Calls), Text(r.Usage.TokensOut), Text(r.Usage.Cost, "0.00##"),
            })]));
        if (report.Results.Any(r => r.Predictability is not null || r.Traceability is not null))
            terminal.Table(new(["protocol", "predictability", "traceability"],
                [.. report.Results.Select(r => new[] { r.Protocol, Measure(r.Predictability), Measure(r.Traceability) })]));
        if (report.Paired.Count > 0)
        {
            terminal.Line("Paired, on the same questions (exact McNemar test):");
            terminal.Table(new(["a", "b", "only a right", "only b right", "p"],
                [.. report.Paired.Select(p => new[] { p.A, p.B, Text(p.AOnly), Text(p.BOnly), Text(p.P, "0.0000") })]));
        }
        foreach (var result in report.Results)
            if (result.Debate is { } study) Print(result, study, terminal);
        if (report.Reason is { } reason)
            terminal.Line($"It stopped ({StatusWord(report)}): {reason}. Go on with: debate resume {report.Id}");
        terminal.Line($"Every deliberation is kept: debate ls --all lists them, debate show {report.Id}/KEY shows one.");
    }

    private static void Print(VariantResult result, DebateStudy study, Terminal terminal)
    {
        terminal.Line($"{result.Protocol}:", new Style(decoration: Decoration.Bold));
        var ended = string.Join(", ", result.Ended.Select(e => $"{e.Key} {Text(e.Value)}"));
        terminal.Line($"  ended by {ended}; {Text(result.Contradictions)} supported sides contradict the answer");
        foreach (var line in StudyText.Of(study)) terminal.Line($"  {line}");
    }

    private static string StatusWord(EvaluationReport report) => Deliberation.Records.StatusWord.Of(report.Status);

    private static string Text(IFormattable value, string? format = null) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Measure(double? share) => share is { } value ? Text(value, "0.00") : "-";

    private static string Share(double share) => Text(share, "0.0000");
}
