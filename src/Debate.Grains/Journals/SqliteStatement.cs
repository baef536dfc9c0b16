using System.Text;
using SQLitePCL;

namespace Debate.Grains.Journals;

/// <summary>A compiled statement. Parameters count from 1, columns from 0, as in SQLite.</summary>
internal sealed class SqliteStatement(SqliteDatabase database, sqlite3_stmt handle) : IDisposable
{
    private const int Short = 256;

    /// <summary>Sets a parameter.</summary>
    public SqliteStatement Bind(int index, long value)
    {
        database.Check(raw.sqlite3_bind_int64(handle, index, value));
        return this;
    }

    /// <summary>Sets a parameter to bytes.</summary>
    public SqliteStatement Bind(int index, ReadOnlySpan<byte> value)
    {
        database.Check(raw.sqlite3_bind_blob(handle, index, value));
        return this;
    }

    /// <summary>Sets a parameter to a text.</summary>
    public SqliteStatement Bind(int index, string value)
    {
        var size = Encoding.UTF8.GetMaxByteCount(value.Length);
        Span<byte> bytes = size <= Short ? stackalloc byte[Short] : new byte[size];
        return BindText(index, bytes[..Encoding.UTF8.GetBytes(value, bytes)]);
    }

    /// <summary>Sets a parameter to a text that is UTF-8 already.</summary>
    public SqliteStatement BindText(int index, ReadOnlySpan<byte> value)
    {
        database.Check(raw.sqlite3_bind_text(handle, index, value));
        return this;
    }

    /// <summary>Goes to the next row; false where there is none.</summary>
    public bool Step()
    {
        var code = TryStep();
        database.Check(code);
        return code == raw.SQLITE_ROW;
    }

    /// <summary>Goes to the next row and says how SQLite took it.</summary>
    public int TryStep() => raw.sqlite3_step(handle);

    /// <summary>Runs to the end, gives the result code, and makes it ready for the next use.</summary>
    public int TryRun()
    {
        var code = TryStep();
        Reset();
        return code;
    }

    /// <summary>Runs a statement that gives no rows.</summary>
    public void Run() => database.Check(TryRun());

    /// <summary>The one number that the statement gives; it is ready for the next use.</summary>
    public long RunForNumber()
    {
        Step();
        var number = Number(0);
        Reset();
        return number;
    }

    /// <summary>Makes it ready for the next use; parameters stay as they are.</summary>
    public void Reset() => raw.sqlite3_reset(handle);

    /// <summary>A number of this row; 0 for null.</summary>
    public long Number(int column) => raw.sqlite3_column_int64(handle, column);

    /// <summary>A text of this row.</summary>
    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    /// <summary>The bytes of a blob or a text of this row; they are gone at the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(handle, column);

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();
}
