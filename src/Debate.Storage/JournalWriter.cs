using System.Diagnostics;
using System.Threading.Channels;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Storage;

/// <summary>
/// The only thread of this process that writes to a journal file (group commit). It takes all queued appends, commits them together, and
/// completes each; appends that arrive meanwhile form the next group. A group that cannot be written is rolled back, and its callers get
/// the exception.
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

    private readonly Channel<PendingAppend> _queue = Channel.CreateUnbounded<PendingAppend>(new() { SingleReader = true });
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<PendingAppend> _group = new(MaxGroupEntries);
    private readonly SqliteDatabase _database;
    private readonly Tenant _tenant;
    private readonly Action<DeliberationId, JournalEntry> _onAppended;
    private readonly JournalAppender _appender;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;

    /// <param name="database">A prepared journal, which the writer now owns.</param>
    /// <param name="tenant">Whose runs it writes.</param>
    /// <param name="onAppended">Called with each entry that is on the disk, in order; must return quickly and not throw.</param>
    public JournalWriter(SqliteDatabase database, Tenant tenant, Action<DeliberationId, JournalEntry> onAppended)
    {
        (_database, _tenant, _onAppended) = (database, tenant, onAppended);
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

    /// <summary>Writes the queued appends and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _ended.Task;
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
        try
        {
            CommitGroup();
        }
        catch (Exception error) when (error is IOException or InputException)
        {
            _database.Rollback();
            _appender.ClearHeads();
            foreach (var waiting in _group) waiting.SetException(error);
            return;
        }
        foreach (var waiting in _group)
        {
            if (waiting.Result == AppendResult.Appended) _onAppended(waiting.Id, waiting.Entry);
            waiting.SetResult(waiting.Result);
        }
    }

    private void CommitGroup()
    {
        _database.RetryWhileBusy(_begin.TryExecute);
        _appender.Refresh();
        foreach (var waiting in _group) waiting.Result = _appender.Append(_tenant.GetKey(waiting.Id), waiting.Entry, waiting.Row);
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
