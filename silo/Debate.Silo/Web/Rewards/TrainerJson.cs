using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Debate.Silo.Web.Rewards;

/// <summary>
/// JSON as trainers in Python need it: names unchanged, and floats always with a decimal point or an exponent. Python parses 1 as an
/// integer, a tensor of integers has no mean, and a reward of exactly 1 would crash a training run.
/// </summary>
internal static class TrainerJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Converters = { new FloatConverter() },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A response in this JSON.</summary>
    public static IResult ToResult<T>(T body) => Results.Json(body, Options);

    /// <summary>A float as a JSON node.</summary>
    public static JsonNode ToNode(double value) => JsonNode.Parse(Format(value))!;

    private static string Format(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny('.', 'E') < 0 ? $"{text}.0" : text;
    }

    private sealed class FloatConverter : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) =>
            writer.WriteRawValue(Format(value));
    }
}
