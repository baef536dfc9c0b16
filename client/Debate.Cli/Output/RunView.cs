using Debate.Cli.Evaluations;
using Debate.Cli.Tournaments;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;

namespace Debate.Cli.Output;

/// <summary>A root run as it stands, for whoever prints it.</summary>
/// <param name="Run">What its journal tells.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Journal">Where its children can be read.</param>
internal sealed record RunView(RunRecord Run, Outcome Outcome, IJournal Journal)
{
    /// <summary>The report of the run itself.</summary>
    public RunReport Report
    {
        get
        {
            var report = RunReport.Of(Run, Outcome.Status, Outcome.Usage);
            return report with { Reason = report.Reason ?? Outcome.Reason };
        }
    }
}

/// <summary>Prints what <c>run</c>, <c>resume</c> and the like print at the end of one kind of run.</summary>
internal interface IRunPrinter
{
    /// <summary>The kind that it prints: debate, tournament or evaluation.</summary>
    string Kind { get; }

    /// <summary>Prints the result in the terminal's format.</summary>
    Task PrintAsync(RunView view, Terminal terminal);

    /// <summary>The export of such a run in a format where it has a page of its own; null elsewhere.</summary>
    Task<string?> PageAsync(RunView view, string format) => Task.FromResult<string?>(null);

    /// <summary>The exit code.</summary>
    int Code(RunView view) => Exit.Of(view.Outcome);
}

/// <summary>Who prints which kind; a new kind adds one line here.</summary>
internal static class Printers
{
    private static readonly IRunPrinter Debate = new DebatePrinter();

    private static readonly IRunPrinter[] All = [Debate, new TournamentPrinter(), new EvaluationPrinter()];

    /// <summary>The printer of a kind; a kind without one is printed as a debate.</summary>
    public static IRunPrinter For(string kind) => Array.Find(All, p => p.Kind == kind) ?? Debate;
}
