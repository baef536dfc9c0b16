using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Debate.Rewards.Judges;

/// <summary>
/// A judge as a JSON document: its origin in readable form, its parameters as base64 of 32-bit little-endian floats. Writing and reading
/// back is exact, bit for bit; equal judges give equal bytes.
/// </summary>
public static class JudgeFile
{
    private const string Format = "debate-judge";
    private const int Version = 1;
    private const int MostParameters = 1 << 24;

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
            json.WriteBase64String("parameters", Bytes(judge.Network.Parameters));
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
            return new Fields(document.RootElement, file).Judge();
        }
        catch (JsonException wrong)
        {
            throw new InputException($"{file}: not a JSON document: {wrong.Message}", wrong);
        }
    }

    private static byte[] Bytes(ReadOnlySpan<float> parameters)
    {
        var bytes = new byte[parameters.Length * sizeof(float)];
        for (var i = 0; i < parameters.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), parameters[i]);
        return bytes;
    }

    private sealed class Fields(JsonElement root, string file)
    {
        public LearnedJudge Judge()
        {
            if (root.ValueKind != JsonValueKind.Object || Text("format") != Format) throw Wrong("format", $"it is not '{Format}'");
            if (Whole("version", 1, int.MaxValue) is var version && version != Version)
                throw Wrong("version", $"{version} is not {Version}, the one this program reads");
            string[] features = [.. Of("features", JsonValueKind.Array).EnumerateArray().Select(Name)];
            if (features.Length == 0 || features.Distinct(StringComparer.Ordinal).Count() < features.Length)
                throw Wrong("features", "it must be a list of different names");
            var shape = new JudgeShape(features.Length, Whole("actions", 2, 10_000), Whole("hidden", 1, 4096));
            if ((2L * features.Length + shape.Actions + shape.Hidden + 3) * shape.Hidden > MostParameters)
                throw Wrong("hidden", $"more than {MostParameters} parameters");
            if (!Enum.TryParse<Weighting>(Text("weighting"), out var weighting) || !Enum.IsDefined(weighting)
                || Text("weighting") != weighting.ToString())
                throw Wrong("weighting", $"it is not one of {string.Join(", ", Enum.GetNames<Weighting>())}");
            var items = Whole("items", 1, features.Length);
            if (!Of("seed", JsonValueKind.Number).TryGetInt64(out var seed)) throw Wrong("seed", "it is not a whole number");
            return new(new(shape, Parameters(shape.Parameters)), features, new(items, weighting, Text("trainedOn"), seed));
        }

        private float[] Parameters(int count)
        {
            if (!Of("parameters", JsonValueKind.String).TryGetBytesFromBase64(out var bytes)) throw Wrong("parameters", "it is not base64");
            if (bytes.Length != count * sizeof(float)) throw Wrong("parameters", $"{bytes.Length} bytes, not {count * sizeof(float)}");
            var parameters = new float[count];
            for (var i = 0; i < count; i++)
            {
                parameters[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
                if (!float.IsFinite(parameters[i])) throw Wrong("parameters", $"number {i} is not finite");
            }
            return parameters;
        }

        private string Name(JsonElement name) =>
            name.ValueKind == JsonValueKind.String ? name.GetString()! : throw Wrong("features", "it must be a list of different names");

        private string Text(string name) => Of(name, JsonValueKind.String).GetString()!;

        private int Whole(string name, int least, int most) =>
            Of(name, JsonValueKind.Number).TryGetInt32(out var number) && number >= least && number <= most
                ? number : throw Wrong(name, $"it is not a whole number in {least}..{most}");

        private JsonElement Of(string name, JsonValueKind kind) => root.TryGetProperty(name, out var value) && value.ValueKind == kind
            ? value : throw Wrong(name, "it is missing or of another kind");

        private InputException Wrong(string name, string rule) => new($"{file}: {name}: {rule}");
    }
}
