using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace Debate.Models;

/// <summary>
/// Mends what servers get wrong in JSON without changing what it says: a byte order mark, bytes that are no UTF-8 and halves of surrogate
/// pairs (each becomes U+FFFD), raw control characters in texts, NaN and Infinity (null). A body of which only the beginning was read is
/// completed: a text ends where the reading ended, an unfinished field is left out. One pass, linear in the length.
/// </summary>
internal sealed class MendedJson
{
    private readonly byte[] _in;
    private readonly ArrayBufferWriter<byte> _out;
    private readonly Stack<byte> _open = new();
    private int _at;
    private int _complete;
    private bool _isName;

    private MendedJson(byte[] body) => (_in, _out) = (body, new(body.Length + 16));

    /// <summary>The mended body in UTF-8; not necessarily JSON.</summary>
    /// <param name="body">The bytes that came.</param>
    /// <param name="isCut">Whether reading stopped before the end.</param>
    public static ReadOnlyMemory<byte> Mend(ReadOnlyMemory<byte> body, bool isCut)
    {
        if (body.Span.StartsWith(Encoding.UTF8.Preamble)) body = body[3..];
        return new MendedJson(Utf8.IsValid(body.Span) ? ToArray(body) : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body.Span))).Mend(isCut);
    }

    // The array itself where the body is the whole of one: it is only read.
    private static byte[] ToArray(ReadOnlyMemory<byte> body) =>
        MemoryMarshal.TryGetArray(body, out var part) && part.Offset == 0 && part.Count == part.Array!.Length ? part.Array : body.ToArray();

    private ReadOnlyMemory<byte> Mend(bool isCut)
    {
        while (_at < _in.Length)
        {
            if (_in[_at] == '"') CopyText();
            else CopyOther();
        }
        return isCut ? Complete(_out.WrittenMemory[.._complete]) : _out.WrittenMemory;
    }

    private ReadOnlyMemory<byte> Complete(ReadOnlyMemory<byte> whole) => (byte[])[.. whole.Span, .. _open];

    private void CopyOther()
    {
        var rest = _in.AsSpan(_at);
        foreach (var unknown in (ReadOnlySpan<string>)["NaN", "Infinity", "-Infinity"])
        {
            if (!rest.StartsWith(Encoding.ASCII.GetBytes(unknown))) continue;
            _out.Write("null"u8);
            _at += unknown.Length;
            return;
        }
        CopyMark(rest[0]);
        _at++;
    }

    // What stands before a comma or behind a closing bracket is whole, and so is the text that ends a value.
    private void CopyMark(byte mark)
    {
        if (mark == ',') _complete = _out.WrittenCount;
        Append(mark);
        switch (mark)
        {
            case (byte)'{' or (byte)'[':
                _open.Push(mark == '{' ? (byte)'}' : (byte)']');
                _complete = _out.WrittenCount;
                break;
            case (byte)'}' or (byte)']':
                _open.TryPop(out _);
                _complete = _out.WrittenCount;
                break;
        }
        if (mark is (byte)'{' or (byte)',' or (byte)':') _isName = mark != ':' && _open.TryPeek(out var close) && close == '}';
    }

    private void CopyText()
    {
        Append((byte)'"');
        for (_at++; _at < _in.Length && _in[_at] != '"';)
        {
            if (_in[_at] == '\\') CopyEscape();
            else if (_in[_at] < ' ') WriteEscape(_in[_at++]);
            else Append(_in[_at++]);
        }
        Append((byte)'"');
        _at++;
        if (!_isName) _complete = _out.WrittenCount;
    }

    private void CopyEscape()
    {
        var left = _in.Length - _at;
        if (left >= 2 && _in[_at + 1] != 'u')
        {
            Append((byte)'\\');
            Append(_in[_at + 1]);
            _at += 2;
            return;
        }
        if (ReadEscape(_at) is not { } unit)
        {
            // The end of what was read, or an escape that is none, which the parser then refuses.
            if (left >= 6) Append((byte)'\\');
            _at += left >= 6 ? 1 : left;
            return;
        }
        var isPair = char.IsHighSurrogate(unit) && ReadEscape(_at + 6) is { } low && char.IsLowSurrogate(low);
        if (isPair) _out.Write(_in.AsSpan(_at, 12));
        else WriteEscape(char.IsSurrogate(unit) ? '\uFFFD' : unit);
        _at += isPair ? 12 : 6;
    }

    private char? ReadEscape(int at) =>
        at + 6 <= _in.Length && _in[at] == '\\' && _in[at + 1] == 'u'
            && ushort.TryParse(_in.AsSpan(at + 2, 4), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var unit)
            ? (char)unit : null;

    private void WriteEscape(int unit) => _out.Write(Encoding.ASCII.GetBytes(FormattableString.Invariant($"\\u{unit:x4}")));

    private void Append(byte value)
    {
        _out.GetSpan(1)[0] = value;
        _out.Advance(1);
    }
}
