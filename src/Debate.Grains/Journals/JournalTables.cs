using Debate.Deliberation;
using Debate.Deliberation.Engine;
using SQLitePCL;

namespace Debate.Grains.Journals;

/// <summary>
/// Appends entries inside a transaction that the caller holds. It caches the heads of the runs it has seen, and clears the cache when
/// another connection has written or a transaction was rolled back.
/// </summary>
internal sealed class JournalTables(SqliteDatabase database) : IDisposable
{
    private const int Remembered = 8192;

    private readonly Dictionary<string, Head> _heads = new(StringComparer.Ordinal);
    private readonly SqliteStatement _version = database.Prepare("PRAGMA data_version");
    private readonly SqliteStatement _find = database.Prepare(
        """
        SELECT key, sequence + 1, hash FROM runs LEFT JOIN entries ON run = key WHERE id = ?1 ORDER BY sequence DESC LIMIT 1
        """);
    private readonly SqliteStatement _register = database.Prepare("INSERT INTO runs(id) VALUES(?1) RETURNING key");
    private readonly SqliteStatement _line = database.Prepare("UPDATE runs SET started = ?2, status = ?3, line = ?4 WHERE key = ?1");
    private readonly SqliteStatement _insert = database.Prepare(
        "INSERT INTO entries(run, sequence, path, time, hash, body) VALUES(?1, ?2, ?3, ?4, ?5, ?6)");

    private long _seen = -1;

    /// <summary>Drops stale heads; must be called first in each transaction.</summary>
    public void Refresh()
    {
        var version = _version.RunForNumber();
        if (version != _seen || _heads.Count > Remembered) Forget();
        _seen = version;
    }

    /// <summary>Clears the cached heads; must be called when a transaction was rolled back.</summary>
    public void Forget() => _heads.Clear();

    /// <summary>Appends an entry if the run's head is what the entry expects and its path is unused.</summary>
    public Append Append(DeliberationId id, JournalEntry entry, IndexLine? line)
    {
        var head = Meet(id.Value);
        if (entry.Sequence != head.Next || (entry.Before ?? head.Hash) != head.Hash) return Deliberation.Engine.Append.Fenced;
        if (head.Key == 0) head.Key = _register.Bind(1, id.Value).RunForNumber();
        if (!Insert(head.Key, entry)) return Deliberation.Engine.Append.PathTaken;
        (head.Next, head.Hash) = (head.Next + 1, entry.Hash);
        if (line is not null) Write(head.Key, line);
        return Deliberation.Engine.Append.Done;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<SqliteStatement>)[_version, _find, _register, _line, _insert]) statement.Dispose();
    }

    private Head Meet(string id)
    {
        if (_heads.TryGetValue(id, out var head)) return head;
        head = _find.Bind(1, id).Step()
            ? new() { Key = _find.Number(0), Next = _find.Number(1), Hash = EntryHash.Read(_find.Bytes(2)) }
            : new();
        _find.Reset();
        _heads.Add(id, head);
        return head;
    }

    private bool Insert(long run, JournalEntry entry)
    {
        Span<byte> hash = stackalloc byte[EntryHash.Size];
        EntryHash.Write(entry, hash);
        var code = _insert.Bind(1, run).Bind(2, entry.Sequence).Bind(3, entry.Path).Bind(4, entry.Time.UtcTicks).Bind(5, hash)
            .Bind(6, entry.Body.Span).TryRun();
        if (code == raw.SQLITE_CONSTRAINT_UNIQUE) return false;
        database.Check(code);
        return true;
    }

    private void Write(long run, IndexLine line) =>
        _line.Bind(1, run).Bind(2, line.Started).Bind(3, line.Status).BindText(4, line.Json).Run();

    /// <summary>The head of a run: its next sequence number and last hash; key 0 if the run has no row yet.</summary>
    private sealed class Head
    {
        public long Key { get; set; }

        public long Next { get; set; }

        /// <summary>Hash of the last entry; empty before the first.</summary>
        public string Hash { get; set; } = JournalEntry.NoHash;
    }
}
