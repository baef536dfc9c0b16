using System.Globalization;
using System.Threading.Channels;

namespace Debate.Deliberation.Engine;

/// <summary>
/// Children of one run, a bounded number at a time. Each gets a lease: an equal share of what is free among those that may run at once.
/// On a limited budget the cohort starts with one child and doubles with every one that finishes, as far as what is free would carry
/// children as large as the largest so far; one that used up its lease waits for another, and the number is halved. So scarce means to
/// finish a few rather than to start them all. The one that had everything that was left and needed more ends the cohort.
/// </summary>
internal sealed class Cohort(Run run, Ledger ledger, string path, IReadOnlyList<Child> children)
{
    private readonly record struct Finished(int Index, bool Alone, Outcome Outcome);

    private readonly Verdict?[] _verdicts = new Verdict?[children.Count];
    private readonly Usage[] _spent = [.. children.Select(_ => Usage.None)];
    private readonly Queue<int> _waiting = new();
    private readonly Channel<Task<Finished>> _finished = Channel.CreateUnbounded<Task<Finished>>();
    private SuspendedException? _trouble;
    private int _running;
    private int _atOnce;
    private Usage _largest = Usage.None;

    public async Task<IReadOnlyList<Verdict>> RunAsync(int concurrency)
    {
        for (var i = 0; i < children.Count; i++)
            if (!Recall(i)) await ExpectAsync(i);
        _atOnce = IsLimited ? Math.Clamp(Affordable(), 1, concurrency) : concurrency;
        while (true)
        {
            while (_waiting.Count > 0 && _running < _atOnce && Lease() is { } lease) Start(_waiting.Dequeue(), lease);
            if (_running == 0) break;
            Take(await await _finished.Reader.ReadAsync(), concurrency);
        }
        run.Unfinished(_spent.Where((_, i) => _verdicts[i] is null).Aggregate(Usage.None, (sum, used) => sum + used));
        if (_waiting.Count > 0)
            Stop(new(RunStatus.OutOfBudget, $"the budget leaves nothing for {_waiting.Count} of {children.Count} children"));
        return _trouble is null ? [.. _verdicts.Select(v => v!)] : throw _trouble;
    }

    private bool Recall(int index)
    {
        if (run.Recorder.Recall<Deliberated>(Path(index), Requests.Of(Snapshot(index))) is not { } recorded) return false;
        ledger.Settle(Usage.None, recorded.Usage);
        Finish(index, recorded.Verdict, recorded.Usage);
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
        if (run.IsSuspended || free.Calls == 0 || free.Tokens == 0 || free.Cost == 0 || run.TimeLeft() == TimeSpan.Zero) return null;
        var sharers = Math.Min(_atOnce, _running + _waiting.Count) - _running;
        return free.Part(0, Math.Max(1, sharers)) with { Time = null };
    }

    private void Start(int index, Budget lease)
    {
        var promised = new Usage(lease.Calls ?? 0, 0, lease.Tokens ?? 0, 0, lease.Cost ?? 0);
        ledger.Reserve(promised);
        _running++;
        RunAsync(index, lease, promised, alone: _running == 1 && _atOnce == 1)
            .ContinueWith(task => _finished.Writer.TryWrite(task), TaskScheduler.Default);
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
            if (outcome.Verdict is not { } verdict) return new(index, alone, outcome);
            await run.Recorder.AppendAsync(Path(index), new Deliberated(Requests.Of(snapshot), snapshot.Id, verdict, outcome.Usage));
            return new(index, alone, outcome);
        }
        finally
        {
            ledger.Settle(promised, used);
        }
    }

    private void Take(Finished finished, int concurrency)
    {
        _running--;
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
        _largest = new(
            Math.Max(_largest.Calls, used.Calls), 0, Math.Max(_largest.Tokens, used.Tokens), 0, Math.Max(_largest.Cost, used.Cost));
    }

    private bool IsLimited => ledger.Limit is not { Calls: null, Tokens: null, Cost: null };

    /// <summary>How many children as large as the largest so far what is free would carry; one before any is known.</summary>
    private int Affordable()
    {
        if (_largest == Usage.None) return 1;
        var free = ledger.Free;
        var calls = free.Calls / Math.Max(1, _largest.Calls);
        var tokens = free.Tokens / Math.Max(1, _largest.Tokens);
        var cost = _largest.Cost == 0 ? null : free.Cost / _largest.Cost;
        var whole = Math.Min(calls ?? long.MaxValue, tokens ?? long.MaxValue);
        return (int)Math.Min(int.MaxValue, Math.Min(whole, Math.Floor(cost ?? long.MaxValue)));
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
