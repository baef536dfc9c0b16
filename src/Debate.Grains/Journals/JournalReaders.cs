using System.Collections.Concurrent;

namespace Debate.Grains.Journals;

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
