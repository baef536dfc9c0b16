using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace Debate.Deliberation.Engine;

/// <summary>
/// Schedules the children of one run, a bounded number at a time, each on a lease of the budget that is still available. On a limited
/// budget it starts with a single child, which may use everything, and doubles the concurrency with every child that finishes; from then
/// on a lease is twice the usage of the largest child so far, and a child starts only where the usage of the largest is available. A child
/// that uses up its lease waits for a larger one, and the concurrency is halved. A scarce budget therefore finishes a few children instead
/// of starting them all. A child that had the whole remaining budget and needed more ends the schedule. Children of an earlier activation
/// may still run elsewhere on the leases that it granted: they come first, each on what remains of its lease. Where the parent can go on
/// without a child (<paramref name="forgo"/>), a model that is gone stops only the children that seat it; without, it stops the schedule.
/// </summary>
internal sealed class ChildScheduler(
    RunActivation run, Ledger ledger, string path, IReadOnlyList<Child> children,
    Func<IReadOnlyList<OpenChild>, IReadOnlyList<ChildDecision?>>? forgo = null)
{
    private readonly record struct FinishedChild(int Index, bool HadWholeBudget, RunOutcome Outcome);

    private readonly ChildResult?[] _results = new ChildResult?[children.Count];
    private readonly Usage[] _used = [.. children.Select(_ => Usage.None)];
    private readonly Budget?[] _heldLeases = new Budget?[children.Count];
    private readonly Channel<Task<FinishedChild>> _finished = Channel.CreateUnbounded<Task<FinishedChild>>();
    private readonly ModelPresence _presence = new();
    private readonly SortedSet<int> _held = [];
    private readonly HashSet<int> _probes = [];
    private readonly SortedDictionary<int, SuspendedException> _failed = [];
    private Queue<int> _pending = new();
    private SuspendedException? _suspension;
    private ExceptionDispatchInfo? _fault;
    private int _running;
    private bool _isOver;
    private int _concurrency;
    private Usage? _largestUsage;

    public async Task<IReadOnlyList<ChildResult>> RunAsync(int concurrency)
    {
        for (var i = 0; i < children.Count; i++)
            if (!ReplayResult(i)) await RecoverChildAsync(i);
        _pending = new(_pending.OrderBy(i => _heldLeases[i] is null));
        _concurrency = IsLimited ? Math.Clamp(CountAffordable(), 1, concurrency) : concurrency;
        while (true)
        {
            while (_running < _concurrency && HasRunnable() && ComputeLease(_pending.Peek()) is { } lease)
                StartChild(_pending.Dequeue(), lease);
            if (_running == 0) break;
            var finished = await _finished.Reader.ReadAsync();
            _running--;
            if (finished.IsCompletedSuccessfully) OnFinished(finished.Result, concurrency);
            else OnFault(finished.Exception?.InnerException ?? new TaskCanceledException(finished));
        }
        if (_pending.Count > 0)
            OnSuspended(new(RunStatus.OutOfBudget, $"the budget leaves nothing for {_pending.Count} of {children.Count} children"));
        if (_fault is null && _suspension is null) await DecideAsync();
        run.AddUnfinishedUsage(_used.Where((_, i) => _results[i] is null).Aggregate(Usage.None, (sum, used) => sum + used));
        _fault?.Throw();
        return _suspension is null ? [.. _results.Select(r => r ?? new(null, null))] : throw _suspension;
    }

    private bool ReplayResult(int index)
    {
        var (at, request) = (ChildPath(index), RequestHash.Compute(ChildDefinition(index)));
        if (run.Recorder.Holds<ChildForgone>(at))
        {
            var forgone = run.Recorder.Replay<ChildForgone>(at, request)!;
            ledger.Settle(Usage.None, forgone.Usage);
            _results[index] = new(null, forgone.Decision);
            return true;
        }
        if (run.Recorder.Replay<ChildCompleted>(at, request) is not { } recorded) return false;
        ledger.Settle(Usage.None, recorded.Usage);
        StoreVerdict(index, recorded.Verdict, recorded.Usage);
        return true;
    }

    /// <summary>
    /// A child may be further than this run's journal shows: its verdict is recorded without a lease, and its usage is settled before
    /// anything new is leased.
    /// </summary>
    private async Task RecoverChildAsync(int index)
    {
        var history = run.IsResumed ? await run.ReadHistoryAsync(ChildDefinition(index).Id) : null;
        if (history?.Completion is { } end)
        {
            await RecordVerdictAsync(index, end.Verdict, end.Usage);
            ledger.Settle(Usage.None, end.Usage);
            StoreVerdict(index, end.Verdict, end.Usage);
            return;
        }
        _used[index] = history?.Used.Total ?? Usage.None;
        if (IsLimited && history is { IsOpen: true } && history.Budget.Minus(history.Used.Total) is { Calls: not 0, Tokens: not 0 } held)
            _heldLeases[index] = held;
        ledger.Settle(Usage.None, _used[index]);
        if (children[index].Forgone is { } decision) await ForgoAsync(index, decision);
        else _pending.Enqueue(index);
    }

    private async Task ForgoAsync(int index, ChildDecision decision)
    {
        run.ThrowIfSuspended();
        var definition = ChildDefinition(index);
        await run.Recorder.AppendAsync(ChildPath(index), new ChildForgone(
            RequestHash.Compute(definition), definition.Id, decision.Value, decision.Reason, _used[index]));
        _results[index] = new(null, decision.Value);
    }

    /// <summary>Asks the parent what the children that are open mean for it, and records its decisions.</summary>
    private async Task DecideAsync()
    {
        int[] indices = [.. _held.Union(_failed.Keys).Order()];
        if (indices.Length == 0) return;
        OpenChild[] open = [.. indices.Select(CreateOpenChild)];
        foreach (var (index, child, decision) in indices.Zip(open, forgo!(open)))
        {
            if (decision is null) run.LeaveOpen(child.Suspension);
            else await ForgoAsync(index, decision);
        }
    }

    private OpenChild CreateOpenChild(int index)
    {
        var child = children[index];
        var failed = _failed.GetValueOrDefault(index);
        // The reason why a model is gone says more than the last try of it.
        var absent = _presence.FindAbsent(child).Concat(failed?.Absent ?? []).DistinctBy(a => a.Seat).ToDictionary(a => a.Seat);
        AbsentSeat[] seats = [.. child.Seats.Where(s => absent.ContainsKey(s.Name)).Select(s => absent[s.Name])];
        return new(child, seats, failed ?? CreateSuspension(index, RunStatus.Failed, seats[0].Reason, _presence.CauseOf(child)));
    }

    private Task RecordVerdictAsync(int index, Verdict verdict, Usage used)
    {
        var definition = ChildDefinition(index);
        return run.Recorder.AppendAsync(ChildPath(index),
            new ChildCompleted(RequestHash.Compute(definition), definition.Id, verdict, used));
    }

    private Budget? ComputeLease(int index)
    {
        var free = ledger.Available with { Time = null };
        if (run.IsSuspended || free.Calls == 0 || free.Tokens == 0 || run.RemainingTime() == TimeSpan.Zero) return null;
        if (!IsLimited) return free;
        if (_heldLeases[index] is { } held) return MinBudget(free, held);
        if (_concurrency == 1 || _largestUsage is not { } largest) return _running == 0 ? free : null;
        if (_running > 0 && free.FindExceeded(largest) is not null) return null;
        var need = MaxUsage(largest, _used[index]);
        return MinBudget(free, new(Math.Max(1, 2 * need.Calls), Math.Max(1, 2 * need.Tokens), 2 * need.Cost));
    }

    /// <summary>The smaller of the two, limit by limit; a limit that <paramref name="free"/> does not have stays unlimited.</summary>
    private static Budget MinBudget(Budget free, Budget max) => new(
        free.Calls is { } calls ? Math.Min(calls, max.Calls ?? calls) : null,
        free.Tokens is { } tokens ? Math.Min(tokens, max.Tokens ?? tokens) : null,
        free.Cost is { } cost ? Math.Min(cost, max.Cost ?? cost) : null);

    private void StartChild(int index, Budget lease)
    {
        var promised = new Usage(lease.Calls ?? 0, 0, lease.Tokens ?? 0, 0, lease.Cost ?? 0);
        var alone = _running == 0 && lease == ledger.Available with { Time = null };
        if (ledger.Reserve(promised) is { } exceeded) throw new InvalidOperationException($"A lease of what is free exceeds {exceeded}.");
        _running++;
        _heldLeases[index] = null;
        _probes.Remove(index);
        RunChildAsync(index, lease, promised, alone)
            .ContinueWith(task => _finished.Writer.TryWrite(task), TaskScheduler.Default);
    }

    private async Task<FinishedChild> RunChildAsync(int index, Budget lease, Usage promised, bool alone)
    {
        var used = Usage.None;
        try
        {
            var outcome = await run.RunChildAsync(ChildDefinition(index) with { Budget = lease.Plus(_used[index]) });
            var total = outcome.Verdict is null ? (await run.ReadHistoryAsync(ChildDefinition(index).Id))?.Used.Total ?? Usage.None
                : outcome.Usage;
            used = total - _used[index];
            _used[index] = total;
            if (outcome.Verdict is { } verdict) await RecordVerdictAsync(index, verdict, total);
            return new(index, alone, outcome);
        }
        finally
        {
            ledger.Settle(promised, used);
        }
    }

    private void OnFinished(FinishedChild finished, int concurrency)
    {
        var (index, alone, outcome) = finished;
        if (outcome.Verdict is { } verdict)
        {
            StoreVerdict(index, verdict, outcome.Usage);
            if (_presence.OnAnswered(children[index])) ReleaseHeld();
            if (IsLimited) _concurrency = Math.Clamp(Math.Min(2 * _concurrency, _running + CountAffordable()), 1, concurrency);
        }
        else if (outcome.Status == RunStatus.OutOfBudget && !alone && run.RemainingTime() != TimeSpan.Zero)
        {
            _concurrency = Math.Max(1, _concurrency / 2);
            _pending.Enqueue(index);
        }
        else if (forgo is not null && outcome is { Status: RunStatus.Failed, Absent: [_, ..] absent })
        {
            _failed[index] = CreateSuspension(index, outcome.Status, outcome.Reason, outcome.Cause, absent);
            _presence.OnFailed(children[index], absent[0], outcome.Cause);
        }
        else OnSuspended(CreateSuspension(index, outcome.Status, outcome.Reason, outcome.Cause));
    }

    private SuspendedException CreateSuspension(
        int index, RunStatus status, string? reason, FailureKind cause, IReadOnlyList<AbsentSeat>? absent = null) =>
        new(status, $"{run.Definition.Id.Child(children[index].Key)}: {reason}", cause) { Absent = absent };

    /// <summary>
    /// Whether a child can be started now, and then it is the first in the queue. Children whose models are gone are held back; when
    /// nothing else is left, one of them is tried for each such model.
    /// </summary>
    private bool HasRunnable()
    {
        while (_pending.TryPeek(out var next))
        {
            if (_probes.Contains(next) || !_presence.Holds(children[next])) return true;
            _held.Add(_pending.Dequeue());
        }
        if (_running > 0 || _isOver) return false;
        var waiting = _held.Union(_failed.Where(f => ModelPresence.IsWorthAnotherTry(f.Value.Cause)).Select(f => f.Key)).Order().ToArray();
        foreach (var index in _presence.ChooseProbes(waiting, children))
        {
            _held.Remove(index);
            _failed.Remove(index);
            _probes.Add(index);
            _pending.Enqueue(index);
        }
        return _pending.Count > 0;
    }

    /// <summary>A model that was gone answers again: whatever waits may be started again.</summary>
    private void ReleaseHeld()
    {
        foreach (var index in _failed.Where(f => ModelPresence.IsWorthAnotherTry(f.Value.Cause)).Select(f => f.Key).ToArray())
        {
            _failed.Remove(index);
            _held.Add(index);
        }
        foreach (var index in _held) _pending.Enqueue(index);
        _held.Clear();
    }

    private void StoreVerdict(int index, Verdict verdict, Usage used)
    {
        _results[index] = new(verdict, null);
        _largestUsage = MaxUsage(_largestUsage ?? Usage.None, used);
    }

    private static Usage MaxUsage(Usage a, Usage b) =>
        new(Math.Max(a.Calls, b.Calls), 0, Math.Max(a.Tokens, b.Tokens), 0, Math.Max(a.Cost, b.Cost));

    private bool IsLimited => ledger.Limit is not { Calls: null, Tokens: null, Cost: null };

    /// <summary>How many children of the largest usage so far the available budget covers; 1 before any usage is known.</summary>
    private int CountAffordable()
    {
        if (_largestUsage is not { } largest) return 1;
        var free = ledger.Available;
        decimal carried = children.Count;
        if (free.Calls is { } calls && largest.Calls > 0) carried = Math.Min(carried, calls / largest.Calls);
        if (free.Tokens is { } tokens && largest.Tokens > 0) carried = Math.Min(carried, tokens / largest.Tokens);
        if (free.Cost is { } cost && largest.Cost > 0) carried = Math.Min(carried, Math.Floor(cost / largest.Cost));
        return (int)carried;
    }

    /// <summary>A rejected child stops only itself; where no model can be asked any more, no further child starts.</summary>
    private void OnSuspended(SuspendedException error)
    {
        var ends = error.Status != RunStatus.Failed || error.Cause is FailureKind.Unauthorised or FailureKind.Unreachable;
        if (ends) End();
        // Report what ended the schedule rather than a child that only failed by itself.
        if (_suspension is null || (ends && _suspension is { Status: RunStatus.Failed, Cause: FailureKind.Rejected or FailureKind.None }))
            _suspension = error;
    }

    /// <summary>An exception that is not an outcome: the other children are stopped and awaited before it is rethrown.</summary>
    private void OnFault(Exception fault)
    {
        _fault ??= ExceptionDispatchInfo.Capture(fault);
        End();
        if (fault is not SuspendedException) run.Suspend(new(RunStatus.Interrupted, fault.Message));
    }

    /// <summary>Starts no further child.</summary>
    private void End()
    {
        _isOver = true;
        _pending.Clear();
    }

    private string ChildPath(int index) => $"{path}/{index.ToString(CultureInfo.InvariantCulture)}";

    private RunDefinition ChildDefinition(int index) => run.DefineChild(children[index]);
}
