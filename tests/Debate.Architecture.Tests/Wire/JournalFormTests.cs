using System.Text.Json;
using System.Text.Json.Serialization;
using CsCheck;
using Debate.Deliberation.Engine;

namespace Debate.Architecture.Tests.Wire;

/// <summary>Journal entries are read back exactly as they were written.</summary>
public sealed class JournalFormTests
{
    public static TheoryData<string> Kinds =>
        [.. typeof(EntryBody).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(EntryBody)) && !t.IsAbstract).Select(t => t.Name)];

    [Theory, MemberData(nameof(Kinds))]
    public void Entry_round_trips(string kind)
    {
        var (type, values) = EntrySamples.All.SingleOrDefault(e => e.Key.Name == kind);
        Assert.True(type is not null, $"{kind} is journaled: give EntrySamples.All values of it");
        values.Sample(body =>
        {
            var entry = JournalEntry.Seal("before", 3, "2/0", DateTimeOffset.UnixEpoch, body);
            var read = entry.ReadBody();
            Assert.IsType(type!, read);
            Assert.Equal(Json(body), Json(read));
            Assert.Equal(entry.Hash, JournalEntry.Seal("before", 3, "2/0", DateTimeOffset.UnixEpoch, read).Hash);
        }, iter: 60, seed: "0000000000002");
    }

    [Fact]
    public void Every_kind_of_entry_is_declared_with_a_word_of_its_own()
    {
        var declared = typeof(EntryBody).GetCustomAttributes(typeof(JsonDerivedTypeAttribute), false).Cast<JsonDerivedTypeAttribute>()
            .ToArray();
        Assert.Equal(Kinds.Select(row => row.Data).Order(), declared.Select(d => d.DerivedType.Name).Order());
        Assert.Equal(declared.Length, declared.Select(d => d.TypeDiscriminator).Distinct().Count());
    }

    [Fact]
    public void Line_of_the_index_round_trips() => Samples.Summary.Sample(line =>
    {
        var json = JsonSerializer.Serialize(line, JournalJsonOptions.SummaryInfo);
        // Whose it is stands in the key of the line, and in nothing else.
        Assert.Equal(line with { Id = new(line.Id.Value) }, JsonSerializer.Deserialize(json, JournalJsonOptions.SummaryInfo));
    }, iter: 60, seed: "0000000000002");

    private static string Json(EntryBody body) => JsonSerializer.Serialize(body, JournalJsonOptions.EntryInfo);
}
