using System.Text.Json;
using Debate.Core.Input;

namespace Debate.Deliberation.Engine;

/// <summary>
/// Drives one run: starts or takes over its journal, runs the protocol against it, and records how it ended. One object is one
/// activation, which a newer activation fences.
/// </summary>
public sealed class RunDriver(EnginePorts ports, DeliberationId id)
{
    /// <summary>Number of successive takeovers without any recorded effect after which the run is parked as failed.</summary>
    public const int MaxTakeoversWithoutProgress = 5;

    private readonly TaskCompletionSource<RunActivation> _activation = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SuspendedException? _earlyStop;

    /// <summary>Completes when the journal records that this activation drives the run.</summary>
    public Task Activated => _activation.Task;

    /// <summary>Starts the run that <paramref name="definition"/> defines, or resumes it where it exists.</summary>
    /// <exception cref="FencedException">Another activation took over.</exception>
    /// <exception cref="ReplayException">The journal does not match the protocol, or was tampered with.</exception>
    public async Task<RunOutcome> StartAsync(RunDefinition definition) =>
        await AppendStartAsync(definition) is { } history
            ? await DriveAsync(history, definition.Budget, isResumed: false)
            : await ResumeAsync(definition.Budget);

    /// <summary>Resumes the run. The journaled budget stays in force unless <paramref name="budget"/> is given.</summary>
    public async Task<RunOutcome> ResumeAsync(Budget? budget = null)
    {
        var entries = await ports.Journal.ReadAsync(id);
        if (entries.Count == 0) throw new InputException($"id '{id}': there is no such run");
        HashChain.Verify(id, entries);
        var history = RunHistory.Read(id, entries);
        return history.Completion is { } end
            ? new(RunStatus.Finished, end.Verdict, end.Usage)
            : await DriveAsync(history, budget ?? history.Budget, isResumed: true);
    }

    /// <summary>Stops the run from outside; effects in flight are cancelled and not recorded.</summary>
    public void Stop(RunStatus status, string reason, FailureKind cause = FailureKind.None)
    {
        var error = new SuspendedException(status, reason, cause);
        _earlyStop = error;
        if (_activation.Task.IsCompletedSuccessfully) _activation.Task.Result.Suspend(error);
    }

    /// <summary>
    /// Hands the run over to another driver: calls in flight are awaited and recorded, children go on by themselves, and the run is
    /// recorded as interrupted.
    /// </summary>
    public void HandOver(string reason)
    {
        var error = new SuspendedException(RunStatus.Interrupted, reason);
        _earlyStop ??= error;
        if (_activation.Task.IsCompletedSuccessfully) _activation.Task.Result.HandOver(error);
    }

    /// <summary>Starts the journal of a new run; null where there is one.</summary>
    private async Task<RunHistory?> AppendStartAsync(RunDefinition definition)
    {
        NoPrograms.ThrowIfMissing(ports.Protocols, definition, ports.Programs);
        AbilityNames.Check(definition, ports.Protocols, ports.Models);
        var started = new RunStarted(ResolveSampling(definition));
        var entry = JournalEntry.Seal(JournalEntry.NoHash, 0, "start", ports.Clock.GetUtcNow(), started);
        var summary = RunSummary.Create(started.Definition, RunStatus.Running, RunUsage.None, entry.Time);
        return await ports.Journal.AppendAsync(id, entry, summary) == AppendResult.Appended ? RunHistory.ForNewRun(entry, started) : null;
    }

    /// <summary>What seats leave open is settled once, in entry 0: a model's entry may change while the run lives.</summary>
    private RunDefinition ResolveSampling(RunDefinition definition) => definition.Seats.All(s => s.Sampling.MaxTokens is not null)
        ? definition
        : definition with { Seats = [.. definition.Seats.Select(ResolveSampling)] };

    private Seat ResolveSampling(Seat seat) =>
        seat with { Sampling = seat.Sampling.Resolved(ports.Models.FindTerms(seat.Model)?.MaxTokens) };

    /// <summary>Drives a run from where its history ends. The history itself is not kept: its entries are as large as the run.</summary>
    private Task<RunOutcome> DriveAsync(RunHistory history, Budget budget, bool isResumed)
    {
        var definition = history.Definition;
        var protocol = ports.Protocols.Find(definition.Protocol);
        if (protocol.Fingerprint != definition.Version)
            throw new ReplayException(
                $"{id} was started with {definition.Protocol} {definition.Version}; this is {protocol.Fingerprint}. It can be read, not resumed.");
        var time = new ActiveTime(budget.Time, history.ActiveDuration, ports.Clock.GetUtcNow(), isResumed);
        var run = new RunActivation(ports, definition, new Recorder(id, ports.Journal, ports.Clock, history), time);
        return isResumed
            ? TakeOverAsync(run, protocol, budget, history.TakeoverCount, history.TakeoversWithoutProgress, history.VerdictCount)
            : RunAsync(run, protocol, budget, verdicts: 0);
    }

