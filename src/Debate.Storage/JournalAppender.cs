using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Deliberation;
using SQLitePCL;

namespace Debate.Storage;

/// <summary>
/// Appends entries inside a transaction that the caller holds. It caches the heads of the runs it has seen, and clears the cache when
/// another connection has written or a transaction was rolled back.
/// </summary>
internal sealed class JournalAppender(SqliteDatabase database) : IDisposable
{
    private const int HeadCapacity = 8192;

    private readonly Dictionary<string, RunHead> _heads = new(StringComparer.Ordinal);
    private readonly SqliteStatement _version = database.Prepare("PRAGMA data_version");
    private readonly SqliteStatement _findHead = database.Prepare(
        """
        SELECT key, sequence + 1, hash FROM runs LEFT JOIN entries ON run = key WHERE id = ?1 ORDER BY sequence DESC LIMIT 1
        """);
    private readonly SqliteStatement _insertRun = database.Prepare("INSERT INTO runs(id) VALUES(?1) RETURNING key");
    private readonly SqliteStatement _updateRow = database.Prepare("UPDATE runs SET started = ?2, status = ?3, line = ?4 WHERE key = ?1");
    // Without the column of the index `roots`, which SQLite would write anew even where it stays as it is: once a reply.
    private readonly SqliteStatement _updateLine = database.Prepare("UPDATE runs SET status = ?2, line = ?3 WHERE key = ?1");
    private readonly SqliteStatement _insertEntry = database.Prepare(
        "INSERT INTO entries(run, sequence, path, time, hash, body) VALUES(?1, ?2, ?3, ?4, ?5, ?6)");

    private long _seenVersion = -1;

    /// <summary>Drops stale heads; must be called first in each transaction.</summary>
    public void Refresh()
    {
        var version = _version.ExecuteInt64();
        if (version != _seenVersion || _heads.Count > HeadCapacity) ClearHeads();
        _seenVersion = version;
    }

    /// <summary>Clears the cached heads; must be called when a transaction was rolled back.</summary>
    public void ClearHeads() => _heads.Clear();

    /// <summary>Appends an entry if the run's head is what the entry expects and its path is unused.</summary>
    /// <param name="key">The key of the run (<see cref="DeliberationId.Key"/>).</param>
    /// <param name="entry">The entry.</param>
    /// <param name="line">The row of the index that comes with it; null where that stays as it is.</param>
    public AppendResult Append(string key, JournalEntry entry, RunIndexRow? line)
    {
        var head = FindOrAddHead(key);
        if (entry.Sequence != head.Next || (entry.PreviousHash ?? head.Hash) != head.Hash) return Deliberation.Engine.AppendResult.Fenced;
        if (head.Key == 0) head.Key = _insertRun.Bind(1, key).ExecuteInt64();
        if (!TryInsert(head.Key, entry)) return Deliberation.Engine.AppendResult.PathExists;
        (head.Next, head.Hash) = (head.Next + 1, entry.Hash);
        if (line is not null) WriteRow(head, line);
        return Deliberation.Engine.AppendResult.Appended;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<SqliteStatement>)[_version, _findHead, _insertRun, _updateRow, _updateLine, _insertEntry])
            statement.Dispose();
    }

    private RunHead FindOrAddHead(string key)
    {
        if (_heads.TryGetValue(key, out var head)) return head;
        head = _findHead.Bind(1, key).Step()
            ? new() { Key = _findHead.GetInt64(0), Next = _findHead.GetInt64(1), Hash = EntryHash.Read(_findHead.GetBytes(2)) }
            : new();
        _findHead.Reset();
        _heads.Add(key, head);
        return head;
    }

    private bool TryInsert(long run, JournalEntry entry)
    {
        Span<byte> hash = stackalloc byte[EntryHash.Size];
        EntryHash.Write(entry, hash);
        var code = _insertEntry.Bind(1, run).Bind(2, entry.Sequence).Bind(3, entry.Path).Bind(4, entry.Time.UtcTicks).Bind(5, hash)
            .Bind(6, entry.Body.Span).TryExecute();
        if (code == raw.SQLITE_CONSTRAINT_UNIQUE) return false;
        database.ThrowOnError(code);
        return true;
    }

    private void WriteRow(RunHead head, RunIndexRow line)
    {
        if (head.Started == line.Started)
        {
            _updateLine.Bind(1, head.Key).Bind(2, line.Status).BindText(3, line.Json).Execute();
            return;
        }
        _updateRow.Bind(1, head.Key).Bind(2, line.Started).Bind(3, line.Status).BindText(4, line.Json).Execute();
        head.Started = line.Started;
    }

    /// <summary>The head of a run: its next sequence number and last hash; key 0 if the run has no row yet.</summary>
    private sealed class RunHead
    {
        public long Key { get; set; }

        public long Next { get; set; }

        /// <summary>When it started, as this appender wrote it into the index; null where that is not known.</summary>
        public long? Started { get; set; }

        /// <summary>Hash of the last entry; empty before the first.</summary>
        public string Hash { get; set; } = JournalEntry.NoHash;
    }
}

