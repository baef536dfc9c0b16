using System.Text.Json;
using Debate.Argumentation.Certificates;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Semantics;
using Debate.Argumentation.Solving;
using Encoding = System.Text.Encoding;

namespace Debate.Argumentation.Competition;

/// <summary>Writes information about the solve tool: as lines in the competition's format, or as one JSON document.</summary>
internal static class SolverAbout
{
    private const string Author = "the Debate authors", Name = "debate-solve";

    /// <summary>Writes the information that <paramref name="action"/> requests; it must not be <see cref="SolveAction.Answer"/>.</summary>
    public static void Write(Stream output, SolveAction action, bool json)
    {
        if (json)
        {
            using var writer = new Utf8JsonWriter(output);
            writer.WriteStartObject();
            Write(writer, action);
            writer.WriteEndObject();
            writer.Flush();
            output.Write("\n"u8);
        }
        else foreach (var line in Lines(action)) output.Write(Encoding.UTF8.GetBytes(line + "\n"));
        output.Flush();
    }

    private static IEnumerable<string> Lines(SolveAction action) => action switch
    {
        SolveAction.Problems => [$"[{string.Join(',', Problems())}]"],
        SolveAction.Formats => [$"[{string.Join(',', FrameworkFile.Formats)}]"],
        SolveAction.Certificates => CertificateTable.Rows.Select(FormatRow),
        _ => [$"{Name} {Version}", Author],
    };

    private static void Write(Utf8JsonWriter json, SolveAction action)
    {
        switch (action)
        {
            case SolveAction.Problems: Write(json, "problems", Problems()); break;
            case SolveAction.Formats: Write(json, "formats", FrameworkFile.Formats); break;
            case SolveAction.Certificates: Write(json, CertificateTable.Rows); break;
            default:
                json.WriteString("name", Name);
                json.WriteString("version", Version);
                json.WriteString("author", Author);
                break;
        }
    }

    private static void Write(Utf8JsonWriter json, string field, IEnumerable<string> texts)
    {
        json.WriteStartArray(field);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, IEnumerable<CertificateRow> rows)
    {
        json.WriteStartArray("certificates");
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteString("problem", FormatProblem(row));
            json.WriteString("answer", row.Answer);
            json.WriteString("evidence", Describe(row.ProofKind));
            if (row.Note.Length > 0) json.WriteString("note", row.Note);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static string? Version => typeof(SolverAbout).Assembly.GetName().Version?.ToString(3);

    private static string FormatProblem(CertificateRow row) => $"{Query.CodeOf(row.Task)}-{row.Semantics}";

    private static IEnumerable<string> Problems() =>
        from kind in Query.Kinds
        from semantics in SemanticsCatalogue.Entries
        select $"{Query.CodeOf(kind)}-{semantics.Code}";

    private static string FormatRow(CertificateRow row) =>
        $"{FormatProblem(row),-6}  {row.Answer,-6}  {Describe(row.ProofKind)}{(row.Note.Length > 0 ? $": {row.Note}" : "")}";

    private static string Describe(ProofKind evidence) => evidence switch
    {
        ProofKind.Set => "the set, checked in linear time",
        ProofKind.SetAndRefutation => "the set and a checked refutation",
        ProofKind.Attacks => "the attacks, checked in linear time",
        ProofKind.Refutation => "a checked refutation",
        ProofKind.JustifiedRefutation => "a checked refutation, clauses justified by admissible sets",
        ProofKind.Partly => "partly",
        ProofKind.Impossible => "impossible",
        _ => "unproved",
    };
}
