using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Debate.Silo.Web.Rewards;

/// <summary>
/// JSON as trainers in Python need it: names as they are, and a number that is a float always with a point. Python reads 1 as an integer, a
/// tensor of integers has no mean, and a training run would die of a reward of exactly 1.
/// </summary>
internal static class TrainerJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Converters = { new FloatForm() },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A reply.</summary>
    public static IResult Of<T>(T body) => Results.Json(body, Options);

    /// <summary>A float as a node.</summary>
    public static JsonNode Node(double value) => JsonNode.Parse(Text(value))!;

    private static string Text(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny('.', 'E') < 0 ? $"{text}.0" : text;
    }

    private sealed class FloatForm : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => writer.WriteRawValue(Text(value));
    }
}
