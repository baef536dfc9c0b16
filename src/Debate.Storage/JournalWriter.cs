using System.Diagnostics;
using System.Threading.Channels;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Storage;

/// <summary>
/// The only thread of this process that writes to a journal file (group commit). It takes all queued appends, commits them together, and
/// completes each; appends that arrive meanwhile form the next group. A group that cannot be written is rolled back, and its callers get
/// the exception; where there is a <see cref="StorageSpace"/> and the disk is full, only new runs do, and all others wait until there is
/// space again.
/// </summary>
internal sealed class JournalWriter : IAsyncDisposable
{
    private const int MaxGroupEntries = 1024;
    private const int MaxGroupBytes = 4 << 20;

    /// <summary>
    /// How long a group waits to reach the size of the previous one: callers just completed append again at once, and a commit with half of
    /// them would halve the throughput. A single appender never waits.
    /// </summary>
    private static readonly TimeSpan MaxLinger = TimeSpan.FromMicroseconds(100);

    private static readonly TimeSpan SpaceInterval = TimeSpan.FromMilliseconds(200);

    private readonly Channel<PendingAppend> _queue = Channel.CreateUnbounded<PendingAppend>(new() { SingleReader = true });
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<PendingAppend> _group = new(MaxGroupEntries);
    private readonly SqliteDatabase _database;
    private readonly Action<DeliberationId, JournalEntry> _onAppended;
    private readonly JournalAppender _appender;
    private readonly StorageSpace? _space;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly ManualResetEventSlim _closing = new();

    /// <param name="database">A prepared journal, which the writer now owns.</param>
    /// <param name="onAppended">Called with each entry that is on the disk, in order; must return quickly and not throw.</param>
    /// <param name="space">Where appends wait for space; null if they fail.</param>
    public JournalWriter(
        SqliteDatabase database, Action<DeliberationId, JournalEntry> onAppended, StorageSpace? space = null)
    {
        (_database, _onAppended, _space) = (database, onAppended, space);
        _appender = new(database);
        _begin = database.Prepare("BEGIN IMMEDIATE");
        _commit = database.Prepare("COMMIT");
        new Thread(WriteAll) { Name = "journal", IsBackground = true }.Start();
    }

    /// <summary>Queues an append; the task completes when the append is on the disk, refused, or failed.</summary>
    public Task<AppendResult> AppendAsync(DeliberationId id, JournalEntry entry, RunSummary? summary)
    {
        var waiting = new PendingAppend(id, entry, RunIndexRow.FromSummary(summary));
        ObjectDisposedException.ThrowIf(!_queue.Writer.TryWrite(waiting), typeof(SqliteJournal));
        return waiting.Task;
    }

    /// <summary>Writes the queued appends and closes the file; those that wait for space fail.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        _closing.Set();
        await _ended.Task;
        _closing.Dispose();
    }

    private void WriteAll()
    {
        while (GatherGroup()) WriteGroup();
        _appender.Dispose();
        _begin.Dispose();
        _commit.Dispose();
        _database.Dispose();
        _ended.SetResult();
    }

    private bool GatherGroup()
    {
        var ready = _queue.Reader.WaitToReadAsync();
        if (!(ready.IsCompleted ? ready.Result : ready.AsTask().GetAwaiter().GetResult())) return false;
        var (last, start, bytes) = (_group.Count, Stopwatch.GetTimestamp(), 0);
        _group.Clear();
        for (DrainQueue(ref bytes); _group.Count < last && Stopwatch.GetElapsedTime(start) < MaxLinger; DrainQueue(ref bytes))
            Thread.Yield();
        return true;
    }

    private void DrainQueue(ref int bytes)
    {
        while (_group.Count < MaxGroupEntries && bytes < MaxGroupBytes && _queue.Reader.TryRead(out var waiting))
        {
            _group.Add(waiting);
            bytes += waiting.Entry.Body.Length;
        }
    }

    private void WriteGroup()
    {
        for (var error = TryCommitGroup(); error is not null; error = TryCommitGroup())
        {
            if (error is StorageFullException full && WaitForSpace(full)) continue;
            foreach (var waiting in _group) waiting.SetException(error);
            return;
        }
        _space?.Report(null);
        foreach (var waiting in _group)
        {
            if (waiting.Result == AppendResult.Appended) _onAppended(waiting.Id, waiting.Entry);
            waiting.SetResult(waiting.Result);
        }
    }

    private Exception? TryCommitGroup()
    {
        try
        {
            if (_group.Count > 0) CommitGroup();
            return null;
        }
        catch (Exception error) when (error is IOException or InputException)
        {
            _database.Rollback();
            _appender.ClearHeads();
            return error;
        }
    }

    /// <summary>Waits until there is space for the group; false if nobody waits for that, or the journal is closed.</summary>
    private bool WaitForSpace(StorageFullException full)
    {
        if (_space is null) return false;
        _space.Report(full.Message);
        do
        {
            var bytes = 0;
            DrainQueue(ref bytes);
            // Who starts a run is told, and can start it later; a run that goes on has nobody to tell.
            foreach (var start in _group.Where(waiting => waiting.Entry.Sequence == 0 && waiting.Id.IsRoot)) start.SetException(full);
            _group.RemoveAll(waiting => waiting.Task.IsCompleted);
            if (_closing.Wait(SpaceInterval)) return false;
        }
        while (!_space.IsBack());
        return true;
    }

    private void CommitGroup()
    {
        _database.RetryWhileBusy(_begin.TryExecute);
        _appender.Refresh();
        foreach (var waiting in _group) waiting.Result = _appender.Append(waiting.Id.Key, waiting.Entry, waiting.Row);
        _commit.Execute();
    }

    /// <summary>An append and the task of the caller that waits for it.</summary>
    private sealed class PendingAppend(DeliberationId id, JournalEntry entry, RunIndexRow? line)
        : TaskCompletionSource<AppendResult>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public DeliberationId Id => id;

        public JournalEntry Entry => entry;

        public RunIndexRow? Row => line;

        public AppendResult Result { get; set; }
    }
}
