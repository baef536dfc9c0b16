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
/// may still run elsewhere on the leases that it granted: they come first, each on what remains of its lease.
/// </summary>
internal sealed class Cohort(Run run, Ledger ledger, string path, IReadOnlyList<Child> children)
{
    private readonly record struct Finished(int Index, bool Alone, Outcome Outcome);

    private readonly Verdict?[] _verdicts = new Verdict?[children.Count];
    private readonly Usage[] _spent = [.. children.Select(_ => Usage.None)];
    private readonly Budget?[] _held = new Budget?[children.Count];
    private readonly Channel<Task<Finished>> _finished = Channel.CreateUnbounded<Task<Finished>>();
    private Queue<int> _waiting = new();
    private SuspendedException? _trouble;
    private ExceptionDispatchInfo? _fault;
    private int _running;
    private int _atOnce;
    private Usage? _largest;

    public async Task<IReadOnlyList<Verdict>> RunAsync(int concurrency)
    {
        for (var i = 0; i < children.Count; i++)
            if (!Recall(i)) await ExpectAsync(i);
        _waiting = new(_waiting.OrderBy(i => _held[i] is null));
        _atOnce = IsLimited ? Math.Clamp(Affordable(), 1, concurrency) : concurrency;
        while (true)
        {
            while (_waiting.Count > 0 && _running < _atOnce && Lease(_waiting.Peek()) is { } lease) Start(_waiting.Dequeue(), lease);
            if (_running == 0) break;
            var finished = await _finished.Reader.ReadAsync();
            _running--;
            if (finished.IsCompletedSuccessfully) Take(finished.Result, concurrency);
            else Break(finished.Exception?.InnerException ?? new TaskCanceledException(finished));
        }
        run.Unfinished(_spent.Where((_, i) => _verdicts[i] is null).Aggregate(Usage.None, (sum, used) => sum + used));
        if (_waiting.Count > 0)
            Stop(new(RunStatus.OutOfBudget, $"the budget leaves nothing for {_waiting.Count} of {children.Count} children"));
        _fault?.Throw();
        return _trouble is null ? [.. _verdicts.Select(v => v!)] : throw _trouble;
    }

    private bool Recall(int index)
    {
        if (run.Recorder.Recall<Deliberated>(Path(index), Requests.Of(Snapshot(index))) is not { } recorded) return false;
        ledger.Settle(Usage.None, recorded.Usage);
        Finish(index, recorded.Verdict, recorded.Usage);
        return true;
    }

    /// <summary>
    /// A child may be further than this run's journal shows: its verdict is recorded without a lease, and its usage is settled before
    /// anything new is leased.
    /// </summary>
    private async Task ExpectAsync(int index)
    {
        var past = run.IsResumed ? await run.PastAsync(Snapshot(index).Id) : null;
        if (past?.End is { } end)
        {
            await RecordAsync(index, end.Verdict, end.Usage);
            ledger.Settle(Usage.None, end.Usage);
            Finish(index, end.Verdict, end.Usage);
            return;
        }
        _spent[index] = past?.Used ?? Usage.None;
        if (IsLimited && past is { IsOpen: true } && past.Budget.Less(past.Used) is { Calls: not 0, Tokens: not 0 } held)
            _held[index] = held;
        ledger.Settle(Usage.None, _spent[index]);
        _waiting.Enqueue(index);
    }

    private Task RecordAsync(int index, Verdict verdict, Usage used)
    {
        var snapshot = Snapshot(index);
        return run.Recorder.AppendAsync(Path(index), new Deliberated(Requests.Of(snapshot), snapshot.Id, verdict, used));
    }

    private Budget? Lease(int index)
    {
        var free = ledger.Free with { Time = null };
        if (run.IsSuspended || free.Calls == 0 || free.Tokens == 0 || run.TimeLeft() == TimeSpan.Zero) return null;
        if (!IsLimited) return free;
        if (_held[index] is { } held) return Least(free, held);
        if (_atOnce == 1 || _largest is not { } largest) return _running == 0 ? free : null;
        if (_running > 0 && free.Exceeded(largest) is not null) return null;
        var need = Largest(largest, _spent[index]);
        return Least(free, new(Math.Max(1, 2 * need.Calls), Math.Max(1, 2 * need.Tokens), 2 * need.Cost));
    }