    private async Task<RunOutcome> TakeOverAsync(
        RunActivation run, ProtocolDescriptor protocol, Budget budget, int takeovers, int withoutProgress, int verdicts)
    {
        var number = takeovers + 1;
        await run.Recorder.AppendAsync($"epoch/{number}", new ActivationStarted(number, ports.Owner, budget),
            _ => RunSummary.Create(run.Definition, RunStatus.Running, run.Recorder.Used, run.Recorder.StartedAt));
        // A wait for an external reply may outlive any number of crashes.
        if (withoutProgress < MaxTakeoversWithoutProgress
            || run.Definition.Seats.Any(seat => ports.Models.FindTerms(seat.Model) is { IsExternal: true }))
            return await RunAsync(run, protocol, budget, verdicts);
        run.Suspend(new(RunStatus.Failed, $"parked: {MaxTakeoversWithoutProgress} activations in a row ended without an entry"));
        return await RecordEndAsync(run, null, verdicts);
    }

    private async Task<RunOutcome> RunAsync(RunActivation run, ProtocolDescriptor protocol, Budget budget, int verdicts)
    {
        _activation.SetResult(run);
        if (_earlyStop is { } early) run.Suspend(early);
        Verdict? verdict = null;
        try
        {
            using var permit = await run.AcquirePermitAsync(protocol);
            verdict = await protocol.Create().RunAsync(new DurableDeliberation(run, new Ledger(budget), ""));
            if (run.OpenChild is { } open) run.Suspend(open);
        }
        catch (SuspendedException error)
        {
            if (run.Suspension is null) run.Suspend(error);
        }
        catch (InputException wrong)
        {
            // A model that is no longer configured, or a problem that the protocol cannot run: another configuration may resume it.
            run.Suspend(new(RunStatus.Failed, wrong.Message, FailureKind.Rejected));
        }
        catch (Exception fault) when (IsOurs(fault))
        {
            // Recorded, so that the run says why it stands still; a build without the fault resumes it.
            run.Suspend(new(RunStatus.Failed, OneLine.Format($"a fault of this program: {fault.GetType().Name}: {fault.Message}", 300),
                FailureKind.Rejected));
        }
        // A run that was suspended has no verdict, even if the protocol swallowed the exception.
        return await RecordEndAsync(run, run.Suspension is null ? verdict : null, verdicts);
    }

    /// <summary>
    /// Whether an exception is a mistake in code, which comes again whenever the run is driven, and not a store, a silo or a model that is
    /// away.
    /// </summary>
    private static bool IsOurs(Exception fault) => fault switch
    {
        ArgumentException or NullReferenceException or InvalidCastException or FormatException or IndexOutOfRangeException
            or KeyNotFoundException or ArithmeticException or NotSupportedException or JsonException => true,
        ObjectDisposedException => false,
        InvalidOperationException => fault.Source is { } thrower && (thrower.StartsWith("System", StringComparison.Ordinal)
            || thrower.StartsWith("Debate", StringComparison.Ordinal)),
        _ => false,
    };

    private async Task<RunOutcome> RecordEndAsync(RunActivation run, Verdict? verdict, int ends)
    {
        var used = run.Recorder.Used with { Total = run.Recorder.Used.Total + run.UsedByUnfinished };
        if (verdict is not null)
        {
            await run.Recorder.AppendAsync(ends == 0 ? "end" : $"end/{ends}", new RunCompleted(verdict, used.Total),
                time => RunSummary.Create(run.Definition, RunStatus.Finished, used, run.Recorder.StartedAt) with
                {
                    Finished = time,
                    Outcome = OutcomeSummary.FromVerdict(verdict),
                });
            return new(RunStatus.Finished, verdict, used.Total);
        }
        var error = run.Suspension!;
        var suspended = new RunSuspended(error.Status, error.Message, error.Cause, used.Total) { Absent = error.Absent };
        await run.Recorder.AppendAsync($"suspended/{run.Recorder.NextSequence}", suspended,
            _ => RunSummary.Create(run.Definition, error.Status, used, run.Recorder.StartedAt) with
            {
                Outcome = OutcomeSummary.FromSuspension(suspended),
            });
        return new(error.Status, null, used.Total, error.Message, error.Cause) { Absent = error.Absent };
    }
}

/// <summary>Changes a run that nobody drives.</summary>
public static class RunChanges
{
    /// <summary>
    /// Records a change: seats that join or withdraw, another configuration. The run can then be resumed, even where it had its verdict. The
    /// caller decides whether it may change so.
    /// </summary>
    /// <exception cref="InputException">There is no such run, another process drives it after all, or it was archived.</exception>
    public static async Task ChangeAsync(this IJournal journal, DeliberationId id, RunChange change, TimeProvider clock)
    {
        var entries = await journal.ReadAsync(id);
        if (entries.Count == 0) throw new InputException($"id '{id}': there is no such run");
        HashChain.Verify(id, entries);
        var (history, last) = (RunHistory.Read(id, entries), entries[^1]);
        var path = $"{EntryBody.KindOf(change.GetType())}/{last.Sequence + 1}";
        var entry = JournalEntry.Seal(last.Hash, last.Sequence + 1, path, clock.GetUtcNow(), change);
        var summary = RunSummary.Create(history.Definition, RunStatus.Interrupted, history.Used, entries[0].Time);
        if (await journal.AppendAsync(id, entry with { PreviousHash = last.Hash }, summary) != AppendResult.Appended)
            throw new InputException($"id '{id}': nobody can change it now: somebody drives it, or it is in the archive");
    }
}
