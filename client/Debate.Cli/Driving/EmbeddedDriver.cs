using Debate.Cli.Data;
using Debate.Cli.Output;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Grains.Journals;
using Debate.Hosting;
using Debate.Models;

namespace Debate.Cli.Driving;

/// <summary>Executes one root run in this process: takes ownership of it and starts a silo for it.</summary>
/// <param name="folder">The data folder.</param>
/// <param name="terminal">The output for results and progress.</param>
/// <param name="stop">Requests an orderly stop; the run is recorded as interrupted.</param>
internal sealed class EmbeddedDriver(DataFolder folder, Terminal terminal, CancellationToken stop) : Driver(terminal)
{
    /// <inheritdoc/>
    public override async Task<int> StartAsync(Snapshot snapshot, int? children = null)
    {
        using var owned = await folder.OwnAsync(snapshot.Id);
        await using var journal = folder.OpenToWrite();
        if (await journal.FindAsync(snapshot.Id) is not null) throw Taken(snapshot.Id);
        Terminal.Note($"{snapshot.Id}  seed {snapshot.Seed}");
        return await DriveAsync(journal, new Progress(Terminal, snapshot, [], children), silo => silo.RunAsync(snapshot, stop));
    }

    /// <inheritdoc/>
    public override async Task<int> ResumeAsync(DeliberationId id, Func<Budget, Budget?> budget)
    {
        await using (var before = folder.OpenToRead())
        {
            var run = Verified(id, await before.ReadAsync(id));
            if (run.End is { } end) return await PrintAsync(new(run, new(RunStatus.Finished, end.Verdict, end.Usage), before));
        }
        using var owned = await folder.OwnAsync(id);
        await using var journal = folder.OpenToWrite();
        var record = Resumable(id, await journal.ReadAsync(id));
        var progress = new Progress(Terminal, record.Snapshot, record.Stored, null);
        return await DriveAsync(journal, progress, silo => silo.ResumeAsync(id, budget(record.Budget), stop));
    }

    /// <inheritdoc/>
    public override async Task<int> JoinAsync(DeliberationId id, Func<Snapshot, Joined> newcomers, Func<Budget, Budget?> budget)
    {
        using (await folder.OwnAsync(id))
        {
            await using var journal = folder.OpenToWrite();
            var run = Resumable(id, await journal.ReadAsync(id));
            await journal.JoinAsync(id, newcomers(run.Snapshot), TimeProvider.System);
        }
        return await ResumeAsync(id, budget);
    }

    private async Task<int> DriveAsync(SqliteJournal journal, Progress progress, Func<EmbeddedSilo, Task<Outcome>> drive)
    {
        var observed = new ObservedJournal(journal, TimeProvider.System);
        observed.Appended += progress.See;
        using var backends = new ModelBackends(StoredConfiguration.Of(progress.Root).Models, new()
        {
            CacheFolder = folder.CacheFolder,
            Tell = setback => progress.Note($"{setback}"),
        });
        await using var silo = await EmbeddedSilo.StartAsync(observed, backends);
        var outcome = await progress.WhileAsync(() => drive(silo));
        return await PrintAsync(new(await RunTree.ReadAsync(journal, progress.Root.Id), outcome, journal));
    }

    /// <summary>Rejects in one line, before anything is written, what the engine would reject.</summary>
    private static RunRecord Resumable(DeliberationId id, IReadOnlyList<JournalEntry> entries)
    {
        var run = Verified(id, entries);
        if (!id.IsRoot) throw new InputException($"id '{id}': it belongs to {id.Root}; 'debate resume {id.Root}' goes on with both");
        var (stored, known) = (run.Snapshot.Version, DebateServices.Protocols.Find(run.Snapshot.Protocol).Stamp);
        return stored == known ? run : throw new ToolException(
            Exit.Failed, $"{id} was started with {run.Snapshot.Protocol} {stored}; this is {known}. It can be read, not resumed.");
    }
}
