using Debate.Cli.Data;
using Debate.Cli.Output;
using Debate.Client;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;

namespace Debate.Cli.Driving;

/// <summary>
/// Submits one root run to a server and follows it to its end, even if the server restarts. Ctrl-C stops following; the run goes on.
/// </summary>
internal sealed class ServerDriver(ServerSpace space, Terminal terminal, CancellationToken stop) : Driver(terminal)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public override async Task<int> StartAsync(Snapshot snapshot, int? children = null)
    {
        await using var journal = space.OpenToRead();
        if (await journal.FindAsync(snapshot.Id) is not null) throw Taken(snapshot.Id);
        Terminal.Note($"{snapshot.Id}  seed {snapshot.Seed}  at {space.Place}");
        await PatientlyAsync(() => space.Server.SendAsync<RunSummary>(HttpMethod.Put, HttpJournal.Place(snapshot.Id), snapshot, stop));
        return await FollowAsync(journal, new Progress(Terminal, snapshot, [], children), next: 0);
    }

    /// <inheritdoc/>
    public override async Task<int> ResumeAsync(DeliberationId id, Func<Budget, Budget?> budget)
    {
        await using var journal = space.OpenToRead();
        var run = Verified(id, await journal.ReadAsync(id));
        if (run.End is null)
            await PatientlyAsync(() =>
                space.Server.SendAsync<RunSummary>(HttpMethod.Post, $"{HttpJournal.Place(id)}/resume", budget(run.Budget), stop));
        return await FollowAsync(journal, new Progress(Terminal, run.Snapshot, run.Stored, null), run.Stored.Length);
    }

    /// <inheritdoc/>
    public override async Task<int> JoinAsync(DeliberationId id, Func<Snapshot, Joined> newcomers, Func<Budget, Budget?> budget)
    {
        await using var journal = space.OpenToRead();
        var run = Verified(id, await journal.ReadAsync(id));
        await space.Server.SendAsync<RunSummary>(HttpMethod.Post, $"{HttpJournal.Place(id)}/join", newcomers(run.Snapshot), stop);
        return await ResumeAsync(id, budget);
    }

    private async Task<int> FollowAsync(IJournal journal, Progress progress, long next)
    {
        try
        {
            await progress.WhileAsync(() => EndAsync(journal, progress, next));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Terminal.Note($"{progress.Root.Id} goes on at {space.Place}");
            return Exit.Interrupted;
        }
        return await PrintAsync(await space.ViewAsync(journal, await RunTree.ReadAsync(journal, progress.Root.Id)));
    }

    private async Task<bool> EndAsync(IJournal journal, Progress progress, long next)
    {
        using var timer = new PeriodicTimer(Pause);
        for (; ; await timer.WaitForNextTickAsync(stop))
        {
            // Query this before reading, so that an entry written just before the run stopped is still seen.
            var driven = await PatientlyAsync(() => space.IsDrivenAsync(progress.Root.Id));
            var entries = await PatientlyAsync(() => journal.ReadAsync(progress.Root.Id, next));
            foreach (var entry in entries) progress.See(progress.Root.Id, entry);
            next += entries.Count;
            if (!driven && entries.Count == 0) return true;
        }
    }

    // Retries while a server restarts, so every request made through this may be sent twice.
    private async Task<T> PatientlyAsync<T>(Func<Task<T>> ask)
    {
        for (var began = Environment.TickCount64; ; await Task.Delay(Pause, stop))
        {
            try
            {
                return await ask();
            }
            catch (OutageException lost) when (lost.Trouble == Trouble.Unreachable && !IsOver(began))
            {
                Terminal.Note($"{lost.Message}; asking again");
            }
        }
    }

    private static bool IsOver(long began) => Environment.TickCount64 - began > Patience.TotalMilliseconds;
}
