namespace Debate.Deliberation.Engine;

/// <summary>
/// Drives one run: starts or takes over its journal, runs the protocol against it, and records how it ended. One object is one
/// activation, which a newer activation fences.
/// </summary>
public sealed class DeliberationRun(EnginePorts ports, DeliberationId id)
{
    /// <summary>Number of successive takeovers without any recorded effect after which the run is parked as failed.</summary>
    public const int EpochsWithoutProgress = 5;

    private readonly TaskCompletionSource<Run> _running = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SuspendedException? _early;

    /// <summary>Completes when the journal records that this activation drives the run.</summary>
    public Task Begun => _running.Task;

    /// <summary>Starts the run that <paramref name="snapshot"/> defines, or resumes it where it exists.</summary>
    /// <exception cref="FencedException">Another activation took over.</exception>
    /// <exception cref="ReplayException">The journal does not match the protocol, or was tampered with.</exception>
    public async Task<Outcome> StartAsync(Snapshot snapshot)
    {
        var started = new Started(snapshot);
        var entry = JournalEntry.Seal(JournalEntry.NoHash, 0, "start", ports.Clock.GetUtcNow(), started);
        return await ports.Journal.AppendAsync(id, entry, RunSummary.Of(snapshot, RunStatus.Running, Usage.None, entry.Time)) == Append.Done
            ? await DriveAsync(Past.Of(entry, started), snapshot.Budget, isResumed: false)
            : await ResumeAsync(snapshot.Budget);
    }

    /// <summary>Resumes the run. The journaled budget stays in force unless <paramref name="budget"/> is given.</summary>
    public async Task<Outcome> ResumeAsync(Budget? budget = null)
    {
        var entries = await ports.Journal.ReadAsync(id);
        if (entries.Count == 0) throw new InputException($"id '{id}': there is no such run");
        Chain.Verify(id, entries);
        var past = Past.Of(entries);
        return past.End is { } end
            ? new(RunStatus.Finished, end.Verdict, end.Usage)
            : await DriveAsync(past, budget ?? past.Budget, isResumed: true);
    }

    /// <summary>Stops the run from outside; effects in flight are cancelled and not recorded.</summary>
    public void Stop(RunStatus status, string reason, Trouble cause = Trouble.None)
    {
        var trouble = new SuspendedException(status, reason, cause);
        _early = trouble;
        if (_running.Task.IsCompletedSuccessfully) _running.Task.Result.Suspend(trouble);
    }

    /// <summary>
    /// Hands the run over to another driver: calls in flight are awaited and recorded, children go on by themselves, and the run is
    /// recorded as interrupted.
    /// </summary>
    public void Leave(string reason)
    {
        var trouble = new SuspendedException(RunStatus.Interrupted, reason);
        _early ??= trouble;
        if (_running.Task.IsCompletedSuccessfully) _running.Task.Result.Leave(trouble);
    }

    private async Task<Outcome> DriveAsync(Past past, Budget budget, bool isResumed)
    {
        var snapshot = past.Snapshot;
        var protocol = ports.Protocols.Find(snapshot.Protocol);
        if (protocol.Stamp != snapshot.Version)
            throw new ReplayException(
                $"{id} was started with {snapshot.Protocol} {snapshot.Version}; this is {protocol.Stamp}. It can be read, not resumed.");
        var time = new Clocking(budget.Time, past.Active, ports.Clock.GetUtcNow(), isResumed);
        var run = new Run(ports, snapshot, new Recorder(id, ports.Journal, ports.Clock, past), time);
        if (isResumed && await TakeOverAsync(run, past, budget) is { } parked) return parked;
        _running.SetResult(run);
        if (_early is { } early) run.Suspend(early);
        return await EndAsync(run, await VerdictAsync(run, protocol, budget), past.Ends);
    }

    private async Task<Outcome?> TakeOverAsync(Run run, Past past, Budget budget)
    {
        var number = past.Epochs + 1;
        var summary = RunSummary.Of(run.Snapshot, RunStatus.Running, past.Used, run.Recorder.Started);
        await run.Recorder.AppendAsync($"epoch/{number}", new Epoch(number, ports.Owner, budget), _ => summary);
        // A wait for an external reply may outlive any number of crashes.
        if (past.EpochsWithoutProgress < EpochsWithoutProgress || run.Snapshot.Seats.Any(External.Holds)) return null;
        run.Suspend(new(RunStatus.Failed, $"parked: {EpochsWithoutProgress} activations in a row ended without an entry"));
        return await EndAsync(run, null, past.Ends);
    }

    /// <summary>The protocol's verdict; null where the run was suspended, even if the protocol swallowed the exception.</summary>
    private static async Task<Verdict?> VerdictAsync(Run run, ProtocolEntry protocol, Budget budget)
    {
        var ledger = new Ledger(budget);
        try
        {
            using var place = await run.PlaceAsync(protocol);
            var verdict = await protocol.Create().RunAsync(new DurableDeliberation(run, ledger, ""));
            return run.Trouble is null ? verdict : null;
        }
        catch (SuspendedException trouble)
        {
            if (run.Trouble is null) run.Suspend(trouble);
            return null;
        }
        catch (InputException wrong)
        {
            // A model that is no longer configured, or a problem that the protocol cannot run: another configuration may resume it.
            run.Suspend(new(RunStatus.Failed, wrong.Message, Trouble.Rejected));
            return null;
        }
    }

    private async Task<Outcome> EndAsync(Run run, Verdict? verdict, int ends)
    {
        var used = run.Recorder.Used + run.UsedByUnfinished;
        if (verdict is not null)
        {
            await run.Recorder.AppendAsync(ends == 0 ? "end" : $"end/{ends}", new Decided(verdict, used),
                time => RunSummary.Of(run.Snapshot, RunStatus.Finished, used, run.Recorder.Started) with { Finished = time });
            return new(RunStatus.Finished, verdict, used);
        }
        var trouble = run.Trouble!;
        await run.Recorder.AppendAsync(
            $"suspended/{run.Recorder.Next}",
            new Suspended(trouble.Status, trouble.Message, trouble.Cause, used),
            _ => RunSummary.Of(run.Snapshot, trouble.Status, used, run.Recorder.Started));
        return new(trouble.Status, null, used, trouble.Message, trouble.Cause);
    }
}
