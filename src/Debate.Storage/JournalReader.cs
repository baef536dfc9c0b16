using System.Collections.Concurrent;
using System.Text;
using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Deliberation;

namespace Debate.Storage;

/// <summary>Reads a journal over one connection; an empty file reads as a journal without runs.</summary>
internal sealed class JournalReader : IDisposable
{
    private const string EntriesSql = """
        SELECT sequence, path, time, hash, body FROM entries
        WHERE run = (SELECT key FROM runs WHERE id = ?1) AND sequence >= ?2 ORDER BY sequence LIMIT ?3
        """;

    private const string LastSql = """
        SELECT sequence, path, time, hash, body FROM entries
        WHERE run = (SELECT key FROM runs WHERE id = ?1) ORDER BY sequence DESC LIMIT 1
        """;

    private const string SequenceSql = "SELECT sequence FROM entries WHERE run = (SELECT key FROM runs WHERE id = ?1) AND path = ?2";

    private readonly SqliteDatabase _database;
    private readonly bool _isEmpty;

    private JournalReader(SqliteDatabase database, bool isEmpty) => (_database, _isEmpty) = (database, isEmpty);

    /// <summary>Opens a reader over a connection, which is closed if the file is not a journal that this build can read.</summary>
    public static JournalReader Open(SqliteDatabase database) =>
        database.DisposeOnFailure(() => new JournalReader(database, JournalSchema.IsNew(database)));

    /// <summary>Reads the entries of a run from a sequence number on, at most so many.</summary>
    public IReadOnlyList<JournalEntry> Read(string key, long from, int count)
    {
        if (_isEmpty) return [];
        using var rows = _database.Prepare(EntriesSql).Bind(1, key).Bind(2, from).Bind(3, count);
        var entries = new List<JournalEntry>();
        while (rows.Step()) entries.Add(ReadEntry(rows));
        return entries;
    }

    /// <summary>Finds the last entry of a run; null if there is none.</summary>
    public JournalEntry? FindLast(string key)
    {
        if (_isEmpty) return null;
        using var rows = _database.Prepare(LastSql).Bind(1, key);
        return rows.Step() ? ReadEntry(rows) : null;
    }

    /// <summary>Finds the sequence number of the entry at a path of a run; null if there is none.</summary>
    public long? FindSequence(string key, string path)
    {
        if (_isEmpty) return null;
        using var rows = _database.Prepare(SequenceSql).Bind(1, key).Bind(2, path);
        return rows.Step() ? rows.GetInt64(0) : null;
    }

    /// <summary>Finds the summary of a run; null if there is none.</summary>
    public RunSummary? FindSummary(string key)
    {
        if (_isEmpty) return null;
        using var rows = _database.Prepare("SELECT id, line, started FROM runs WHERE id = ?1 AND line IS NOT NULL").Bind(1, key);
        return rows.Step() ? ReadSummary(rows) : null;
    }

    /// <summary>Lists the summaries that match a query.</summary>
    public IReadOnlyList<RunSummary> List(RunQuery query)
    {
        if (_isEmpty) return [];
        using var rows = _database.Prepare(BuildSql(query));
        if (query.Subtree is { } top)
        {
            var key = top.Key;
            rows.Bind(1, key).Bind(2, $"{key}/").Bind(3, $"{key}0");
        }
        if (query.Since is { } since) rows.Bind(4, since.UtcTicks);
        if (query.Until is { } until) rows.Bind(5, until.UtcTicks);
        if (query.Behind is { } place) rows.Bind(6, place.Started.UtcTicks).Bind(7, place.Id.Key);
        var lines = new List<RunSummary>();
        // What can be read only from a line itself is asked here, so that a limit counts what is listed.
        while (lines.Count < query.Limit && rows.Step())
            if (ReadSummary(rows) is var line && IsMeant(query, line)) lines.Add(line);
        return lines;
    }

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    private static JournalEntry ReadEntry(SqliteStatement row) =>
        new(row.GetInt64(0), row.GetText(1), new(row.GetInt64(2), TimeSpan.Zero), row.GetBytes(4).ToArray(),
            EntryHash.Read(row.GetBytes(3)));

    private static bool IsMeant(RunQuery query, RunSummary line) =>
        (!query.UnfinishedOnly || line.Status != RunStatus.Damaged) && query.Statuses?.Contains(line.Status) != false;

