using System.CommandLine;
using Debate.Cli.Data;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;

namespace Debate.Cli.Driving;

/// <summary>
/// Sees one root run to its end and prints what became of it, here or on a server. Works for every kind: what is particular to one is in
/// its snapshot and its printer.
/// </summary>
internal abstract class Driver(Terminal terminal)
{
    /// <summary>A driver where the command line wants the run to be.</summary>
    public static Driver Of(ParseResult parse, CancellationToken stop) => Workspace.Of(parse) is ServerSpace server
        ? new ServerDriver(server, Common.Terminal(parse), stop)
        : new EmbeddedDriver(DataFolder.Of(parse), Common.Terminal(parse), stop);

    /// <summary>Where results and progress go.</summary>
    protected Terminal Terminal { get; } = terminal;

    /// <summary>
    /// Starts a run and gives the exit code; throws <see cref="InputException"/> where its id is taken. <paramref name="children"/> is how
    /// many it has, where whoever starts it knows.
    /// </summary>
    public abstract Task<int> StartAsync(Snapshot snapshot, int? children = null);

    /// <summary>
    /// Goes on with a run, on another budget where one is given, and gives the exit code; a finished one is just printed again.
    /// </summary>
    public abstract Task<int> ResumeAsync(DeliberationId id, Func<Budget, Budget?> budget);

    /// <summary>
    /// Lets seats join a run that stands still and goes on with it, on another budget where one is given; gives the exit code. Who joins
    /// follows from the run's snapshot, or is refused there with <see cref="InputException"/>.
    /// </summary>
    public abstract Task<int> JoinAsync(DeliberationId id, Func<Snapshot, Joined> newcomers, Func<Budget, Budget?> budget);

    /// <summary>The refusal to start a run under an id that is taken.</summary>
    protected static InputException Taken(DeliberationId id) =>
        new($"--id '{id}': there is a run of that id; 'debate resume {id}' goes on with it");

    /// <summary>A run whose chain of hashes holds.</summary>
    protected static RunRecord Verified(DeliberationId id, IReadOnlyList<JournalEntry> entries)
    {
        Chain.Verify(id, entries);
        return RunRecord.Of(id, entries);
    }

    /// <summary>Prints what became of a run and gives the exit code.</summary>
    protected async Task<int> PrintAsync(RunView view)
    {
        var printer = Printers.For(view.Run.Snapshot.Kind);
        await printer.PrintAsync(view, Terminal);
        return printer.Code(view);
    }
}