/// <summary>The tables of a journal file.</summary>
internal static class JournalSchema
{
    /// <summary>The schema version that this build writes, stored in the file's user_version.</summary>
    public const int Version = 1;

    // The column id of runs holds the run's key (DeliberationId.Key).
    // Entries are stored in order of arrival, whatever their run: a group of appends fills the last pages
    // instead of touching one page per run.
    private const string Tables = """
        CREATE TABLE runs(
            key INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            started INTEGER,
            status TEXT,
            line TEXT);
        CREATE INDEX roots ON runs(started DESC, id) WHERE instr(id, '/') = 0;
        CREATE TABLE entries(
            run INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            path TEXT NOT NULL,
            time INTEGER NOT NULL,
            hash BLOB NOT NULL,
            body BLOB NOT NULL);
        CREATE UNIQUE INDEX places ON entries(run, path);
        CREATE UNIQUE INDEX orders ON entries(run, sequence);
        """;

    /// <summary>Creates the schema in a new file or checks an existing one, and makes every commit sync to the disk.</summary>
    public static void Prepare(SqliteDatabase database)
    {
        // Reject a file that is not ours before changing anything in it.
        IsNew(database);
        if (database.QueryFirst("PRAGMA journal_mode = WAL", row => row.GetText(0)) != "wal")
            throw new IOException($"{database.Path}: this file system cannot hold a write-ahead log");
        database.Execute("PRAGMA synchronous = FULL; PRAGMA fullfsync = ON");
        if (database.QueryFirst("PRAGMA synchronous", row => row.GetInt64(0)) != 2)
            throw new IOException($"{database.Path}: SQLite does not keep synchronous = FULL");
        // Entries of runs in flight touch pages of the indexes all over the file: 16 MiB of them stay in memory, and as much of the log
        // gathers (the default is 2 and 4) before the pages go into the file, once for many changes.
        database.Execute("PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 4096");
        database.Execute("BEGIN IMMEDIATE");
        if (IsNew(database)) database.Execute($"{Tables} PRAGMA user_version = {Version};");
        database.Execute("COMMIT");
    }

    /// <summary>Whether the file has no tables yet; throws if this build cannot read it.</summary>
    public static bool IsNew(SqliteDatabase database)
    {
        // One query, one snapshot: another process may be creating the tables right now.
        var (version, tables) = database.QueryFirst(
            "SELECT user_version, (SELECT count(*) FROM sqlite_schema) FROM pragma_user_version",
            row => (row.GetInt64(0), row.GetInt64(1)));
        if (version > Version)
            throw new InputException($"{database.Path}: written by a newer debate (journal format {version}; this one reads {Version})");
        if (version == 0 && tables > 0)
            throw new InputException($"{database.Path}: a database of something else, not a journal");
        return version == 0;
    }
}
