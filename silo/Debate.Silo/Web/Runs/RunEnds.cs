using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Storage;

namespace Debate.Silo.Web.Runs;

/// <summary>How a run stopped.</summary>
/// <param name="Run">Its summary.</param>
/// <param name="Last">The sequence number of its last entry then.</param>
internal sealed record RunEnd(RunSummary Run, long Last);

/// <summary>
/// Tells those who watch runs when these have stopped: one look a run and silo for all of them, and only when something happened: an entry
/// that stops a run, or this server no longer following it. A run that another process over the same folder drives may be left without an
/// entry; of such a run the lock is looked at once a second.
/// </summary>
internal sealed partial class RunEnds(RunService service, RootRuns roots, IJournal journal, TimeProvider clock, ILogger<RunEnds> logger)
{
    private static readonly TimeSpan LockInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<DeliberationId, RunWatch> _watches = [];

    /// <summary>Watches a run until the result is disposed.</summary>
    public RunWatch Watch(DeliberationId id)
    {
        lock (_gate)
        {
            // A run that stopped may have gone on since: who comes later looks for himself.
            if (!_watches.TryGetValue(id, out var watch) || watch.Ended.IsCompleted) _watches[id] = watch = new(this, id);
            watch.Users++;
            return watch;
        }
    }

    private void Leave(RunWatch watch)
    {
        lock (_gate)
        {
            if (--watch.Users > 0) return;
            if (_watches.GetValueOrDefault(watch.Id) == watch) _watches.Remove(watch.Id);
        }
        watch.Stop();
    }

    private async Task<RunEnd> WaitForEndAsync(RunWatch watch)
    {
        var id = watch.Id;
        void OnEnded(DeliberationId root)
        {
            if (root == id.Root) watch.Signal();
        }

        roots.Ended += OnEnded;
        try
        {
            await using var entries = new JournalSubscription(journal, id, (await journal.FindLastAsync(id))?.Sequence + 1 ?? 0);
            while (true)
            {
                var signalled = watch.NextSignal();
                var run = await service.FindAsync(id);
                if (run.Status != RunStatus.Running) return new(run, (await journal.FindLastAsync(id))!.Sequence);
                using var limit = new CancellationTokenSource();
                Task[] others = roots.IsFollowed(id) ? [signalled] : [signalled, Task.Delay(LockInterval, clock, limit.Token)];
                IReadOnlyList<JournalEntry> came;
                do came = await entries.ReadAsync(others);
                while (came.Count > 0 && !came.Any(StopsRun));
                await limit.CancelAsync();
                if (watch.IsStopped) throw new OperationCanceledException();
            }
        }
        catch (Exception lost) when (lost is IOException)
        {
            Log.Lost(logger, id, lost.Message);
            throw;
        }
        finally
        {
            roots.Ended -= OnEnded;
        }
    }

    private static bool StopsRun(JournalEntry entry) => RunEventStream.ReadKind(entry) is "suspended" or "decided";

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Id} cannot be watched: {Reason}")]
        public static partial void Lost(ILogger logger, DeliberationId id, string reason);
    }

    /// <summary>One run that somebody watches.</summary>
    internal sealed class RunWatch : IDisposable
    {
        private readonly RunEnds _ends;
        private TaskCompletionSource _signal = CreateSignal();

        public RunWatch(RunEnds ends, DeliberationId id)
        {
            (_ends, Id) = (ends, id);
            Ended = ends.WaitForEndAsync(this);
        }

        public DeliberationId Id { get; }

        /// <summary>Completes when the run has stopped; fails with <see cref="IOException"/> if the store is away.</summary>
        public Task<RunEnd> Ended { get; }

        public bool IsStopped { get; private set; }

        /// <summary>Guarded by the gate of the owner.</summary>
        public int Users { get; set; }

        public void Signal() => Volatile.Read(ref _signal).TrySetResult();

        public void Stop()
        {
            IsStopped = true;
            Signal();
        }

        /// <summary>Completes at the next reason to look; taken before looking, so that none is missed.</summary>
        public Task NextSignal()
        {
            if (_signal.Task.IsCompleted && !IsStopped) Volatile.Write(ref _signal, CreateSignal());
            return _signal.Task;
        }

        public void Dispose() => _ends.Leave(this);

        private static TaskCompletionSource CreateSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
