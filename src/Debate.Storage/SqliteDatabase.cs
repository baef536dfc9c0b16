using System.Diagnostics;
using Debate.Core.Input;
using SQLitePCL;

namespace Debate.Storage;

/// <summary>
/// One connection to a SQLite file, for one thread at a time. It calls SQLite directly: a conflict is a result code, not an exception; we
/// control how long to wait for a lock; and an insert allocates nothing (a fifth faster than through ADO.NET). A file that is not a
/// database or is damaged throws <see cref="InputException"/>, any other error throws <see cref="IOException"/>.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    /// <summary>SQLite's busy timeout for one attempt, in milliseconds: short, so that SQLite's growing sleeps stay short.</summary>
    private const int BusyTimeoutMilliseconds = 20;

    private readonly sqlite3 _handle;
    private readonly TimeSpan _lockTimeout;

    static SqliteDatabase() => Batteries_V2.Init();

    private SqliteDatabase(sqlite3 handle, string path, TimeSpan timeLimit) => (_handle, Path, _lockTimeout) = (handle, path, timeLimit);

    /// <summary>Opens to write, and creates the file if there is none.</summary>
    public static SqliteDatabase OpenToWrite(string path, TimeSpan timeLimit) =>
        Open(path, path, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE, timeLimit);

    /// <summary>Opens to read a file that may have concurrent writers.</summary>
    public static SqliteDatabase OpenToRead(string path, TimeSpan timeLimit) => Open(path, path, raw.SQLITE_OPEN_READONLY, timeLimit);

    /// <summary>Opens to read a file that nobody writes: takes no lock and creates no other file.</summary>
    public static SqliteDatabase OpenImmutable(string path, TimeSpan timeLimit) =>
        Open(path, $"{ToUri(path)}?immutable=1", raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_URI, timeLimit);

    /// <summary>The file, for messages.</summary>
    public string Path { get; }

    /// <summary>Whether a transaction is open.</summary>
    public bool IsInTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>Compiles a statement for repeated use.</summary>
    public SqliteStatement Prepare(string sql)
    {
        var statement = default(sqlite3_stmt);
        RetryWhileBusy(() => raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out statement));
        return new(this, statement!);
    }

    /// <summary>Executes statements without a result; waits for locks up to the lock timeout.</summary>
    public void Execute(string sql) => RetryWhileBusy(() => raw.sqlite3_exec(_handle, sql));

    /// <summary>Queries the first row and converts it with <paramref name="read"/>.</summary>
    public T QueryFirst<T>(string sql, Func<SqliteStatement, T> read)
    {
        using var statement = Prepare(sql);
        RetryWhileBusy(statement.TryStep);
        return read(statement);
    }

    /// <summary>Retries while another process has locked the file, up to the lock timeout.</summary>
    public void RetryWhileBusy(Func<int> attempt)
    {
        var start = Stopwatch.GetTimestamp();
        int code;
        do code = attempt();
        while (IsBusy(code) && Stopwatch.GetElapsedTime(start) < _lockTimeout);
        ThrowOnError(code);
    }

    /// <summary>Returns the result of <paramref name="make"/>; closes this connection if it fails.</summary>
    public T DisposeOnFailure<T>(Func<T> make)
    {
        var isKept = false;
        try
        {
            var made = make();
            isKept = true;
            return made;
        }
        finally
        {
            if (!isKept) Dispose();
        }
    }

    /// <summary>Rolls back the transaction, if one is open; on some errors SQLite ends it by itself.</summary>
    public void Rollback()
    {
        if (IsInTransaction) raw.sqlite3_exec(_handle, "ROLLBACK");
    }

    /// <summary>Throws if a result code is an error.</summary>
    public void ThrowOnError(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE)) throw CreateError(code);
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static SqliteDatabase Open(string path, string name, int flags, TimeSpan timeLimit)
    {
        var code = raw.sqlite3_open_v2(name, out var handle, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        var database = new SqliteDatabase(handle, path, timeLimit);
        if (code != raw.SQLITE_OK) throw database.CloseWithError(code);
        raw.sqlite3_extended_result_codes(handle, 1);
        raw.sqlite3_busy_timeout(handle, BusyTimeoutMilliseconds);
        return database;
    }

    private Exception CloseWithError(int code)
    {
        var error = CreateError(code);
        Dispose();
        return error;
    }

    private Exception CreateError(int code)
    {
        var message = raw.sqlite3_errmsg(_handle).utf8_to_string();
        return (code & 0xff) switch
        {
            raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT => new InputException($"{Path}: not a journal, or damaged: {message}"),
            raw.SQLITE_CANTOPEN => new InputException($"{Path}: cannot be opened: {message}"),
            raw.SQLITE_FULL => new StorageFullException($"{Path}: {message} (SQLite error {code})"),
            raw.SQLITE_BUSY => new IOException($"{Path}: another process has kept it locked for {_lockTimeout.TotalSeconds:0} s"),
            _ => new IOException($"{Path}: {message} (SQLite error {code})"),
        };
    }

    // In a file: URI SQLite takes every byte of the name literally except for these three characters; .NET's Uri would encode others too.
    private static string ToUri(string path)
    {
        var full = System.IO.Path.GetFullPath(path).Replace(System.IO.Path.DirectorySeparatorChar, '/');
        var escaped = full.Replace("%", "%25", StringComparison.Ordinal).Replace("?", "%3f", StringComparison.Ordinal)
            .Replace("#", "%23", StringComparison.Ordinal);
        return full[0] == '/' ? $"file:{escaped}" : $"file:///{escaped}";
    }

    private static bool IsBusy(int code) => (code & 0xff) == raw.SQLITE_BUSY;
}
