using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Silo.Web;
using Debate.Silo.Web.Episodes;
using Debate.Silo.Web.Runs;

namespace Debate.EndToEnd.Tests;

/// <summary>Every field of every body of our own contracts, found from the records, so that a new one is covered by itself.</summary>
public sealed class BodyContractTests
{
    private static readonly Type[] Bodies = [typeof(RunRequest), typeof(RunDefinition), typeof(SeatsJoined), typeof(SeatsWithdrawn),
        typeof(Budget), typeof(StepRequest)];

    [Theory]
    [InlineData("null")]
    [InlineData("another kind")]
    [InlineData("misspelt")]
    [InlineData("twice")]
    public void Each_field_is_refused_by_its_name(string how)
    {
        var refused = 0;
        foreach (var body in Bodies)
        {
            var whole = CreateSample(body);
            Assert.Null(Refusal(body, whole));
            foreach (var (owner, name, path) in Fields(whole, ""))
            {
                var good = owner[name];
                if (how == "another kind" && IsAnyJson(body, path)) continue;
                var isMap = path.Contains(".x", StringComparison.Ordinal);
                if (how is "misspelt" or "twice" && isMap) continue;
                owner.Remove(name);
                owner[how == "misspelt" ? $"{name}x" : how == "twice" ? name.ToUpperInvariant() : name] = how switch
                {
                    "null" => null,
                    "another kind" => good is JsonArray or JsonValue ? new JsonObject() : new JsonArray(),
                    _ => good?.DeepClone(),
                };
                if (how == "twice") owner[name] = good?.DeepClone();
                var refusal = Refusal(body, whole);
                Assert.True(refusal is not null, $"{body.Name}: {path} was taken though it is {how}");
                Assert.StartsWith(how == "misspelt" ? $"{path}x: it is not a known field; did you mean '{name}'?" : path, refusal,
                    StringComparison.OrdinalIgnoreCase);
                if (how == "null") Assert.Contains("'null': it must", refusal, StringComparison.Ordinal);
                owner.Remove(name.ToUpperInvariant());
                owner.Remove($"{name}x");
                owner[name] = good;
                refused++;
            }
        }
        Assert.True(refused > 60, $"{refused} fields were tried");
    }

    [Fact]
    public void Items_of_lists_are_held_to_their_kind_too()
    {
        Assert.Equal("answers[1] 'null': it must be a text",
            Refusal(typeof(RunRequest), JsonNode.Parse("""{ "answers": ["a", null] }""")!));
        Assert.Equal("sampling.stop[0] '5': it must be a text",
            Refusal(typeof(RunRequest), JsonNode.Parse("""{ "sampling": { "stop": [5] } }""")!));
        Assert.Equal("seats: it is required", Refusal(typeof(SeatsJoined), JsonNode.Parse("{}")!));
        Assert.Equal("seats[0] 'null': it must be an object", Refusal(typeof(SeatsJoined), JsonNode.Parse("""{ "seats": [null] }""")!));
        Assert.Equal("options.rounds 'null': it must not be null",
            Refusal(typeof(RunRequest), JsonNode.Parse("""{ "options": { "rounds": null } }""")!));
    }

    [Theory]
    [InlineData("90s", true)]
    [InlineData("1h30m", true)]
    [InlineData("00:10:00", true)]
    [InlineData("10:00", false)]
    [InlineData("10", false)]
    public void A_duration_is_written_as_at_every_other_door(string time, bool valid) => Assert.Equal(valid,
        Refusal(typeof(Budget), new JsonObject { ["time"] = time }) is null);

    private static string? Refusal(Type type, JsonNode body)
    {
        using var document = JsonDocument.Parse(body.ToJsonString());
        try
        {
            new JsonContract(JsonBody.Options).Check(document.RootElement, type, "");
            Assert.NotNull(document.RootElement.Deserialize(type, JsonBody.Options));
            return null;
        }
        catch (InputException refusal)
        {
            return refusal.Message;
        }
    }

    /// <summary>A body with every field that its record has, and one item in every list and map.</summary>
    private static JsonNode CreateSample(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var info = JsonBody.Options.GetTypeInfo(type);
        if (info.Kind == JsonTypeInfoKind.Enumerable) return new JsonArray(CreateSample(info.ElementType!));
        if (info.Kind == JsonTypeInfoKind.Dictionary) return new JsonObject { ["x"] = CreateSample(info.ElementType!) };
        if (info.Kind != JsonTypeInfoKind.Object)
            return type == typeof(TimeSpan) ? "90s" : type == typeof(bool) ? true : type.IsEnum ? Enum.GetNames(type)[0].ToLowerInvariant()
                : type == typeof(int) || type == typeof(long) || type == typeof(double) || type == typeof(decimal) ? 1 : "x";
        var sample = new JsonObject();
        foreach (var property in info.Properties)
            // A problem's parts are problems: one level of them is enough.
            if (property.PropertyType.GetInterfaces().Append(property.PropertyType).All(t => !t.GenericTypeArguments.Contains(type)))
                sample[property.Name] = CreateSample(property.PropertyType);
        return sample;
    }

    private static IEnumerable<(JsonObject Owner, string Name, string Path)> Fields(JsonNode? node, string path)
    {
        if (node is JsonArray list) return list.ToArray().SelectMany((item, i) => Fields(item, $"{path}[{i}]"));
        return node is not JsonObject map ? [] : map.Select(f => f.Key).ToArray().SelectMany(name =>
            Fields(map[name], path.Length == 0 ? name : $"{path}.{name}")
            .Prepend((map, name, path.Length == 0 ? name : $"{path}.{name}")));
    }

    /// <summary>Whether any JSON but null may stand there: options of a protocol and graphs are read later.</summary>
    private static bool IsAnyJson(Type body, string path) => body == typeof(RunRequest) && path is "options.x" or "problem.graph";
}
