using System.Text.Json.Nodes;
using Debate.Cli.Input;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Answers.Questions;
using Parquet.Schema;
using Parquet.Serialization;

namespace Debate.EndToEnd.Tests.Questions;

/// <summary>Questions in Parquet are those of the same rows in JSON.</summary>
public sealed class ParquetTests
{
    public static TheoryData<string> Names => [.. PublishedRows.All.Keys];

    [Theory, MemberData(nameof(Names))]
    public async Task Each_form_is_read_from_Parquet_as_from_JSON(string name)
    {
        var form = PublishedRows.All[name];
        var (rows, broken) = (Parse(form.Lines), Parse(form.BrokenLines));
        var expected = QuestionFile.Read(form.Rows, "q.jsonl");
        Assert.Equal(expected.Select(Show), (await ReadAsync(rows)).Select(Show));
        if (!Fits(broken[^1], rows[0])) return;
        var error = await Assert.ThrowsAsync<InputException>(() => ReadAsync(broken));
        Assert.StartsWith("q.parquet, row 5: ", error.Message, StringComparison.Ordinal);
        Assert.Contains($"\"{form.Field}\"", error.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// A file by Apache Arrow's own writer (C++, as Hugging Face uses it): snappy, dictionaries, lists of two and three, nulls, umlauts.
    /// </summary>
    [Fact]
    public async Task A_file_of_Arrow_is_read()
    {
        var rows = await ParquetRows.ReadAsync(File.ReadAllBytes(Path.Combine(
            SharedData.Repository, "tests", "Debate.EndToEnd.Tests", "Questions", "arrow.parquet")), "q.parquet");
        var read = QuestionFile.Read(rows, "q.parquet", QuestionContainer.Parquet, new());
        Assert.Equal(["sun0", "moon", "wind", "moon3", "sun4"], read.Questions.Select(q => q.Answers.Single()));
        Assert.Equal(["moon3", "sun"], read.Questions[3].Choices);
        Assert.Equal("What is 4? \u00FC", read.Questions[4].Text);
        Assert.Equal("q.parquet: read as ARC, OpenBookQA or CommonsenseQA; not used: n, b", read.Note);
    }

    [Fact]
    public async Task What_is_no_Parquet_is_refused_by_name()
    {
        var whole = await WriteAsync(Parse(PublishedRows.All["arc"].Lines));
        foreach (var cut in new[] { 4, whole.Length / 3, whole.Length - 9 })
        {
            var error = await Assert.ThrowsAsync<InputException>(() => ParquetRows.ReadAsync(whole[..cut], "q.parquet"));
            Assert.StartsWith("q.parquet: it cannot be read as Parquet: ", error.Message, StringComparison.Ordinal);
        }
    }

    private static async Task<IReadOnlyList<Problem>> ReadAsync(JsonObject[] rows)
    {
        var read = await ParquetRows.ReadAsync(await WriteAsync(rows), "q.parquet");
        return QuestionFile.Read(read, "q.parquet", QuestionContainer.Parquet, new()).Questions;
    }

    private static async Task<byte[]> WriteAsync(JsonObject[] rows)
    {
        using var stream = new MemoryStream();
        var cells = rows.Select(row => (IDictionary<string, object?>)ToCell(row)!).ToArray();
        await ParquetSerializer.SerializeUntypedAsync(cells, new([.. rows[0].Select(f => ToField(f.Key, f.Value))]), stream);
        return stream.ToArray();
    }

    private static Field ToField(string name, JsonNode? value) => value switch
    {
        JsonObject record => new StructField(name, [.. record.Select(f => ToField(f.Key, f.Value))]),
        JsonArray list => new ListField(name, ToField("element", list[0])),
        JsonValue scalar when scalar.TryGetValue<bool>(out _) => new DataField(name, typeof(bool?)),
        JsonValue scalar when scalar.TryGetValue<long>(out _) => new DataField(name, typeof(long?)),
        _ => new DataField(name, typeof(string)),
    };

    private static object? ToCell(JsonNode? value) => value switch
    {
        null => null,
        JsonObject record => record.ToDictionary(f => f.Key, f => ToCell(f.Value)),
        JsonArray list => ToList([.. list.Select(ToCell)]),
        JsonValue scalar when scalar.TryGetValue<bool>(out var truth) => truth,
        JsonValue scalar when scalar.TryGetValue<long>(out var number) => number,
        _ => value.GetValue<string>(),
    };

    /// <summary>The library writes lists of the very type of their columns.</summary>
    private static object ToList(object?[] items) => items.FirstOrDefault() switch
    {
        IDictionary<string, object?> => items.Cast<IDictionary<string, object?>>().ToList(),
        long => items.Cast<long?>().ToList(),
        _ => items.Select(item => (ReadOnlyMemory<char>?)((string)item!).AsMemory()).ToList(),
    };

    /// <summary>Whether a row can stand in the columns of another: Parquet's have one kind.</summary>
    private static bool Fits(JsonNode? row, JsonNode? other) => (row, other) switch
    {
        (null, _) or (_, null) => true,
        (JsonObject a, JsonObject b) => a.Count == b.Count && a.All(f => b.ContainsKey(f.Key) && Fits(f.Value, b[f.Key])),
        (JsonArray a, JsonArray b) => a.Count == 0 || b.Count == 0 || Fits(a[0], b[0]),
        _ => row.GetValueKind() == other.GetValueKind(),
    };

    private static JsonObject[] Parse(string[] lines) => [.. lines.Select(line => JsonNode.Parse(line)!.AsObject())];

    private static string Show(Problem problem) =>
        string.Join(" / ", [problem.Key, problem.PromptText, .. problem.Answers, "not", .. problem.WrongAnswers, problem.Explanation]);
}
