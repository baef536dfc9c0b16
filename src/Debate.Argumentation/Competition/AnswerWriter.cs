using System.Globalization;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Solving;
using Encoding = System.Text.Encoding;

namespace Debate.Argumentation.Competition;

/// <summary>
/// Writes answers in the format of ICCMA'23 and '25: YES or NO, and extensions as "w 1 3 5", where "w" is the empty one; NO also means
/// "there is no extension". EE prints such a line for each extension, CE the number. Arguments have the names of the file.
/// </summary>
internal sealed class AnswerWriter(Stream output, FrameworkFile file) : IDisposable
{
    private readonly byte[] _buffer = new byte[1 << 13];
    private int _used;

    /// <summary>Writes a whole answer of any kind but EE.</summary>
    public void Write(QueryKind kind, Answer answer)
    {
        if (kind == QueryKind.Count)
            WriteLine(System.Text.Encoding.ASCII.GetBytes(answer.Count!.Value.ToString(CultureInfo.InvariantCulture)));
        else if (kind != QueryKind.SomeExtension || !answer.Accepted) WriteVerdict(answer.Accepted);
        if (answer.Witness is { } witness) WriteExtension(witness);
    }

    /// <summary>Writes the line YES or NO.</summary>
    public void WriteVerdict(bool yes) => WriteLine(yes ? "YES"u8 : "NO"u8);

    /// <summary>Writes the line of one extension.</summary>
    public void WriteExtension(IReadOnlyList<int> extension)
    {
        WriteBytes("w"u8);
        Span<byte> number = stackalloc byte[FrameworkFile.MaxNumberLength];
        for (var i = 0; i < extension.Count; i++)
        {
            WriteBytes(" "u8);
            WriteBytes(file.NameOf(extension[i], number));
        }
        WriteBytes("\n"u8);
    }

    /// <summary>Writes all buffered bytes to the output.</summary>
    public void Flush()
    {
        output.Write(_buffer, 0, _used);
        output.Flush();
        _used = 0;
    }

    /// <inheritdoc/>
    public void Dispose() => Flush();

    private void WriteLine(ReadOnlySpan<byte> text)
    {
        WriteBytes(text);
        WriteBytes("\n"u8);
    }

    private void WriteBytes(scoped ReadOnlySpan<byte> text)
    {
        if (text.Length > _buffer.Length - _used) Flush();
        if (text.Length > _buffer.Length)
        {
            output.Write(text);
            return;
        }
        text.CopyTo(_buffer.AsSpan(_used));
        _used += text.Length;
    }
}
