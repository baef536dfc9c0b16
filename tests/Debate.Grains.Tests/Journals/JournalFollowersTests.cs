using System.Collections.Concurrent;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Storage;

namespace Debate.Grains.Tests.Journals;

/// <summary>What following costs the store: reads are counted, and the store's calls come when the test says so.</summary>
public sealed class JournalFollowersTests
{
    private readonly MemoryJournal _journal = new();
    private readonly ConcurrentDictionary<Action, bool> _listeners = [];
    private readonly JournalFollowers _followers;
    private readonly RunWriter _run = new("watched");
    private int _reads;
    private bool _isAway;

    public JournalFollowersTests() => _followers = new(new(
        (id, from, count) => Interlocked.Increment(ref _reads) > 0 && !_isAway
            ? _journal.ReadAsync(id, from, count) : Task.FromException<IReadOnlyList<JournalEntry>>(new IOException("away")),
        _journal.FindLastAsync,
        (_, changed) => Task.FromResult<IAsyncDisposable>(new Listener(_listeners, changed))));

    [Fact]
    public async Task However_many_watch_new_entries_are_read_once_if_another_process_appends_and_never_if_this_one_does()
    {
        await AppendAsync(3);
        var watchers = Enumerable.Range(0, 100).Select(_ => new FollowerWatcher(_followers, _run.Id)).ToArray();
        await Task.WhenAll(watchers.Select(w => w.UntilAsync(3)));
        Assert.Single(_listeners);
        // Each watcher catches up by itself.
        Assert.Equal(100, _reads);

        foreach (var entry in await AppendAsync(5)) _followers.Pass(_run.Id, entry);
        await Task.WhenAll(watchers.Select(w => w.UntilAsync(8)));
        Assert.Equal(100, _reads);

        await AppendAsync(1);
        foreach (var called in _listeners.Keys) called();
        await Task.WhenAll(watchers.Select(w => w.UntilAsync(9)));
        // One brought it, and another may have looked whether there is more.
        Assert.InRange(_reads, 101, 102);

        foreach (var watcher in watchers) await watcher.DisposeAsync();
        while (!_listeners.IsEmpty) await Task.Yield();
        _followers.Pass(_run.Id, _run.Next());
    }

    [Fact]
    public async Task An_entry_passed_out_of_order_or_twice_is_shown_once_and_in_order()
    {
        await using var watcher = new FollowerWatcher(_followers, _run.Id);
        var entries = await AppendAsync(4);
        foreach (var at in new[] { 2, 0, 2, 0, 1, 3, 3 }) _followers.Pass(_run.Id, entries[at]);
        await watcher.UntilAsync(4);
        Assert.Equal(entries.Select(e => e.Hash), watcher.Seen.Select(e => e.Hash));
    }

    [Fact]
    public async Task A_store_that_is_away_is_told_to_those_who_watch_and_who_comes_later_starts_anew()
    {
        await AppendAsync(1);
        await using (var watcher = new FollowerWatcher(_followers, _run.Id))
        {
            await watcher.UntilAsync(1);
            _isAway = true;
            foreach (var called in _listeners.Keys) called();
            await Assert.ThrowsAsync<IOException>(() => watcher.UntilAsync(2));
        }
        _isAway = false;
        await AppendAsync(1);
        await using var again = new FollowerWatcher(_followers, _run.Id);
        await again.UntilAsync(2);
    }

    private async Task<IReadOnlyList<JournalEntry>> AppendAsync(int count)
    {
        var entries = Enumerable.Range(0, count).Select(_ => _run.Next()).ToArray();
        foreach (var entry in entries) Assert.Equal(AppendResult.Appended, await _journal.AppendAsync(_run.Id, entry));
        return entries;
    }

    private sealed class Listener(ConcurrentDictionary<Action, bool> listeners, Action changed) : IAsyncDisposable
    {
        private readonly bool _isAdded = listeners.TryAdd(changed, true);

        public ValueTask DisposeAsync()
        {
            if (_isAdded) listeners.TryRemove(changed, out _);
            return ValueTask.CompletedTask;
        }
    }
}
