using System.Text.Encodings.Web;
using System.Text.Json;
using CsCheck;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Tests.Readers;

/// <summary>Valid input in either of the two languages is read exactly.</summary>
public sealed class LanguageTests
{
    private static readonly JsonSerializerOptions Relaxed =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    private static readonly Gen<string> Text = Gen.OneOf(
        "a", "it's", "\"", "'", "\\", "\n", "{", "}", "[1]", ", ", ": ", "```",
        "\"x\": 1", "'y': 2", "\\frac", "True", " ", "\u00E9", "\u4ED6", "\U0001F600")
        .Array[0, 10].Select(string.Concat);

    private static readonly Gen<Dictionary<string, string>> Fields =
        Gen.Dictionary(Gen.OneOf("answer", "Reason", "Supported Side", "x_1"), Text)[1, 4];

    private static void ReadsBack(Dictionary<string, string> fields, string reply)
    {
        var read = StructuredReply.Read(reply);
        Assert.NotNull(read);
        Assert.Equal(fields.Count, read.Fields.Count);
        foreach (var (name, text) in fields) Assert.Equal(text, read.FindText(name));
    }

    [Fact]
    public void Any_json_object_is_read_exactly() => Fields.Sample(fields =>
    {
        ReadsBack(fields, JsonSerializer.Serialize(fields));
        ReadsBack(fields, $"So:\n```json\n{JsonSerializer.Serialize(fields, Relaxed)}\n```");
    }, seed: "0000KOIPe3Cq1", iter: 3000, threads: 1);

    [Fact]
    public void Any_python_dict_is_read_exactly() => Fields.Sample(fields =>
    {
        var items = fields.Select(f => $"{Literal(f.Key)}: {Literal(f.Value)}");
        ReadsBack(fields, "I say {" + string.Join(", ", items) + "}");
    }, seed: "0000KOIPe3Cq1", iter: 3000, threads: 1);

    /// <summary>The literal as Python prints it: double quotes only if the text has an apostrophe and no double quote.</summary>
    private static string Literal(string text)
    {
        var quote = text.Contains('\'') && !text.Contains('"') ? "\"" : "'";
        return quote + text.Replace("\\", "\\\\").Replace("\n", "\\n").Replace(quote, "\\" + quote) + quote;
    }
}
