using System.Buffers.Binary;
using System.Text.Json;
using System.Text;
using Debate.Core.Input;
using Debate.Rewards.Environments;

namespace Debate.Rewards.Judges;

/// <summary>
/// A judge as a JSON document: its origin in readable form, its parameters as base64 of 32-bit little-endian floats. Writing and reading
/// back is exact, bit for bit; equal judges give equal bytes.
/// </summary>
public static class JudgeFile
{
    private const string Format = "debate-judge";
    private const int Version = 1;
    private const int MaxParameters = 1 << 24;

    /// <summary>The document.</summary>
    public static byte[] Write(LearnedJudge judge)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteNumber("version", Version);
            json.WriteNumber("items", judge.Origin.Items);
            json.WriteString("weighting", judge.Origin.Weighting.ToString());
            json.WriteString("trainedOn", judge.Origin.TrainedOn);
            json.WriteNumber("seed", judge.Origin.Seed);
            json.WriteNumber("actions", judge.Network.Shape.Actions);
            json.WriteNumber("hidden", judge.Network.Shape.Hidden);
            json.WriteStartArray("features");
            foreach (var feature in judge.Features) json.WriteStringValue(feature);
            json.WriteEndArray();
            json.WriteBase64String("parameters", ToBytes(judge.Network.Parameters));
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    /// <summary>
    /// Reads a document; throws <see cref="InputException"/> with file and field if it is not one that <see cref="Write"/> produces.
    /// </summary>
    public static LearnedJudge Read(string text, string file)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return new FieldReader(document.RootElement, file).ReadJudge();
        }
        catch (JsonException wrong)
        {
            throw new InputException($"{file}: not a JSON document: {wrong.Message}", wrong);
        }
    }

    private static byte[] ToBytes(ReadOnlySpan<float> parameters)
    {
        var bytes = new byte[parameters.Length * sizeof(float)];
        for (var i = 0; i < parameters.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), parameters[i]);
        return bytes;
    }

    private sealed class FieldReader(JsonElement root, string file)
    {
        public LearnedJudge ReadJudge()
        {
            if (root.ValueKind != JsonValueKind.Object || ReadText("format") != Format) throw Error("format", $"it is not '{Format}'");
            if (ReadWholeNumber("version", 1, int.MaxValue) is var version && version != Version)
                throw Error("version", $"{version} is not {Version}, the one this program reads");
            string[] features = [.. GetField("features", JsonValueKind.Array).EnumerateArray().Select(ReadName)];
            if (features.Length == 0 || features.Distinct(StringComparer.Ordinal).Count() < features.Length)
                throw Error("features", "it must be a list of different names");
            var shape = new JudgeShape(features.Length, ReadWholeNumber("actions", 2, 10_000), ReadWholeNumber("hidden", 1, 4096));
            if ((2L * features.Length + shape.Actions + shape.Hidden + 3) * shape.Hidden > MaxParameters)
                throw Error("hidden", $"more than {MaxParameters} parameters");
            if (!Enum.TryParse<DemonstrationWeighting>(ReadText("weighting"), out var weighting) || !Enum.IsDefined(weighting)
                || ReadText("weighting") != weighting.ToString())
                throw Error("weighting", $"it is not one of {string.Join(", ", Enum.GetNames<DemonstrationWeighting>())}");
            var items = ReadWholeNumber("items", 1, features.Length);
            if (!GetField("seed", JsonValueKind.Number).TryGetInt64(out var seed)) throw Error("seed", "it is not a whole number");
            return new(new(shape, ReadParameters(shape.Parameters)), features, new(items, weighting, ReadText("trainedOn"), seed));
        }

        private float[] ReadParameters(int count)
        {
            if (!GetField("parameters", JsonValueKind.String).TryGetBytesFromBase64(out var bytes))
                throw Error("parameters", "it is not base64");
            if (bytes.Length != count * sizeof(float)) throw Error("parameters", $"{bytes.Length} bytes, not {count * sizeof(float)}");
            var parameters = new float[count];
            for (var i = 0; i < count; i++)
            {
                parameters[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
                if (!float.IsFinite(parameters[i])) throw Error("parameters", $"number {i} is not finite");
            }
            return parameters;
        }

        private string ReadName(JsonElement name) =>
            name.ValueKind == JsonValueKind.String ? name.GetString()! : throw Error("features", "it must be a list of different names");

        private string ReadText(string name) => GetField(name, JsonValueKind.String).GetString()!;

        private int ReadWholeNumber(string name, int min, int max) =>
            GetField(name, JsonValueKind.Number).TryGetInt32(out var number) && number >= min && number <= max
                ? number : throw Error(name, $"it is not a whole number in {min}..{max}");

        private JsonElement GetField(string name, JsonValueKind kind) => root.TryGetProperty(name, out var value) && value.ValueKind == kind
            ? value : throw Error(name, "it is missing or of another kind");

        private InputException Error(string name, string rule) => new($"{file}: {name}: {rule}");
    }
}

/// <summary>Where a judge comes from.</summary>
/// <param name="Items">Number of items of evidence that it was trained to see.</param>
/// <param name="Weighting">How demonstrations were sampled.</param>
/// <param name="TrainedOn">The demonstrations that it was trained on, in words.</param>
/// <param name="Seed">The seed of its training.</param>
public sealed record JudgeOrigin(int Items, DemonstrationWeighting Weighting, string TrainedOn, long Seed);

/// <summary>A trained judge: the network, the names of the items of evidence in the network's order, and its origin.</summary>
public sealed record LearnedJudge(JudgeNetwork Network, IReadOnlyList<string> Features, JudgeOrigin Origin)
{
    /// <summary>Whether it was trained to see all items: the full-state judge.</summary>
    public bool SeesFullState => Origin.Items == Features.Count;

    /// <summary>Throws <see cref="InputException"/> if the features or the number of actions differ from those of the training.</summary>
    public void EnsureMatches(FeatureTable features, int actions)
    {
        if (!features.Names.SequenceEqual(Features)) throw new InputException("judge: it was trained on other features");
        if (actions != Network.Shape.Actions) throw new InputException($"judge: it knows {Network.Shape.Actions} actions, not {actions}");
    }
}
