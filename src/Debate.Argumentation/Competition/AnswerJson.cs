using System.Globalization;
using System.Text.Json;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Competition;

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
