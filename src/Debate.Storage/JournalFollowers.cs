using System.Runtime.CompilerServices;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Storage;

/// <summary>What a store offers so that its runs can be followed.</summary>
/// <param name="ReadAsync">Reads a run's entries from a sequence number on, at most so many.</param>
/// <param name="FindLastAsync">Finds a run's last entry.</param>
/// <param name="ListenAsync">
/// Calls back whenever an entry of the run may have been appended by somebody else, until the result is disposed; returns when no entry can
/// be missed any more. It may call back too often, but never too seldom: also after a connection was lost and is back.
/// </param>
internal sealed record FollowedStore(
    Func<DeliberationId, long, int, Task<IReadOnlyList<JournalEntry>>> ReadAsync,
    Func<DeliberationId, Task<JournalEntry?>> FindLastAsync,
    Func<DeliberationId, Action, Task<IAsyncDisposable>> ListenAsync);

/// <summary>The listener of a store that nobody else can append to.</summary>
internal sealed class NoListener : IAsyncDisposable
{
    /// <summary>The only instance.</summary>
    public static NoListener Instance { get; } = new();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>
/// Hands the entries of watched runs to all who watch them: one follower a run reads each new entry once, or gets it from the append
/// itself. Watchers hold no more than their cursor, so one that is slow keeps nothing in memory: what it missed it reads from the store.
/// </summary>
internal sealed class JournalFollowers(FollowedStore store)
{
    /// <summary>The most entries that one read of the store brings.</summary>
    private const int PageSize = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<DeliberationId, RunFollower> _followers = [];

    /// <summary>Passes on an entry that was just appended in this process; called once it is durable.</summary>
    public void Pass(DeliberationId id, JournalEntry entry)
    {
        RunFollower? follower;
        lock (_gate)
        {
            if (_followers.Count == 0) return;
            follower = _followers.GetValueOrDefault(id);
        }
        follower?.Pass(entry);
    }

    /// <summary>See <see cref="IJournal.SubscribeAsync"/>.</summary>
    public async IAsyncEnumerable<IReadOnlyList<JournalEntry>> SubscribeAsync(
        DeliberationId id, long from, [EnumeratorCancellation] CancellationToken stop)
    {
        var follower = Join(id);
        try
        {
            await follower.Started.WaitAsync(stop);
            for (var next = Math.Max(0, from); ;)
            {
                var entries = follower.Take(next, out var moved) ?? await store.ReadAsync(id, next, PageSize);
                if (entries.Count > 0)
                {
                    yield return entries;
                    next = entries[^1].Sequence + 1;
                }
                else await moved.WaitAsync(stop);
            }
        }
        finally
        {
            Leave(id, follower);
        }
    }

    private RunFollower Join(DeliberationId id)
    {
        lock (_gate)
        {
            // One that lost its store is left to those who are about to hear of it.
            if (!_followers.TryGetValue(id, out var follower) || follower.IsLost) _followers[id] = follower = new(store, id);
            follower.Watchers++;
            return follower;
        }
    }

    private void Leave(DeliberationId id, RunFollower follower)
    {
        lock (_gate)
        {
            if (--follower.Watchers > 0) return;
            if (_followers.GetValueOrDefault(id) == follower) _followers.Remove(id);
        }
        follower.Stop();
    }

    /// <summary>What became of entries that came to a follower: new, all known already, or not next to those that it has.</summary>
    private enum AddResult
    {
        Added,
        Known,
        Gap,
    }

    /// <summary>Follows one run: keeps its latest entries, in order and without gaps.</summary>
    private sealed class RunFollower
    {
        private const int MaxEntries = 256;
        private const int MaxBytes = 1 << 20;

        private readonly Lock _gate = new();
        private readonly FollowedStore _store;
        private readonly DeliberationId _id;
        private readonly List<JournalEntry> _latest = [];
        private TaskCompletionSource _moved = CreateSignal(), _called = CreateSignal();
        private long _next, _bytes;

        private volatile bool _isStopped;

        public RunFollower(FollowedStore store, DeliberationId id)
        {
            (_store, _id) = (store, id);
            var started = CreateSignal();
            Started = started.Task;
            _ = FollowAsync(started);
        }

        /// <summary>Completes when no entry can be missed any more; fails if the store is away.</summary>
        public Task Started { get; }

        /// <summary>Whether the store was away for too long: it follows no more.</summary>
        public bool IsLost => Started.IsFaulted || Volatile.Read(ref _moved).Task.IsFaulted;

        /// <summary>How many watch; guarded by the gate of the owner.</summary>
        public int Watchers { get; set; }

        public void Stop()
        {
            _isStopped = true;
            Call();
        }

        /// <summary>
        /// The latest entries from a sequence number on; empty if they are still to come, which completes <paramref name="moved"/>; null if
        /// the first of them is no longer kept.
        /// </summary>
        public IReadOnlyList<JournalEntry>? Take(long from, out Task moved)
        {
            lock (_gate)
            {
                moved = _moved.Task;
                var first = _next - _latest.Count;
                if (from < first) return null;
                return from >= _next ? [] : _latest.GetRange((int)(from - first), (int)(_next - from));
            }
        }

        /// <summary>Takes an appended entry, or reads it from the store if others before it are still missing here.</summary>
        public void Pass(JournalEntry entry)
        {
            if (!Started.IsCompletedSuccessfully || Add([entry]) == AddResult.Gap) Call();
        }

        private async Task FollowAsync(TaskCompletionSource started)
        {
            try
            {
                await using var listening = await _store.ListenAsync(_id, Call);
                if (await _store.FindLastAsync(_id) is { } last) _next = last.Sequence + 1;
                started.SetResult();
                while (!_isStopped)
                {
                    await Volatile.Read(ref _called).Task;
                    Volatile.Write(ref _called, CreateSignal());
                    while (!_isStopped && Add(await _store.ReadAsync(_id, Volatile.Read(ref _next), PageSize)) == AddResult.Added)
                    {
                    }
                }
            }
            catch (Exception lost)
            {
                // The top of a background task: those who watch get the exception.
                started.TrySetException(lost);
                lock (_gate) _moved.TrySetException(lost);
            }
        }

        private AddResult Add(IReadOnlyList<JournalEntry> entries)
        {
            lock (_gate)
            {
                var before = _next;
                foreach (var entry in entries)
                {
                    if (entry.Sequence > _next) return AddResult.Gap;
                    if (entry.Sequence < _next) continue;
                    _latest.Add(entry);
                    (_next, _bytes) = (_next + 1, _bytes + entry.Body.Length);
                }
                if (_next == before) return AddResult.Known;
                Trim();
                var moved = _moved;
                _moved = CreateSignal();
                moved.TrySetResult();
                return AddResult.Added;
            }
        }

        private void Trim()
        {
            var leaving = 0;
            for (; _latest.Count - leaving > MaxEntries || (_bytes > MaxBytes && leaving < _latest.Count - 1); leaving++)
                _bytes -= _latest[leaving].Body.Length;
            _latest.RemoveRange(0, leaving);
        }

        private void Call() => Volatile.Read(ref _called).TrySetResult();

        private static TaskCompletionSource CreateSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
