using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Debate.Core.Input;

namespace Debate.Argumentation.Formats;

/// <summary>
/// A framework read from a file, with the file's names of the arguments. It is read from bytes in one pass, in linear time and memory, so
/// that a file with a million attacks takes tens of milliseconds; no string is allocated per argument.
/// </summary>
public sealed class FrameworkFile
{
    /// <summary>Buffer size for the digits of any argument's number.</summary>
    public const int MaxNumberLength = 11;

    // Signs that a bare name cannot hold.
    private static readonly SearchValues<byte> Quotable = SearchValues.Create(" \t\n(),%\""u8);

    private readonly NameTable? _names;

    internal FrameworkFile(Framework framework, NameTable? names) => (Framework, _names) = (framework, names);

    /// <summary>The arguments and attacks.</summary>
    public Framework Framework { get; }

    /// <summary>The names of the formats that can be read: af (also called i23 and iccma23), apx, tgf.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["af", "apx", "tgf"];

    /// <summary>
    /// The framework in <paramref name="bytes"/>, the content of <paramref name="file"/>. <paramref name="format"/> is one of
    /// <see cref="Formats"/>; if it is null, the file's extension decides, and any other extension means af. Malformed input is an
    /// <see cref="InputException"/> with file, line and rule.
    /// </summary>
    public static FrameworkFile Read(string file, byte[] bytes, string? format = null) => NormaliseFormat(format, file) switch
    {
        "apx" => ApxFile.Read(file, bytes),
        "tgf" => TgfFile.Read(file, bytes),
        _ => new FrameworkFile(AfFile.Read(file, bytes), null),
    };

    /// <summary>Whether a name may stand in quotes, as in apx.</summary>
    internal bool QuotesNames { get; init; }

    /// <summary>An argument as an answer names it: as <see cref="NameOf(int, Span{byte})"/>, in quotes where the name holds blanks or the
    /// like and the format has quotes.</summary>
    internal ReadOnlySpan<byte> TermOf(int argument, Span<byte> room)
    {
        var name = NameOf(argument, room);
        return !QuotesNames || name.IndexOfAny(Quotable) < 0 ? name
            : Encoding.UTF8.GetBytes(Apx.Quote(Encoding.UTF8.GetString(name)));
    }

    /// <summary>The names in a line of an answer, which <see cref="TermOf"/> wrote with blanks between them.</summary>
    internal IEnumerable<string> SplitTerms(string line)
    {
        for (var at = 0; at < line.Length;)
        {
            if (line[at] == ' ')
            {
                at++;
                continue;
            }
            var end = at + 1;
            if (QuotesNames && line[at] == '"')
            {
                while (end < line.Length && line[end] != '"') end += line[end] == '\\' ? 2 : 1;
                end++;
            }
            else while (end < line.Length && line[end] != ' ') end++;
            end = Math.Min(end, line.Length);
            yield return line[at..end];
            at = end;
        }
    }

    /// <summary>The file's name of an argument in UTF-8, written to <paramref name="room"/> if it is a number.</summary>
    public ReadOnlySpan<byte> NameOf(int argument, Span<byte> room)
    {
        if (_names is not null) return _names[argument];
        Utf8Formatter.TryFormat(argument + 1, room, out var written);
        return room[..written];
    }

    /// <summary>The file's name of an argument.</summary>
    public string NameOf(int argument) => Encoding.UTF8.GetString(NameOf(argument, stackalloc byte[MaxNumberLength]));

    /// <summary>The argument with that name; an <see cref="InputException"/> if the file has none.</summary>
    public int GetArgument(string name)
    {
        if (_names is not null)
            return FindArgument(name) is >= 0 and var named
                ? named : throw new InputException($"argument '{name}': the file has no argument of that name");
        var isNumber = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        return isNumber && number >= 1 && number <= Framework.Count
            ? number - 1 : throw new InputException($"argument '{name}': it must be a whole number in 1..{Framework.Count}");
    }

    private int FindArgument(string name)
    {
        var found = _names!.Find(Encoding.UTF8.GetBytes(name));
        return found < 0 && QuotesNames && ApxFile.Unquote(name) is { } inner ? _names.Find(Encoding.UTF8.GetBytes(inner)) : found;
    }

    private static string NormaliseFormat(string? format, string file)
    {
        var extension = Path.GetExtension(file.AsSpan());
        if (format is null)
            return extension.Length > 1 && IsFormatExtension(extension[1..]) ? extension[1..].ToString().ToLowerInvariant() : "af";
        return format.ToLowerInvariant() switch
        {
            "af" or "i23" or "iccma23" => "af",
            "apx" => "apx",
            "tgf" => "tgf",
            _ => throw new InputException($"-fo '{format}': it must be one of {string.Join(", ", Formats)}"),
        };
    }

    private static bool IsFormatExtension(ReadOnlySpan<char> extension) =>
        extension.Equals("apx", StringComparison.OrdinalIgnoreCase) || extension.Equals("tgf", StringComparison.OrdinalIgnoreCase);
}
