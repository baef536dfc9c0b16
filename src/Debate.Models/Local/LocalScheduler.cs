using System.Runtime.InteropServices;
using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>
/// The turns of one model: which of them have a slot, and what the next step computes. All of it happens in <see cref="Step"/>, on one
/// thread; only <see cref="OnCancelled"/> may come from another.
/// <para>A slot's tokens are what steps that were done put there, nothing else: after a step that was not, each slot is trimmed back to
/// them. So whatever happens, a slot holds the head of the turn that is in it, or of the one that was in it last.</para>
/// </summary>
/// <param name="runtime">The model.</param>
/// <param name="reuses">Whether what a slot holds is used again; false to measure what that is worth.</param>
internal sealed class LocalScheduler(ILocalRuntime runtime, bool reuses = true)
{
    private readonly Slots _slots = new(runtime.Shape.Slots, reuses);
    private readonly LinkedList<LocalTurn> _waiting = new();
    private readonly List<LocalTurn> _running = [];
    private LocalTurn[] _computed = [];

    /// <summary>The slots.</summary>
    public IReadOnlyList<Slot> All => _slots.All;

    /// <summary>Whether there is a turn.</summary>
    public bool HasWork => _waiting.Count + _running.Count > 0;

    /// <summary>Adds a turn behind those that wait.</summary>
    public void Add(LocalTurn turn) => _waiting.AddLast(turn);

    /// <summary>
    /// Ends the step that is being computed where nobody waits for any of its turns; else the step is short enough to be waited for. From
    /// any thread.
    /// </summary>
    public void OnCancelled()
    {
        var computed = Volatile.Read(ref _computed);
        if (computed.Length > 0 && computed.All(turn => turn.IsOver)) runtime.Abort();
    }

    /// <summary>Takes out what is over, lets in what waits while there are slots, and computes one step.</summary>
    public void Step()
    {
        foreach (var turn in _running.Where(turn => turn.IsOver).ToArray()) Leave(turn);
        Admit();
        if (_running.Count == 0) return;
        try
        {
            Compute();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            Recover();
            FailRunning($"a step failed: {error.Message}");
        }
    }

    /// <summary>Ends all turns with an error.</summary>
    public void FailAll(Exception error)
    {
        foreach (var turn in _running.Concat(_waiting)) turn.Fail(error);
        foreach (var turn in _running.ToArray()) Leave(turn);
        _waiting.Clear();
    }

    private void Admit()
    {
        while (_waiting.First?.Value is { } turn)
        {
            if (!turn.IsOver)
            {
                // Of a given text all is computed: its probabilities are told by the logits before it.
                var prompt = CollectionsMarshal.AsSpan(turn.Tokens)[..turn.PromptTokens];
                if (_slots.Find(prompt) is not { } plan || reuses && IsBeingRead(prompt, plan.Kept)) return;
                try
                {
                    turn.Open(runtime);
                    Prepare(plan);
                    _slots.Take(plan.Slot);
                    turn.Enter(plan.Slot);
                    _running.Add(turn);
                }
                catch (Exception error) when (error is not OutOfMemoryException)
                {
                    turn.Fail(new OutageException(FailureKind.Rejected, error.Message));
                    plan.Slot.Keep(0);
                    runtime.Trim(plan.Slot.Id, 0);
                }
            }
            _waiting.RemoveFirst();
        }
    }

    /// <summary>
    /// Whether a running turn is about to read a longer head of a prompt than is kept for it: who waits for that reads it not at all. So a
    /// text that many ask about at once is read once. The wait ends, since each step reads on.
    /// </summary>
    private bool IsBeingRead(ReadOnlySpan<int> prompt, int kept)
    {
        foreach (var turn in _running)
        {
            var common = CollectionsMarshal.AsSpan(turn.Tokens).CommonPrefixLength(prompt[..^1]);
            if (common > turn.Slot!.Tokens.Count && common >= kept + Slots.ShortestCopy) return true;
        }
        return false;
    }

    private void Prepare(SlotPlan plan)
    {
        var (slot, source, kept) = plan;
        if (source is not null)
        {
            slot.Keep(0);
            runtime.Trim(slot.Id, 0);
            runtime.Copy(source.Id, slot.Id);
            slot.Tokens.AddRange(source.Tokens);
        }
        if (slot.Tokens.Count == kept) return;
        slot.Keep(kept);
        if (!runtime.Trim(slot.Id, kept)) slot.Keep(0);
    }

    private void Compute()
    {
        var shares = BatchPlan.Share([.. _running.Select(turn => turn.Pending)], runtime.Shape.BatchTokens);
        // By slot: llama.cpp computes tokens of several slots at once only where each slot's number is one more than that before it.
        var step = _running.Zip(shares, (turn, share) => (Turn: turn, Share: share)).OrderBy(part => part.Turn.Slot!.Id).ToArray();
        var batch = new List<BatchToken>(shares.Sum());
        foreach (var (turn, share) in step)
        {
            var (slot, from) = (turn.Slot!, turn.Slot!.Tokens.Count);
            for (var at = from; at < from + share; at++) batch.Add(new(turn.Tokens[at], slot.Id, at, turn.Wants(at)));
        }
        Volatile.Write(ref _computed, [.. step.Select(part => part.Turn)]);
        var decoded = runtime.Decode(batch.ToArray());
        Volatile.Write(ref _computed, []);
        if (decoded == LocalDecode.Done)
        {
            var row = 0;
            foreach (var (turn, share) in step)
            {
                Advance(turn, share, row);
                row += share;
            }
            return;
        }
        Recover();
        if (decoded == LocalDecode.Failed) FailRunning("llama.cpp could not compute a step");
    }

