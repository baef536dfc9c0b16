using System.Diagnostics;
using System.Threading.Channels;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Journals;

/// <summary>
/// The only thread of this process that writes to a journal file (group commit). It takes all queued appends, commits them together, and
/// completes each; appends that arrive meanwhile form the next group. A group that cannot be written is rolled back, and its callers get
/// the exception.
/// </summary>
internal sealed class JournalWriter : IAsyncDisposable
{
    private const int GroupEntries = 1024;
    private const int GroupBytes = 4 << 20;

    /// <summary>
    /// How long a group waits to reach the size of the previous one: callers just completed append again at once, and a commit with half of
    /// them would halve the throughput. A single appender never waits.
    /// </summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMicroseconds(100);

    private readonly Channel<Waiting> _queue = Channel.CreateUnbounded<Waiting>(new() { SingleReader = true });
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Waiting> _group = new(GroupEntries);
    private readonly SqliteDatabase _database;
    private readonly JournalTables _tables;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;

    /// <param name="database">A prepared journal, which the writer now owns.</param>
    public JournalWriter(SqliteDatabase database)
    {
        _database = database;
        _tables = new(database);
        _begin = database.Prepare("BEGIN IMMEDIATE");
        _commit = database.Prepare("COMMIT");
        new Thread(WriteAll) { Name = "journal", IsBackground = true }.Start();
    }

    /// <summary>Queues an append; the task completes when the append is on the disk, refused, or failed.</summary>
    public Task<Append> AppendAsync(DeliberationId id, JournalEntry entry, RunSummary? summary)
    {
        var waiting = new Waiting(id, entry, IndexLine.Of(summary));
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
        while (Gather()) Write();
        _tables.Dispose();
        _begin.Dispose();
        _commit.Dispose();
        _database.Dispose();
        _ended.SetResult();
    }

    private bool Gather()
    {
        var ready = _queue.Reader.WaitToReadAsync();
        if (!(ready.IsCompleted ? ready.Result : ready.AsTask().GetAwaiter().GetResult())) return false;
        var (last, start, bytes) = (_group.Count, Stopwatch.GetTimestamp(), 0);
        _group.Clear();
        for (Drain(ref bytes); _group.Count < last && Stopwatch.GetElapsedTime(start) < Linger; Drain(ref bytes)) Thread.Yield();
        return true;
    }

    private void Drain(ref int bytes)
    {
        while (_group.Count < GroupEntries && bytes < GroupBytes && _queue.Reader.TryRead(out var waiting))
        {
            _group.Add(waiting);
            bytes += waiting.Entry.Body.Length;
        }
    }

    private void Write()
    {
        try
        {
            Commit();
        }
        catch (Exception trouble) when (trouble is IOException or InputException)
        {
            _database.Undo();
            _tables.Forget();
            foreach (var waiting in _group) waiting.SetException(trouble);
            return;
        }
        foreach (var waiting in _group) waiting.SetResult(waiting.Became);
    }

    private void Commit()
    {
        _database.Patiently(_begin.TryRun);
        _tables.Refresh();
        foreach (var waiting in _group) waiting.Became = _tables.Append(waiting.Id, waiting.Entry, waiting.Line);
        _commit.Run();
    }

    /// <summary>An append and the task of the caller that waits for it.</summary>
    private sealed class Waiting(DeliberationId id, JournalEntry entry, IndexLine? line)
        : TaskCompletionSource<Append>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public DeliberationId Id => id;

        public JournalEntry Entry => entry;

        public IndexLine? Line => line;

        public Append Became { get; set; }
    }
}
