using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Debate.Core;
using Debate.Core.Input;

namespace Debate.Networks;

/// <summary>
/// A trained network as a JSON document: what kind it is, the settings and names that decide its shape, what it was trained on, its
/// parameters as base64 of 32-bit little-endian floats. Writing and reading back is exact, bit for bit; equal networks give equal bytes, so
/// that the hash of the file (<see cref="FileHash"/>) stands for the network.
/// </summary>
/// <param name="Kind">The name of what it is, which knows how to use it.</param>
/// <param name="TrainedOn">What it was trained on, in words.</param>
/// <param name="Seed">The seed of its training.</param>
/// <param name="Parameters">All its parameters.</param>
public sealed record NetworkFile(string Kind, string TrainedOn, long Seed, float[] Parameters)
{
    private const string Format = "debate-network";
    private const int Version = 1, MaxParameters = 1 << 22, MaxNames = 1 << 18;

    /// <summary>Settings by name, such as widths and options.</summary>
    public ImmutableSortedDictionary<string, string> Settings { get; init; } = Empty<string>();

    /// <summary>Lists of names, such as the words and the classes that it knows, in the order of its parameters.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Names { get; init; } = Empty<ImmutableArray<string>>();

    /// <summary>Settings of names and values.</summary>
    public static ImmutableSortedDictionary<string, string> SettingsOf(params IEnumerable<KeyValuePair<string, string>> settings) =>
        Empty<string>().SetItems(settings);

    /// <summary>Lists of names.</summary>
    public static ImmutableSortedDictionary<string, ImmutableArray<string>> NamesOf(params (string Name, IReadOnlyList<string> List)[] lists) =>
        Empty<ImmutableArray<string>>().SetItems(lists.Select(list => KeyValuePair.Create(list.Name, list.List.ToImmutableArray())));

    /// <summary>SHA-256 of a file's bytes, 64 hexadecimal digits, as sha256sum prints it.</summary>
    public static string FileHash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>A setting that is a whole number in a range; throws <see cref="InputException"/> where it is not.</summary>
    public int Whole(string setting, int min, int max) =>
        Settings.TryGetValue(setting, out var text)
            && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number : throw new InputException($"network: {setting}: '{text}' is not a whole number in {min}..{max}");

    /// <summary>A list of names; throws <see cref="InputException"/> where there is none.</summary>
    public ImmutableArray<string> List(string name) =>
        Names.TryGetValue(name, out var list) ? list : throw new InputException($"network: {name}: the list is missing");

    /// <summary>The parameters; throws <see cref="InputException"/> where there are not as many as the shape wants.</summary>
    public float[] ParametersOf(ParameterLayout layout) => Parameters.Length == layout.Count
        ? Parameters : throw new InputException($"network: parameters: {Parameters.Length}, not the {layout.Count} of its shape");

    /// <summary>The document.</summary>
    public byte[] Write()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteNumber("version", Version);
            json.WriteString("kind", Kind);
            json.WriteString("trainedOn", TrainedOn);
            json.WriteNumber("seed", Seed);
            json.WriteStartObject("settings");
            foreach (var (name, value) in Settings) json.WriteString(name, value);
            json.WriteEndObject();
            json.WriteStartObject("names");
            foreach (var (name, list) in Names)
            {
                json.WriteStartArray(name);
                foreach (var item in list) json.WriteStringValue(item);
                json.WriteEndArray();
            }
            json.WriteEndObject();
            json.WriteBase64String("parameters", ToBytes(Parameters));
            json.WriteString("hash", ContentHash());
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    /// <summary>
    /// Reads a document; throws <see cref="InputException"/> with file, field and rule if it is not one that <see cref="Write"/> produces,
    /// or was changed since.
    /// </summary>
    /// <param name="text">The document.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="kind">The kind that is wanted; null takes any.</param>
    public static NetworkFile Read(string text, string file, string? kind = null)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return new FieldReader(document.RootElement, file).ReadNetwork(kind);
        }
        catch (JsonException wrong)
        {
            throw new InputException($"{file}: not a JSON document: {wrong.Message}", wrong);
        }
    }

    private static ImmutableSortedDictionary<string, TValue> Empty<TValue>() =>
        ImmutableSortedDictionary.Create<string, TValue>(StringComparer.Ordinal);

    private string ContentHash() => Digest.Hash256(ToBytes(Parameters),
    [
        Kind, TrainedOn, Seed.ToString(CultureInfo.InvariantCulture), .. Settings.SelectMany(pair => new[] { pair.Key, pair.Value }),
        .. Names.SelectMany(pair => pair.Value.Prepend(pair.Key)),
    ]);

    private static byte[] ToBytes(ReadOnlySpan<float> parameters)
    {
        var bytes = new byte[parameters.Length * sizeof(float)];
        for (var i = 0; i < parameters.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), parameters[i]);
        return bytes;
    }

    private sealed class FieldReader(JsonElement root, string file)
    {
        public NetworkFile ReadNetwork(string? kind)
        {
            if (root.ValueKind != JsonValueKind.Object || ReadText("format") != Format) throw Error("format", $"it is not '{Format}'");
            if (!GetField("version", JsonValueKind.Number).TryGetInt32(out var version) || version != Version)
                throw Error("version", $"it is not {Version}, the one this program reads");
            if (kind is not null && ReadText("kind") != kind) throw Error("kind", $"'{ReadText("kind")}' is not '{kind}'");
            if (!GetField("seed", JsonValueKind.Number).TryGetInt64(out var seed)) throw Error("seed", "it is not a whole number");
            var settings = GetField("settings", JsonValueKind.Object).EnumerateObject()
                .Select(field => KeyValuePair.Create(field.Name, Text(field.Value, "settings")));
            var names = GetField("names", JsonValueKind.Object).EnumerateObject()
                .Select(field => KeyValuePair.Create(field.Name, ReadList(field.Value)));
            var network = new NetworkFile(ReadText("kind"), ReadText("trainedOn"), seed, ReadParameters())
            {
                Settings = Empty<string>().SetItems(settings),
                Names = Empty<ImmutableArray<string>>().SetItems(names),
            };
            return ReadText("hash") == network.ContentHash()
                ? network : throw Error("hash", "the file was changed after it was written: train the network again");
        }

        private float[] ReadParameters()
        {
            if (!GetField("parameters", JsonValueKind.String).TryGetBytesFromBase64(out var bytes))
                throw Error("parameters", "it is not base64");
            if (bytes.Length % sizeof(float) != 0 || bytes.Length / sizeof(float) > MaxParameters)
                throw Error("parameters", $"{bytes.Length} bytes are not at most {MaxParameters} numbers of {sizeof(float)}");
            var parameters = new float[bytes.Length / sizeof(float)];
            for (var i = 0; i < parameters.Length; i++)
            {
                parameters[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
                if (!float.IsFinite(parameters[i])) throw Error("parameters", $"number {i} is not finite");
            }
            return parameters;
        }

        private ImmutableArray<string> ReadList(JsonElement list)
        {
            if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MaxNames)
                throw Error("names", $"they must be lists of at most {MaxNames} texts");
            return [.. list.EnumerateArray().Select(item => Text(item, "names"))];
        }

        private string Text(JsonElement value, string field) =>
            value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Error(field, "its values must be texts");

        private string ReadText(string name) => GetField(name, JsonValueKind.String).GetString()!;

        private JsonElement GetField(string name, JsonValueKind kind) => root.TryGetProperty(name, out var value) && value.ValueKind == kind
            ? value : throw Error(name, "it is missing or of another kind");

        private InputException Error(string name, string rule) => new($"{file}: {name}: {rule}");
    }
}
