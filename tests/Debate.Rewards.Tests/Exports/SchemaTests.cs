using System.Text.Json.Nodes;
using CsCheck;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Rewards.Exports;
using Parquet.Schema;

namespace Debate.Rewards.Tests.Exports;

/// <summary>Every export has the columns, types and forms that its readers require, in both formats.</summary>
public sealed class SchemaTests
{
    /// <summary>The data formats of TRL and RewardBench and the rows of verl, as documented; our own columns follow.</summary>
    private static readonly Dictionary<string, string> Contracts = new(StringComparer.Ordinal)
    {
        ["sft"] = "prompt:P completion:P",
        ["dpo"] = "prompt:P chosen:P rejected:P score_chosen:float64 score_rejected:float64",
        ["kto"] = "prompt:P completion:P label:bool",
        ["prm"] = "prompt:string completions:list<string> labels:list<bool>",
        ["grpo"] = "prompt:P ground_truth:string? source:string seat:string turn:string completion:string? reward:float64? "
            + "policy_version:string? token_ids:list<int32>? log_probs:list<float64>?",
        ["verl"] = "data_source:string prompt:list<{role, content}> ability:string reward_model.style:string reward_model.ground_truth:string "
            + "extra_info.split:string extra_info.index:int64 extra_info.problem:string extra_info.source:string extra_info.seat:string "
            + "extra_info.turn:string response:string? reward:float64? policy_version:string? response_ids:list<int32>? response_log_probs:list<float64>?",
        ["rewardbench"] = "id:string subset:string prompt:P text_chosen:P text_rejected:P results:float64 chosen_model:string "
            + "rejected_model:string model:string model_type:string",
    };

    public static TheoryData<string, bool> Forms => new(
        from form in DatasetForms.All
        from conversational in new[] { false, true }
        where conversational ? form.HasConversational : form.HasStandard
        select (form.Name, conversational));

    [Theory, MemberData(nameof(Forms))]
    public async Task Columns_are_those_of_the_contract_and_both_formats_hold_the_same_rows(string name, bool conversational)
    {
        var prompt = conversational ? "list<{role, content}>" : "string";
        var columns = DatasetForms.Find(name, conversational).Columns(conversational);
        Assert.Equal(Contracts[name].Replace(":P", $":{prompt}"), string.Join(' ', columns.Select(c => $"{c.Name}:{c.Type}")));
        var options = new ExportOptions { IsConversational = conversational };
        var runs = new[] { await PlayedRuns.DebateAsync(), await PlayedRuns.SamplesAsync(), await PlayedRuns.DebateAsync("affirmative"),
            await PlayedRuns.AnswersAsync() };
        var json = await MemoryExport.JsonAsync(name, options, runs);
        Assert.NotEmpty(json);
        foreach (var row in json) Fits(columns, row);
        var (schema, rows) = await MemoryExport.ParquetAsync(name, options, runs);
        Assert.Equal(columns.Select(c => c.Record ?? c.Name).Distinct(), schema.Fields.Select(f => f.Name));
        Assert.All(schema.GetDataFields(), f => Assert.Contains(f.ClrType, ParquetTypes));
        Assert.Equal(json.Select(Known), rows.Select(Known));
    }

    [Fact]
    public void Forms_are_told_apart_and_refused_where_there_is_none()
    {
        Assert.Equal(Contracts.Keys.Order(), DatasetForms.All.Select(f => f.Name).Order());
        Assert.Contains("--conversational", Assert.Throws<InputException>(() => DatasetForms.Find("prm", true)).Message);
        Assert.Contains("grpo", Assert.Throws<InputException>(() => DatasetForms.Find("nothing", false)).Message);
    }

    [Fact]
    public Task Any_rows_are_read_back_from_Parquet_as_from_JSON_lines() => Rows.SampleAsync(async rows =>
    {
        var json = MemoryExport.Lines(await MemoryExport.BytesAsync("jsonl", All, rows));
        var (_, parquet) = await MemoryExport.ReadAsync(await MemoryExport.BytesAsync("parquet", All, rows));
        Assert.Equal(json.Select(Known), parquet.Select(Known));
    }, iter: 60, seed: "0000000000004");

    private static readonly Type[] ParquetTypes = [typeof(ReadOnlyMemory<char>), typeof(bool), typeof(long), typeof(double), typeof(int)];

    private static readonly System.Collections.Immutable.ImmutableArray<Column> All =
    [
        new("text", CellKind.Text), new("text_or_null", CellKind.Text, true), new("inner.flag", CellKind.Flag),
        new("inner.whole", CellKind.Whole, true),
        new("inner.text", CellKind.Text, true), new("real", CellKind.Real, true), new("texts", CellKind.Texts),
        new("flags", CellKind.Flags, true),
        new("wholes", CellKind.Wholes, true), new("reals", CellKind.Reals), new("messages", CellKind.Messages, true),
    ];

    private static readonly Gen<string> Said =
        Gen.OneOf(Gen.Const(""), Gen.Const("é 漢 😀 \n \"\\\u2028"), Gen.String[Gen.Char[' ', '~'], 0, 30]);
    private static readonly Gen<double> Number = Gen.Double[-1e9, 1e9];
    private static readonly Gen<ChatMessage> Message = Gen.Select(Gen.Enum<Role>(), Said, (role, text) => new ChatMessage(role, text));

    private static readonly Gen<object?[][]> Rows = Gen.Select(
        Gen.Select(Said, Maybe(Said), Gen.Bool, Maybe(Gen.Long.Select(l => (object)l)), Maybe(Said)),
        Gen.Select(Maybe(Number.Select(d => (object)d)), Said.Array[0, 3], Maybe(Gen.Bool.Array[0, 3]), Maybe(Gen.Int.Array[0, 3])),
        Gen.Select(Number.Array[0, 3], Maybe(Message.Array[0, 3])),
        (a, b, c) => new object?[] { a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, b.Item1, b.Item2, b.Item3, b.Item4, c.Item1, c.Item2 })
        .Array[0, 12];

    private static Gen<object?> Maybe<T>(Gen<T> gen) where T : class =>
        Gen.Select(Gen.Bool, gen, (there, value) => there ? (object?)value : null);

    /// <summary>A row without its nulls, which readers of Parquet omit.</summary>
    private static string Known(JsonNode row) => new JsonObject(((JsonObject)row.DeepClone()).Where(p => p.Value is not null)
        .Select(p => KeyValuePair.Create(p.Key, p.Value is JsonObject inner ? JsonNode.Parse(Known(inner)) : p.Value!.DeepClone()))!)
        .ToJsonString();

    private static void Fits(IEnumerable<Column> columns, JsonNode row)
    {
        var (count, all) = (0, columns.ToArray());
        foreach (var column in all)
        {
            var holder = column.Record is { } record ? row[record]!.AsObject() : row.AsObject();
            Assert.True(holder.ContainsKey(column.LeafName), column.Name);
            count++;
            if (column.Kind != CellKind.Messages) continue;
            var messages = holder[column.LeafName]!.AsArray();
            Assert.NotEmpty(messages);
            Assert.All(messages, m => Assert.Equal(["role", "content"], m!.AsObject().Select(p => p.Key)));
            Assert.All(messages, m => Assert.Contains((string?)m!["role"], new[] { "system", "user", "assistant" }));
        }
        Assert.Equal(all.Length, count);
        Assert.Equal(all.Select(c => c.Record ?? c.Name).Distinct(), row.AsObject().Select(p => p.Key));
    }
}
