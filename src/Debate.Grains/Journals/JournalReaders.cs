using System.Collections.Concurrent;

namespace Debate.Grains.Journals;

/// <summary>Provides readers of a journal file.</summary>
internal interface IJournalReaders : IDisposable
{
    /// <summary>Calls <paramref name="read"/> with a reader; returns <paramref name="nothing"/> if there is no journal.</summary>
    T Read<T>(Func<JournalReader, T> read, T nothing);
}

/// <summary>Pooled readers of a journal that this process also writes: connections are reused.</summary>
internal sealed class PooledReaders(string path, TimeSpan patience) : IJournalReaders
{
    private const int Kept = 4;

    private readonly ConcurrentBag<JournalReader> _idle = [];
    private volatile bool _closed;

    /// <inheritdoc/>
    public T Read<T>(Func<JournalReader, T> read, T nothing)
    {
        ObjectDisposedException.ThrowIf(_closed, typeof(SqliteJournal));
        var reader = _idle.TryTake(out var idle) ? idle : JournalReader.Over(SqliteDatabase.OpenToRead(path, patience));
        try
        {
            return read(reader);
        }
        finally
        {
            GiveBack(reader);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed = true;
        while (_idle.TryTake(out var reader)) reader.Dispose();
    }

    private void GiveBack(JournalReader reader)
    {
        if (_idle.Count < Kept) _idle.Add(reader);
        else reader.Dispose();
        if (_closed) Dispose();
    }
}

/// <summary>
/// Readers of a journal that this process does not write: they create and change nothing. If there is no SQLite log next to the file,
/// it is opened as immutable, without the files that SQLite would create; if another process wrote meanwhile, it is read again as a file
/// with writers.
/// </summary>
internal sealed class PassingReaders(string path, TimeSpan patience) : IJournalReaders
{
    /// <inheritdoc/>
    public T Read<T>(Func<JournalReader, T> read, T nothing)
    {
        var state = State.Of(path);
        if (!state.Exists) return nothing;
        return state.IsAtRest && TryReadAtRest(read, state, out var result) ? result : ReadBesideWriters(read);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private bool TryReadAtRest<T>(Func<JournalReader, T> read, State before, out T result)
    {
        try
        {
            using var reader = JournalReader.Over(SqliteDatabase.OpenAtRest(path, patience));
            result = read(reader);
            return State.Of(path) == before;
        }
        catch (Exception trouble) when (trouble is IOException or InputException && State.Of(path) != before)
        {
            result = default!;
            return false;
        }
    }

    private T ReadBesideWriters<T>(Func<JournalReader, T> read)
    {
        using var reader = JournalReader.Over(SqliteDatabase.OpenToRead(path, patience));
        return read(reader);
    }

    /// <summary>The state of the file, which changes if another process writes.</summary>
    private sealed record State(bool Exists, bool IsAtRest, long Length, DateTime Written)
    {
        public static State Of(string path)
        {
            var file = new FileInfo(path);
            return file.Exists
                ? new(true, !File.Exists($"{path}-wal") && !File.Exists($"{path}-journal"), file.Length, file.LastWriteTimeUtc)
                : new(false, false, 0, default);
        }
    }
}
