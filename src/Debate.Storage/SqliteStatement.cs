using System.Text;
using SQLitePCL;

namespace Debate.Storage;

/// <summary>A compiled statement. Parameters are numbered from 1, columns from 0, as in SQLite.</summary>
internal sealed class SqliteStatement(SqliteDatabase database, sqlite3_stmt handle) : IDisposable
{
    private const int MaxStackBytes = 256;

    /// <summary>Sets a parameter to a number.</summary>
    public SqliteStatement Bind(int index, long value)
    {
        database.ThrowOnError(raw.sqlite3_bind_int64(handle, index, value));
        return this;
    }

    /// <summary>Sets a parameter to bytes.</summary>
    public SqliteStatement Bind(int index, ReadOnlySpan<byte> value)
    {
        database.ThrowOnError(raw.sqlite3_bind_blob(handle, index, value));
        return this;
    }

    /// <summary>Sets a parameter to a text.</summary>
    public SqliteStatement Bind(int index, string value)
    {
        var size = Encoding.UTF8.GetMaxByteCount(value.Length);
        Span<byte> bytes = size <= MaxStackBytes ? stackalloc byte[MaxStackBytes] : new byte[size];
        return BindText(index, bytes[..Encoding.UTF8.GetBytes(value, bytes)]);
    }

    /// <summary>Sets a parameter to a text that is UTF-8 already.</summary>
    public SqliteStatement BindText(int index, ReadOnlySpan<byte> value)
    {
        database.ThrowOnError(raw.sqlite3_bind_text(handle, index, value));
        return this;
    }

    /// <summary>Steps to the next row; false if there is none.</summary>
    public bool Step()
    {
        var code = TryStep();
        database.ThrowOnError(code);
        return code == raw.SQLITE_ROW;
    }

    /// <summary>Steps to the next row and returns SQLite's result code.</summary>
    public int TryStep() => raw.sqlite3_step(handle);

    /// <summary>Executes the statement, resets it and returns the result code.</summary>
    public int TryExecute()
    {
        var code = TryStep();
        Reset();
        return code;
    }

    /// <summary>Executes a statement that returns no rows.</summary>
    public void Execute() => database.ThrowOnError(TryExecute());

    /// <summary>Executes a statement that returns one number, and resets it.</summary>
    public long ExecuteInt64()
    {
        Step();
        var number = GetInt64(0);
        Reset();
        return number;
    }

    /// <summary>Resets the statement for the next use; parameters keep their values.</summary>
    public void Reset() => raw.sqlite3_reset(handle);

    /// <summary>Gets a number of this row; 0 for null.</summary>
    public long GetInt64(int column) => raw.sqlite3_column_int64(handle, column);

    /// <summary>Gets a text of this row.</summary>
    public string GetText(int column) => Encoding.UTF8.GetString(GetBytes(column));

    /// <summary>Gets the bytes of a blob or a text of this row; they are valid until the next step.</summary>
    public ReadOnlySpan<byte> GetBytes(int column) => raw.sqlite3_column_blob(handle, column);

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();
}
