using System.Globalization;
using System.Threading.Channels;

namespace Debate.Deliberation.Engine;

/// <summary>
/// Children of one run, a bounded number at a time. Each gets a lease: an equal share of what is free among those that may run at once.
/// A child that used up its lease waits for another, and each time the number that may run at once is halved, so that scarce means finish
/// a few children rather than start them all; the one that had everything that was left and needed more ends the cohort.
/// </summary>
internal sealed class Cohort(Run run, Ledger ledger, string path, IReadOnlyList<Child> children)
{
    private readonly record struct Finished(int Index, Budget Lease, bool Alone, Outcome Outcome);

    private readonly Verdict?[] _verdicts = new Verdict?[children.Count];
    private readonly Usage[] _spent = [.. children.Select(_ => Usage.None)];
    private readonly Queue<int> _waiting = new();
    private readonly Channel<Task<Finished>> _finished = Channel.CreateUnbounded<Task<Finished>>();
    private SuspendedException? _trouble;
    private int _running;
    private int _atOnce;

    public async Task<IReadOnlyList<Verdict>> RunAsync(int concurrency)
    {
        _atOnce = Math.Max(1, concurrency);
        for (var i = 0; i < children.Count; i++)
            if (!Recall(i)) await ExpectAsync(i);
        while (true)
        {
            while (_waiting.Count > 0 && _running < _atOnce && Lease() is { } lease) Start(_waiting.Dequeue(), lease);
            if (_running == 0) break;
            Take(await await _finished.Reader.ReadAsync());
        }
        if (_waiting.Count > 0) Stop(new(RunStatus.OutOfBudget, $"the budget leaves nothing for {_waiting.Count} of {children.Count} children"));
        return _trouble is null ? [.. _verdicts.Select(v => v!)] : throw _trouble;
    }

    private bool Recall(int index)
    {
        if (run.Recorder.Recall<Deliberated>(Path(index), Requests.Of(Snapshot(index))) is not { } recorded) return false;
        ledger.Settle(Usage.None, recorded.Usage);
        _verdicts[index] = recorded.Verdict;
        return true;
    }

    /// <summary>What an unfinished child used before the run was resumed counts before anything new is leased.</summary>
    private async Task ExpectAsync(int index)
    {
        _waiting.Enqueue(index);
        if (!run.IsResumed) return;
        _spent[index] = await run.SpentAsync(run.Snapshot.Id.Child(children[index].Key));
        ledger.Settle(Usage.None, _spent[index]);
    }

    private Budget? Lease()
    {
        var free = ledger.Free;
        var time = run.TimeLeft();
        if (run.IsSuspended || free.Calls == 0 || free.Tokens == 0 || free.Cost == 0 || time == TimeSpan.Zero) return null;
        var sharers = Math.Min(_atOnce, _running + _waiting.Count) - _running;
        return free.Part(0, Math.Max(1, sharers)) with { Time = time };
    }

    private void Start(int index, Budget lease)
    {
        var promised = new Usage(lease.Calls ?? 0, 0, lease.Tokens ?? 0, 0, lease.Cost ?? 0);
        ledger.Reserve(promised);
        _running++;
        var task = RunAsync(index, lease, promised, alone: _running == 1 && _atOnce == 1);
        _ = PostAsync(task);
    }

    private async Task PostAsync(Task<Finished> task)
    {
        await task.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        _finished.Writer.TryWrite(task);
    }

    private async Task<Finished> RunAsync(int index, Budget lease, Usage promised, bool alone)
    {
        var used = Usage.None;
        try
        {
            var snapshot = Snapshot(index) with { Budget = lease.Plus(_spent[index]) };
            var outcome = await run.RunChildAsync(snapshot);
            used = outcome.Usage - _spent[index];
            _spent[index] = outcome.Usage;
            if (outcome.Verdict is not { } verdict) return new(index, lease, alone, outcome);
            await run.Recorder.AppendAsync(Path(index), new Deliberated(Requests.Of(snapshot), snapshot.Id, verdict, outcome.Usage));
            _verdicts[index] = verdict;
            return new(index, lease, alone, outcome);
        }
        finally
        {
            ledger.Settle(promised, used);
        }
    }

    private void Take(Finished finished)
    {
        _running--;
        var (index, _, alone, outcome) = finished;
        if (outcome.Verdict is not null) return;
        run.Unfinished(outcome.Usage);
        if (outcome.Status == RunStatus.OutOfBudget && !alone && run.TimeLeft() != TimeSpan.Zero)
        {
            _atOnce = Math.Max(1, _atOnce / 2);
            run.Unfinished(Usage.None - outcome.Usage);
            _waiting.Enqueue(index);
            return;
        }
        Stop(new(outcome.Status, $"{run.Snapshot.Id.Child(children[index].Key)}: {outcome.Reason}", outcome.Cause));
    }

    /// <summary>One rejected child stops nothing but itself; where nothing can be asked any more, no further child starts.</summary>
    private void Stop(SuspendedException trouble)
    {
        _trouble ??= trouble;
        if (trouble.Status != RunStatus.Failed || trouble.Cause is Trouble.Unauthorised or Trouble.Unreachable) _waiting.Clear();
    }

    private string Path(int index) => $"{path}/{index.ToString(CultureInfo.InvariantCulture)}";

    private Snapshot Snapshot(int index) => run.ChildSnapshot(children[index]);
}
