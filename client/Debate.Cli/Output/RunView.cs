using System.Text.Json.Nodes;
using System.Text.Json;
using Debate.Cli.Evaluations;
using Debate.Cli.Tournaments;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;

namespace Debate.Cli.Output;

/// <summary>The current state of a root run, for printing.</summary>
/// <param name="Run">The run as recorded in its journal.</param>
/// <param name="Outcome">The outcome of the run.</param>
/// <param name="Journal">The journal that holds its children.</param>
internal sealed record RunView(RunRecord Run, RunOutcome Outcome, IJournal Journal)
{
    /// <summary>The report of the run itself.</summary>
    public RunReport Report
    {
        get
        {
            var report = RunReport.Create(Run, Outcome.Status, Outcome.Usage);
            return report with { Reason = report.Reason ?? Outcome.Reason };
        }
    }
}

/// <summary>Prints the result of one kind of run at the end of <c>run</c>, <c>resume</c> and similar commands.</summary>
internal interface IRunPrinter
{
    /// <summary>The kind of run that it prints: debate, tournament or evaluation.</summary>
    string Kind { get; }

    /// <summary>Prints the result in the terminal's format.</summary>
    Task PrintAsync(RunView view, Terminal terminal);

    /// <summary>The export in a format for which this kind has its own page; null for other formats.</summary>
    Task<string?> PageAsync(RunView view, string format) => Task.FromResult<string?>(null);

    /// <summary>The exit code.</summary>
    int Code(RunView view) => Exit.CodeOf(view.Outcome);
}

/// <summary>The printer of each kind of run; a new kind adds one line here.</summary>
internal static class Printers
{
    private static readonly IRunPrinter Debate = new DebatePrinter();

    private static readonly IRunPrinter[] All = [Debate, new TournamentPrinter(), new EvaluationPrinter()];

    /// <summary>The printer of a kind; a kind without its own printer is printed as a debate.</summary>
    public static IRunPrinter Find(string kind) => Array.Find(All, p => p.Kind == kind) ?? Debate;
}

/// <summary>A run as one JSON document: what <c>run</c> prints, plus the inputs that determined it.</summary>
internal static class RunDocument
{
    /// <summary>Creates the document of <c>show -o json</c> and <c>export --format json</c>.</summary>
    public static JsonObject Create(RunView view)
    {
        var (run, definition) = (view.Run, view.Run.Definition);
        var document = ToNode(view.Report).AsObject();
        document["kind"] = definition.Kind;
        document["version"] = definition.Version;
        document["options"] = ToNode(definition.Options);
        document["seats"] = ToNode(definition.Seats.Select(s => new { s.Name, s.Model, s.Persona, s.Debater, s.Sampling }));
        document["problem"] = ToNode(definition.Problem);
        document["budget"] = ToNode(run.Budget);
        document["started"] = run.StartedAt.UtcDateTime;
        document["finished"] = run.FinishedAt?.UtcDateTime;
        document["paths"] = ToNode(run.EntriesByPath.Select(e => e.Path));
        return document;
    }

    /// <summary>What the models thought before they spoke, in the order of the protocol.</summary>
    public static JsonNode CreateThoughts(RunRecord run) => ToNode(
        from entry in run.EntriesByPath
        let reply = entry.Body as ModelReplied
        where reply?.Thoughts is not null
        select new { entry.Path, reply.Seat, reply.Thoughts });

    /// <summary>A value in the JSON of the tool.</summary>
    public static JsonNode ToNode<T>(T value) => JsonSerializer.SerializeToNode(value, Terminal.SerializerOptions)!;
}