    private static string BuildSql(RunQuery query)
    {
        var sql = new StringBuilder("SELECT id, line, started FROM runs WHERE line IS NOT NULL");
        if (query.UnfinishedOnly) sql.Append(" AND status <> '" + nameof(RunStatus.Finished) + "'");
        // '0' follows '/' in ASCII, so the range contains exactly the ids that continue after a '/'.
        if (query.Subtree is not null) sql.Append(" AND (id = ?1 OR id > ?2 AND id < ?3)");
        else if (!query.IncludeChildren) sql.Append(" AND instr(id, '/') = 0");
        // A tenant's name has no character that means something to SQL.
        if (query is { Subtree: null, Tenant: { } tenant })
            sql.Append(tenant == Tenant.Default ? " AND instr(id, ':') = 0" : $" AND instr(id, '{tenant.Prefix}') = 1");
        // A damaged line has the status that it had before.
        if (query.Statuses is { } statuses && !statuses.Contains(RunStatus.Damaged))
            sql.Append($" AND status IN ({string.Join(',', statuses.Select(status => $"'{status}'"))})");
        if (query.Since is not null) sql.Append(" AND started >= ?4");
        if (query.Until is not null) sql.Append(" AND started < ?5");
        if (query.Behind is not null) sql.Append(" AND started <= ?6 AND (started < ?6 OR id > ?7)");
        return sql.Append(" ORDER BY started DESC, id").ToString();
    }

    private static RunSummary ReadSummary(SqliteStatement row)
    {
        var line = RunIndexRow.ReadSummary(DeliberationId.FromKey(row.GetText(0)), row.GetBytes(1));
        // A damaged line does not say when its run started; its place in the list does.
        return line.Status == RunStatus.Damaged ? line with { Started = new(row.GetInt64(2), TimeSpan.Zero) } : line;
    }
}

/// <summary>Provides readers of a journal file.</summary>
internal interface IJournalReaders : IDisposable
{
    /// <summary>Calls <paramref name="read"/> with a reader; returns <paramref name="nothing"/> if there is no journal.</summary>
    T Read<T>(Func<JournalReader, T> read, T nothing);
}

/// <summary>Pooled readers of a journal that this process also writes: connections are reused.</summary>
internal sealed class PooledReaders(string path, TimeSpan timeLimit) : IJournalReaders
{
    private const int MaxIdle = 4;

    private readonly ConcurrentBag<JournalReader> _idle = [];
    private volatile bool _isClosed;

    /// <inheritdoc/>
    public T Read<T>(Func<JournalReader, T> read, T nothing)
    {
        ObjectDisposedException.ThrowIf(_isClosed, typeof(SqliteJournal));
        var reader = _idle.TryTake(out var idle) ? idle : JournalReader.Open(SqliteDatabase.OpenToRead(path, timeLimit));
        try
        {
            return read(reader);
        }
        finally
        {
            Return(reader);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isClosed = true;
        while (_idle.TryTake(out var reader)) reader.Dispose();
    }

    private void Return(JournalReader reader)
    {
        if (_idle.Count < MaxIdle) _idle.Add(reader);
        else reader.Dispose();
        if (_isClosed) Dispose();
    }
}

/// <summary>
/// Readers of a journal that this process does not write: they create and change nothing. If there is no SQLite log next to the file,
/// it is opened as immutable, without the files that SQLite would create; if another process wrote meanwhile, it is read again as a file
/// with writers.
/// </summary>
internal sealed class ForeignReaders(string path, TimeSpan timeLimit) : IJournalReaders
{
    /// <inheritdoc/>
    public T Read<T>(Func<JournalReader, T> read, T nothing)
    {
        var state = FileState.Read(path);
        if (!state.Exists) return nothing;
        return state.IsAtRest && TryReadAtRest(read, state, out var result) ? result : ReadConcurrently(read);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private bool TryReadAtRest<T>(Func<JournalReader, T> read, FileState before, out T result)
    {
        try
        {
            using var reader = JournalReader.Open(SqliteDatabase.OpenImmutable(path, timeLimit));
            result = read(reader);
            return FileState.Read(path) == before;
        }
        catch (Exception error) when (error is IOException or InputException && FileState.Read(path) != before)
        {
            result = default!;
            return false;
        }
    }

    private T ReadConcurrently<T>(Func<JournalReader, T> read)
    {
        using var reader = JournalReader.Open(SqliteDatabase.OpenToRead(path, timeLimit));
        return read(reader);
    }

    /// <summary>The state of the file, which changes if another process writes.</summary>
    private sealed record FileState(bool Exists, bool IsAtRest, long Length, DateTime Written)
    {
        public static FileState Read(string path)
        {
            var file = new FileInfo(path);
            return file.Exists
                ? new(true, !File.Exists($"{path}-wal") && !File.Exists($"{path}-journal"), file.Length, file.LastWriteTimeUtc)
                : new(false, false, 0, default);
        }
    }
}
