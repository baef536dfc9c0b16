using System.Text;
using Debate.Core.Input;

namespace Debate.Argumentation.Formats;

/// <summary>
/// A cursor over the bytes of a text file, after its byte order mark if it has one. It does not count lines while reading; the line number
/// is computed only for an error. Spaces, tabs and carriage returns are blanks.
/// </summary>
internal ref struct ByteReader(string file, ReadOnlySpan<byte> bytes)
{
    private const int MaxShownLength = 40;
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at = bytes.StartsWith("\uFEFF"u8) ? "\uFEFF"u8.Length : 0;

    /// <summary>The next byte; 0 at the end, a value that no format allows inside.</summary>
    public readonly byte Next => _at < _bytes.Length ? _bytes[_at] : (byte)0;

    /// <summary>Whether the end was reached.</summary>
    public readonly bool IsAtEnd => _at >= _bytes.Length;

    /// <summary>The offset of the next byte.</summary>
    public readonly int Position => _at;

    /// <summary>Skips blanks.</summary>
    public void SkipBlanks()
    {
        while (_at < _bytes.Length && IsBlank(_bytes[_at])) _at++;
    }

    /// <summary>
    /// Skips blanks, line ends, and comments from <paramref name="comment"/> to the end of the line; false at the end of the file.
    /// </summary>
    public bool SkipToContent(byte comment)
    {
        for (; _at < _bytes.Length; _at++)
        {
            var next = _bytes[_at];
            if (next == comment) SkipLine();
            else if (next != '\n' && !IsBlank(next)) return true;
            // A comment that ends the file.
            if (_at == _bytes.Length) return false;
        }
        return false;
    }

    /// <summary>Moves to the end of the line, before its line feed.</summary>
    public void SkipLine()
    {
        var rest = _bytes[_at..].IndexOf((byte)'\n');
        _at = rest < 0 ? _bytes.Length : _at + rest;
    }

    /// <summary>Consumes one byte if it is <paramref name="expected"/>.</summary>
    public bool TryConsume(byte expected)
    {
        if (_at >= _bytes.Length || _bytes[_at] != expected) return false;
        _at++;
        return true;
    }

    /// <summary>Consumes the word if it is next.</summary>
    public bool TryConsume(ReadOnlySpan<byte> word)
    {
        if (!_bytes[_at..].StartsWith(word)) return false;
        _at += word.Length;
        return true;
    }

    /// <summary>
    /// Reads an integer in 1..<paramref name="max"/> that a blank or line end terminates; otherwise 0, and then only blanks were consumed.
    /// </summary>
    public int ReadNumber(int max)
    {
        SkipBlanks();
        // Locals, because nearly all time of reading a large file is spent here.
        var rest = _bytes[_at..];
        var (value, length) = (0L, 0);
        for (; length < rest.Length && (uint)(rest[length] - '0') <= 9 && value <= max; length++)
            value = value * 10 + (rest[length] - '0');
        if (value < 1 || value > max || (length < rest.Length && rest[length] != '\n' && !IsBlank(rest[length]))) return 0;
        _at += length;
        return (int)value;
    }

    /// <summary>Reads the bytes up to a blank, a line end or one of <paramref name="stops"/>; returns start and length.</summary>
    public (int Start, int Length) ReadWord(ReadOnlySpan<byte> stops)
    {
        var start = _at;
        while (_at < _bytes.Length && _bytes[_at] != '\n' && !IsBlank(_bytes[_at]) && !stops.Contains(_bytes[_at])) _at++;
        return (start, _at - start);
    }

    /// <summary>
    /// Reads what stands in double quotes, the first of which is next, on one line: start and length of the content, and whether it has
    /// escapes (a backslash before any sign). False if the line ends before the quotes do.
    /// </summary>
    public bool TryReadQuoted(out (int Start, int Length) content, out bool hasEscapes)
    {
        var start = ++_at;
        hasEscapes = false;
        for (; _at < _bytes.Length && _bytes[_at] is not ((byte)'"' or (byte)'\n'); _at++)
            if (_bytes[_at] == '\\' && _at + 1 < _bytes.Length && _bytes[_at + 1] != '\n')
            {
                hasEscapes = true;
                _at++;
            }
        content = (start, _at - start);
        return TryConsume((byte)'"');
    }

    /// <summary>A slice of the bytes.</summary>
    public readonly ReadOnlySpan<byte> Slice(int start, int length) => _bytes.Slice(start, length);

    /// <summary>Reads what is left of the line, without blanks around it; start and length.</summary>
    public (int Start, int Length) ReadRest()
    {
        SkipBlanks();
        var start = _at;
        SkipLine();
        var end = _at;
        while (end > start && IsBlank(_bytes[end - 1])) end--;
        return (start, end - start);
    }

    /// <summary>The next word for an error message, without consuming it.</summary>
    public readonly string PeekWord() => PeekWord(_at, []);

    /// <summary>The word at an offset, up to a blank, a line end or one of <paramref name="stops"/>, for an error message.</summary>
    public readonly string PeekWord(int at, ReadOnlySpan<byte> stops)
    {
        var rest = _bytes[at..];
        var length = 0;
        while (length < rest.Length && length < MaxShownLength && rest[length] != '\n' && !IsBlank(rest[length])
            && (length == 0 || !stops.Contains(rest[length]))) length++;
        var text = Encoding.UTF8.GetString(rest[..length]);
        return string.Concat(text.Where(c => !char.IsControl(c)));
    }

    /// <summary>An error at the current position.</summary>
    public readonly InputException Error(string rule) => Error(_at, rule);

    /// <summary>An error at an offset.</summary>
    public readonly InputException Error(int at, string rule) =>
        new(FormattableString.Invariant($"{file}: line {_bytes[..at].Count((byte)'\n') + 1}: {rule}"));

    private static bool IsBlank(byte next) => next is (byte)' ' or (byte)'\t' or (byte)'\r';
}
