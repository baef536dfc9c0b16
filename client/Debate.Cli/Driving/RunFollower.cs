using System.CommandLine;
using Debate.Cli.Data;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Models;

namespace Debate.Cli.Driving;

/// <summary>Models that a file gives to a run that goes on.</summary>
/// <param name="File">The file, for messages.</param>
/// <param name="Models">The models.</param>
internal sealed record GivenModels(string File, ModelConfiguration Models);

/// <summary>
/// Follows one root run to its end, in this process or on a server, and prints the result. Works for every kind of run: whatever is
/// specific to a kind is in its definition and its printer.
/// </summary>
internal abstract class RunFollower(Terminal terminal)
{
    /// <summary>A follower for the place that the command line names: this process or a server.</summary>
    public static RunFollower Create(ParseResult parse, CancellationToken stop) => Workspace.Read(parse) is ServerSpace server
        ? new ServerDriver(server, CommonOptions.Terminal(parse), stop)
        : new EmbeddedDriver(DataFolder.Read(parse), CommonOptions.Terminal(parse), ModelOptions.ReadWait(parse), stop);

    /// <summary>The output for results and progress.</summary>
    protected Terminal Terminal { get; } = terminal;

    /// <summary>
    /// Starts a run and returns the exit code; throws <see cref="InputException"/> if its id is in use. <paramref name="children"/> is the
    /// number of children, if the caller knows it.
    /// </summary>
    public abstract Task<int> StartAsync(RunDefinition definition, int? children = null);

    /// <summary>
    /// Resumes a run, with a new budget and mended models if they are given, and returns the exit code; a finished run is only printed
    /// again. Models that are not the run's are an <see cref="InputException"/>.
    /// </summary>
    public abstract Task<int> ResumeAsync(DeliberationId id, Func<Budget, Budget?> budget, GivenModels? models = null);

    /// <summary>
    /// Changes the seats of a run that is not executing and resumes it, with a new budget if one is given; returns the exit code.
    /// <paramref name="decide"/> derives the change from the run, or rejects it with <see cref="InputException"/>.
    /// </summary>
    public abstract Task<int> ChangeRunAsync(DeliberationId id, Func<RunRecord, RunChange> decide, Func<Budget, Budget?> budget);

    /// <summary>The error for starting a run under an id that is in use.</summary>
    protected static InputException DrivenElsewhere(DeliberationId id) =>
        new($"--id '{id}': there is a run of that id; 'debate resume {id}' goes on with it");

    /// <summary>Reads a run and verifies its hash chain.</summary>
    protected static RunRecord ReadVerified(DeliberationId id, IReadOnlyList<JournalEntry> entries)
    {
        HashChain.Verify(id, entries);
        return RunRecord.Read(id, entries);
    }

    /// <summary>Prints the result of a run and returns the exit code.</summary>
    protected async Task<int> PrintAsync(RunView view)
    {
        var printer = Printers.Find(view.Run.Definition.Kind);
        await printer.PrintAsync(view, Terminal);
        return printer.Code(view);
    }
}
