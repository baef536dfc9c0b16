using Debate.Cli.Data;
using Debate.Cli.Output;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Grains.Journals;
using Debate.Hosting;
using Debate.Models;

namespace Debate.Cli.Driving;

/// <summary>
/// Drives one root run in this process: owns it, starts a silo for it, waits for its end and prints what became of it. Works for every
/// kind: what is particular to one is in its snapshot and its printer.
/// </summary>
/// <param name="workspace">The data folder.</param>
/// <param name="terminal">Where results and progress go.</param>
/// <param name="stop">Asks for an orderly end; the run is recorded as interrupted.</param>
internal sealed class Driver(Workspace workspace, Terminal terminal, CancellationToken stop)
{
    /// <summary>How many children the run has, where whoever starts it knows.</summary>
    public int? Children { get; init; }

    /// <summary>Starts a run and gives the exit code; throws <see cref="InputException"/> where its id is taken.</summary>
    public async Task<int> StartAsync(Snapshot snapshot)
    {
        using var owned = await workspace.OwnAsync(snapshot.Id);
        await using var journal = workspace.OpenToWrite();
        if (await journal.FindAsync(snapshot.Id) is not null)
            throw new InputException($"--id '{snapshot.Id}': there is a run of that id; 'debate resume {snapshot.Id}' goes on with it");
        terminal.Note($"{snapshot.Id}  seed {snapshot.Seed}");
        return await DriveAsync(journal, new Progress(terminal, snapshot, 0, Children), silo => silo.RunAsync(snapshot, stop));
    }

    /// <summary>
    /// Goes on with a run, on another budget where one is given, and gives the exit code; a finished one is just printed again.
    /// </summary>
    public async Task<int> ResumeAsync(DeliberationId id, Func<Budget, Budget?> budget)
    {
        await using (var before = workspace.OpenToRead())
        {
            var run = Verified(id, await before.ReadAsync(id));
            if (run.End is { } end) return await PrintAsync(before, run, new(RunStatus.Finished, end.Verdict, end.Usage));
        }
        using var owned = await workspace.OwnAsync(id);
        await using var journal = workspace.OpenToWrite();
        var record = Resumable(id, await journal.ReadAsync(id));
        var done = record.Stored.Count(e => e.Body is Asked or Deliberated);
        var progress = new Progress(terminal, record.Snapshot, done, Children);
        return await DriveAsync(journal, progress, silo => silo.ResumeAsync(id, budget(record.Budget), stop));
    }

    private async Task<int> DriveAsync(SqliteJournal journal, Progress progress, Func<EmbeddedSilo, Task<Outcome>> drive)
    {
        var observed = new ObservedJournal(journal);
        observed.Appended += progress.See;
        using var backends = new ModelBackends(StoredConfiguration.Of(progress.Root).Models, new() { CacheFolder = workspace.CacheFolder });
        await using var silo = await EmbeddedSilo.StartAsync(observed, backends);
        var outcome = await progress.WhileAsync(() => drive(silo));
        return await PrintAsync(journal, await Workspace.ReadAsync(journal, progress.Root.Id), outcome);
    }

    private async Task<int> PrintAsync(IJournal journal, RunRecord run, Outcome outcome)
    {
        var printer = Printers.For(run.Snapshot.Kind);
        var view = new RunView(run, outcome, journal);
        await printer.PrintAsync(view, terminal);
        return printer.Code(view);
    }

    private static RunRecord Verified(DeliberationId id, IReadOnlyList<JournalEntry> entries)
    {
        Chain.Verify(id, entries);
        return RunRecord.Of(id, entries);
    }

    /// <summary>Refuses what the engine would refuse, in one line, before anything is written.</summary>
    private static RunRecord Resumable(DeliberationId id, IReadOnlyList<JournalEntry> entries)
    {
        var run = Verified(id, entries);
        if (!id.IsRoot) throw new InputException($"id '{id}': it belongs to {id.Root}; 'debate resume {id.Root}' goes on with both");
        var (stored, known) = (run.Snapshot.Version, DebateServices.Protocols.Find(run.Snapshot.Protocol).Stamp);
        return stored == known ? run : throw new ToolException(
            Exit.Failed, $"{id} was started with {run.Snapshot.Protocol} {stored}; this is {known}. It can be read, not resumed.");
    }
}