    /// <summary>Goes on with a turn after a step that was done.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="share">How many of its tokens were computed.</param>
    /// <param name="row">The place of the first of them in the step.</param>
    private void Advance(LocalTurn turn, int share, int row)
    {
        var from = turn.Slot!.Tokens.Count;
        turn.Slot.Tokens.AddRange(turn.Tokens.GetRange(from, share));
        for (var at = from; turn.IsScoring && at < from + share; at++)
            if (turn.Wants(at)) turn.Score(at, runtime.GetLogits(row + at - from));
        if (turn.Pending > 0 || turn.IsOver) return;
        string? finish = null;
        if (!turn.IsScoring && !turn.Advance(runtime.GetLogits(row + share - 1), runtime, out finish)) return;
        turn.Complete(finish);
        Leave(turn);
    }

    /// <summary>Makes the slots of running turns hold what they held before the step.</summary>
    private void Recover()
    {
        foreach (var slot in _running.Select(turn => turn.Slot!))
            if (!runtime.Trim(slot.Id, slot.Tokens.Count)) slot.Keep(0);
    }

    private void FailRunning(string why)
    {
        foreach (var turn in _running.ToArray())
        {
            turn.Fail(new OutageException(FailureKind.Rejected, why));
            Leave(turn);
        }
    }

    private void Leave(LocalTurn turn)
    {
        turn.Leave();
        _running.Remove(turn);
    }
}

/// <summary>
/// A loaded model and the thread that owns it. Turns come from any thread and are served in the order in which they came; disposing ends
/// those that are in flight with an <see cref="OutageException"/> and frees the model.
/// </summary>
internal sealed class LocalHost : IDisposable
{
    private readonly ILocalRuntime _runtime;
    private readonly LocalScheduler _scheduler;
    private readonly Lock _lock = new();
    private readonly List<LocalTurn> _new = [];
    private readonly AutoResetEvent _news = new(false);
    private readonly Thread _thread;
    private bool _isStopping;

    /// <param name="name">The model's name, for the thread.</param>
    /// <param name="runtime">The model, which is owned from here on.</param>
    /// <param name="reuses">Whether what was read once is used again.</param>
    public LocalHost(string name, ILocalRuntime runtime, bool reuses = true)
    {
        (_runtime, _scheduler) = (runtime, new(runtime, reuses));
        _thread = new Thread(Run) { IsBackground = true, Name = $"model {name}" };
        _thread.Start();
    }

    /// <summary>The loaded model; of it only what may be called from any thread.</summary>
    public ILocalRuntime Runtime => _runtime;

    /// <summary>Gives a turn to the model and waits for its reply.</summary>
    public Task<LocalReply> RunAsync(IReadOnlyList<int> prompt, LocalSampling sampling, CancellationToken cancellation) =>
        RunAsync(new LocalTurn(prompt, sampling), cancellation);

    /// <summary>
    /// How probable a given text is after a prompt, both in tokens, together at most <see cref="LocalShape.Context"/>: nothing is drawn.
    /// </summary>
    public Task<LocalReply> ScoreAsync(IReadOnlyList<int> prompt, IReadOnlyList<int> given, CancellationToken cancellation) =>
        RunAsync(new LocalTurn(prompt, given), cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _isStopping = true;
        }
        _runtime.Abort();
        _news.Set();
        // The event is not disposed: a cancellation may still be on its way.
        _thread.Join();
    }

    private async Task<LocalReply> RunAsync(LocalTurn turn, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_isStopping) throw CreateStopError();
            _new.Add(turn);
        }
        _news.Set();
        await using var registered = cancellation.Register(() =>
        {
            turn.Cancel(cancellation);
            _scheduler.OnCancelled();
            _news.Set();
        });
        return await turn.Reply;
    }

    private void Run()
    {
        var error = CreateStopError();
        try
        {
            while (TakeNews())
            {
                if (_scheduler.HasWork) _scheduler.Step();
                else _news.WaitOne();
            }
        }
        catch (Exception broken)
        {
            // What a slot holds is unknown from here on, so nobody is answered any more; the process goes on.
            error = new(FailureKind.Rejected, $"the model's host broke: {broken.Message}");
            lock (_lock) _isStopping = true;
        }
        TakeNews();
        _scheduler.FailAll(error);
        _runtime.Dispose();
    }

    private bool TakeNews()
    {
        lock (_lock)
        {
            foreach (var turn in _new) _scheduler.Add(turn);
            _new.Clear();
            return !_isStopping;
        }
    }

    private static OutageException CreateStopError() => new(FailureKind.Unreachable, "the model's host was stopped");
}