    /// <summary>The smaller of the two, limit by limit; a limit that <paramref name="free"/> does not have stays unlimited.</summary>
    private static Budget Least(Budget free, Budget most) => new(
        free.Calls is { } calls ? Math.Min(calls, most.Calls ?? calls) : null,
        free.Tokens is { } tokens ? Math.Min(tokens, most.Tokens ?? tokens) : null,
        free.Cost is { } cost ? Math.Min(cost, most.Cost ?? cost) : null);

    private void Start(int index, Budget lease)
    {
        var promised = new Usage(lease.Calls ?? 0, 0, lease.Tokens ?? 0, 0, lease.Cost ?? 0);
        var alone = _running == 0 && lease == ledger.Free with { Time = null };
        if (ledger.Reserve(promised) is { } exceeded) throw new InvalidOperationException($"A lease of what is free exceeds {exceeded}.");
        _running++;
        _held[index] = null;
        RunAsync(index, lease, promised, alone)
            .ContinueWith(task => _finished.Writer.TryWrite(task), TaskScheduler.Default);
    }

    private async Task<Finished> RunAsync(int index, Budget lease, Usage promised, bool alone)
    {
        var used = Usage.None;
        try
        {
            var outcome = await run.RunChildAsync(Snapshot(index) with { Budget = lease.Plus(_spent[index]) });
            var total = outcome.Verdict is null ? (await run.PastAsync(Snapshot(index).Id))?.Used ?? Usage.None : outcome.Usage;
            used = total - _spent[index];
            _spent[index] = total;
            if (outcome.Verdict is { } verdict) await RecordAsync(index, verdict, total);
            return new(index, alone, outcome);
        }
        finally
        {
            ledger.Settle(promised, used);
        }
    }

    private void Take(Finished finished, int concurrency)
    {
        var (index, alone, outcome) = finished;
        if (outcome.Verdict is { } verdict)
        {
            Finish(index, verdict, outcome.Usage);
            if (IsLimited) _atOnce = Math.Clamp(Math.Min(2 * _atOnce, _running + Affordable()), 1, concurrency);
        }
        else if (outcome.Status == RunStatus.OutOfBudget && !alone && run.TimeLeft() != TimeSpan.Zero)
        {
            _atOnce = Math.Max(1, _atOnce / 2);
            _waiting.Enqueue(index);
        }
        else Stop(new(outcome.Status, $"{run.Snapshot.Id.Child(children[index].Key)}: {outcome.Reason}", outcome.Cause));
    }

    private void Finish(int index, Verdict verdict, Usage used)
    {
        _verdicts[index] = verdict;
        _largest = Largest(_largest ?? Usage.None, used);
    }

    private static Usage Largest(Usage a, Usage b) =>
        new(Math.Max(a.Calls, b.Calls), 0, Math.Max(a.Tokens, b.Tokens), 0, Math.Max(a.Cost, b.Cost));

    private bool IsLimited => ledger.Limit is not { Calls: null, Tokens: null, Cost: null };

    /// <summary>How many children of the largest usage so far the available budget covers; 1 before any usage is known.</summary>
    private int Affordable()
    {
        if (_largest is not { } largest) return 1;
        var free = ledger.Free;
        decimal carried = children.Count;
        if (free.Calls is { } calls && largest.Calls > 0) carried = Math.Min(carried, calls / largest.Calls);
        if (free.Tokens is { } tokens && largest.Tokens > 0) carried = Math.Min(carried, tokens / largest.Tokens);
        if (free.Cost is { } cost && largest.Cost > 0) carried = Math.Min(carried, Math.Floor(cost / largest.Cost));
        return (int)carried;
    }

    /// <summary>A rejected child stops only itself; where no model can be asked any more, no further child starts.</summary>
    private void Stop(SuspendedException trouble)
    {
        var ends = trouble.Status != RunStatus.Failed || trouble.Cause is Trouble.Unauthorised or Trouble.Unreachable;
        if (ends) _waiting.Clear();
        // Report what ended the schedule rather than a child that only failed by itself.
        if (_trouble is null || (ends && _trouble is { Status: RunStatus.Failed, Cause: Trouble.Rejected or Trouble.None })) _trouble = trouble;
    }

    /// <summary>An exception that is not an outcome: the other children are stopped and awaited before it is rethrown.</summary>
    private void Break(Exception fault)
    {
        _fault ??= ExceptionDispatchInfo.Capture(fault);
        _waiting.Clear();
        if (fault is not SuspendedException) run.Suspend(new(RunStatus.Interrupted, fault.Message));
    }

    private string Path(int index) => $"{path}/{index.ToString(CultureInfo.InvariantCulture)}";

    private Snapshot Snapshot(int index) => run.ChildSnapshot(children[index]);
}
