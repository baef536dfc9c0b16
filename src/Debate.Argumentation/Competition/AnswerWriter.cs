using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Solving;
using Debate.Core.Input;
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
            WriteBytes(file.TermOf(extension[i], number));
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

/// <summary>
/// An answer as one JSON document: problem, argument, accepted, witness, extensions, complete (false if the limit was reached, so that
/// there may be more), count; a field that does not apply is absent.
/// </summary>
internal static class AnswerJson
{
    /// <summary>Writes the document and a line feed.</summary>
    public static void Write(Stream output, FrameworkFile file, SolveRequest request, Query query, Answer answer)
    {
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("problem", $"{Query.CodeOf(query.Kind)}-{query.Semantics.Code}");
            if (request.Argument is not null) json.WriteString("argument", request.Argument);
            if (query.Kind is not (QueryKind.Count or QueryKind.Extensions)) json.WriteBoolean("accepted", answer.Accepted);
            if (answer.Witness is { } witness) WriteExtension(json, "witness", witness, file);
            if (answer.Extensions is { } extensions)
            {
                WriteExtensions(json, extensions, file);
                json.WriteBoolean("complete", extensions.Count < query.Limit);
            }
            if (answer.Count is { } count)
            {
                json.WritePropertyName("count");
                json.WriteRawValue(count.ToString(CultureInfo.InvariantCulture), skipInputValidation: true);
            }
            json.WriteEndObject();
        }
        output.Write("\n"u8);
        output.Flush();
    }

    private static void WriteExtensions(Utf8JsonWriter json, IReadOnlyList<IReadOnlyList<int>> extensions, FrameworkFile file)
    {
        json.WriteStartArray("extensions");
        foreach (var extension in extensions) WriteExtension(json, null, extension, file);
        json.WriteEndArray();
    }

    private static void WriteExtension(Utf8JsonWriter json, string? field, IReadOnlyList<int> extension, FrameworkFile file)
    {
        if (field is not null) json.WritePropertyName(field);
        json.WriteStartArray();
        Span<byte> number = stackalloc byte[FrameworkFile.MaxNumberLength];
        for (var i = 0; i < extension.Count; i++) json.WriteStringValue(file.NameOf(extension[i], number));
        json.WriteEndArray();
    }
}

/// <summary>Parses the output of a solver of the competitions, ours or another, so that it can be checked.</summary>
public static class AnswerReader
{
    /// <summary>The answer in <paramref name="text"/>; null if it is not a possible answer to the query.</summary>
    public static Answer? Read(QueryKind kind, string text, FrameworkFile file)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0) return null;
        try
        {
            return kind switch
            {
                QueryKind.SomeExtension => lines[0] == "NO" ? new(false) : ReadSet(lines[0], file) is { } set ? new(true, set) : null,
                QueryKind.Extensions => ReadExtensions(lines, file),
                QueryKind.Count => BigInteger.TryParse(lines[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                    ? new(true, Count: count) : null,
                _ => lines[0] is "YES" or "NO" ? new(lines[0] == "YES", lines.Length > 1 ? ReadSet(lines[1], file) : null) : null,
            };
        }
        catch (InputException)
        {
            return null;
        }
    }

    private static Answer? ReadExtensions(string[] lines, FrameworkFile file)
    {
        IReadOnlyList<IReadOnlyList<int>?> sets = lines is ["NO"] ? [] : [.. lines.Select(l => ReadSet(l, file))];
        return sets.Any(s => s is null) ? null : new(sets.Count > 0, Extensions: [.. sets.OfType<IReadOnlyList<int>>()], Count: sets.Count);
    }

    private static List<int>? ReadSet(string line, FrameworkFile file)
    {
        string[] terms = [.. file.SplitTerms(line)];
        return terms is ["w", .. var names] ? [.. names.Select(file.GetArgument).Order()] : null;
    }
}
