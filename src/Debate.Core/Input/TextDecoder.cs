using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Debate.Core.Input;

/// <summary>
/// Decodes files that hold text, strictly: a byte that is none of the encoding's is an <see cref="InputException"/> with the file, the line
/// and the byte, never a replacement character, which would make two names one. UTF-8 unless an encoding is given; a byte order mark of
/// UTF-8, UTF-16 or UTF-32 is believed and removed.
/// </summary>
public static class TextDecoder
{
    private static readonly Encoding StrictUtf8 = new UTF8Encoding(false, true);

    /// <summary>The encodings that a byte order mark names; UTF-32's begins with that of UTF-16, so it is looked for first.</summary>
    private static readonly Encoding[] Marked =
        [new UTF8Encoding(true, true), new UTF32Encoding(false, true, true), new UTF32Encoding(true, true, true),
            new UnicodeEncoding(false, true, true), new UnicodeEncoding(true, true, true)];

    /// <summary>The encoding of that name; for another an <see cref="InputException"/> that begins with the option.</summary>
    /// <param name="option">What gave the name, for the message.</param>
    /// <param name="name">A name of IANA's (utf-8, latin1, windows-1252, gbk, shift_jis, utf-16, ...), or cp and a number.</param>
    public static Encoding Find(string option, string name)
    {
        var (failing, strict) = (EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        var isPage = name.StartsWith("cp", StringComparison.OrdinalIgnoreCase) && int.TryParse(name.AsSpan(2), out _);
        var known = isPage ? "windows-" + name[2..] : name;
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(known, failing, strict) ?? Encoding.GetEncoding(known, failing, strict);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw new InputException(
                $"{option} '{name}': no encoding of that name is known; for example utf-8, latin1, windows-1252, gbk, shift_jis, utf-16",
                error);
        }
    }

    /// <summary>The text of a file.</summary>
    /// <param name="bytes">The content of the file.</param>
    /// <param name="name">The file's name, for the message.</param>
    /// <param name="encoding">How it was encoded, with fallbacks that throw; null for UTF-8.</param>
    /// <param name="remedy">What the message advises, after a semicolon.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, string name, Encoding? encoding = null, string remedy = "save it as UTF-8")
    {
        foreach (var marked in Marked)
            if (bytes.StartsWith(marked.Preamble)) return DecodeBody(bytes, marked.Preamble.Length, name, marked, remedy);
        var text = DecodeBody(bytes, 0, name, encoding ?? StrictUtf8, remedy);
        return text.Contains('\0', StringComparison.Ordinal)
            ? throw new InputException($"{name}, line {CountLines(text, text.IndexOf('\0'))}: a byte of zero, which no text has; {remedy}")
            : text;
    }

    /// <summary>Reads a stream to its end and throws as <see cref="Decode"/> does if it is not UTF-8; for files too large to
    /// hold.</summary>
    public static void RequireUtf8(Stream stream, string name)
    {
        var (bytes, chars) = (new byte[1 << 16], new char[1 << 16]);
        var (kept, line, start) = (0, 1, 0L);
        for (int read; (read = stream.Read(bytes, kept, bytes.Length - kept)) > 0 || kept > 0;)
        {
            var block = bytes.AsSpan(0, kept + read);
            var status = Utf8.ToUtf16(block, chars, out var used, out _, replaceInvalidSequences: false, isFinalBlock: read == 0);
            if (status is OperationStatus.InvalidData) throw Undecodable(name, line, block, used, StrictUtf8, "save it as UTF-8", start);
            line += block[..used].Count((byte)'\n');
            if (block[..used].LastIndexOf((byte)'\n') is >= 0 and var last) start = -last - 1;
            start += used;
            block[used..].CopyTo(bytes);
            kept = block.Length - used;
        }
    }

    private static string DecodeBody(ReadOnlySpan<byte> bytes, int skip, string name, Encoding encoding, string remedy)
    {
        var body = bytes[skip..];
        try
        {
            return encoding.GetString(body);
        }
        catch (DecoderFallbackException error)
        {
            var at = Math.Clamp(error.Index, 0, body.Length - 1);
            if (encoding is UTF8Encoding) Utf8.ToUtf16(body, new char[body.Length], out at, out _, replaceInvalidSequences: false);
            throw Undecodable(name, 1, body, at, encoding, remedy, skip);
        }
    }

    /// <param name="name">The file.</param>
    /// <param name="line">The line at which the block begins, from 1.</param>
    /// <param name="block">The bytes around the wrong one.</param>
    /// <param name="at">The wrong one's place in them.</param>
    /// <param name="encoding">What it is not.</param>
    /// <param name="remedy">What to do.</param>
    /// <param name="before">Bytes of the block's first line that stand before the block.</param>
    private static InputException Undecodable(
        string name, int line, ReadOnlySpan<byte> block, int at, Encoding encoding, string remedy, long before)
    {
        var last = block[..at].LastIndexOf((byte)'\n');
        var column = last < 0 ? before + at + 1 : at - last;
        return new($"{name}, line {line + block[..at].Count((byte)'\n')}: byte {column} of the line, 0x{block[at]:X2}, "
            + $"is not {encoding.WebName.ToUpperInvariant()}; {remedy}");
    }

    private static int CountLines(string text, int end) => text.AsSpan(0, end).Count('\n') + 1;
}
