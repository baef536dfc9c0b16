using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json;
using Debate.Core.Input;
using Debate.Deliberation;

namespace Debate.Silo.Web.Rewards;

/// <summary>The fields of a request's JSON object; errors name the field, the kind of value and the rule.</summary>
internal sealed class RequestFields(JsonObject root, string place = "")
{
    private const int MaxDepth = 32;

    /// <summary>Values in errors as they were sent: people read them, and no page shows them unencoded.</summary>
    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public JsonObject Root => root;

    /// <summary>The limits of what stands in it.</summary>
    public ServerLimits Limits { get; private init; } = ServerLimits.Default;

    /// <summary>Reads the object in a request's body.</summary>
    public static async Task<RequestFields> ReadAsync(HttpContext context)
    {
        using var body = await context.RequestServices.GetRequiredService<RequestBodies>().ReceiveAsync(context);
        // Not disposed: the fields read from it as long as the request lasts.
        var document = JsonBody.Parse(body.Bytes, MaxDepth, context);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? new(JsonObject.Create(document.RootElement)!) { Limits = context.RequestServices.GetRequiredService<ServerOptions>().Limits }
            : throw new InputException("body: it must be a JSON object");
    }

    /// <summary>
    /// Holds a request of our own contract to its fields: throws for any other, so that a misspelt one is not ignored, and for a null,
    /// which
    /// trainers' contracts take for absent.
    /// </summary>
    public RequestFields AllowOnly(params IReadOnlyCollection<string> known)
    {
        foreach (var (field, value) in root)
            if (!known.Contains(field)) throw CreateError(field, Suggestions.DescribeUnknownField(field, known), "");
            else if (value is null) throw CreateError(field, "must have a value or be left out");
        return this;
    }

    public bool Has(string field) => root.TryGetPropertyValue(field, out var value) && value is not null;

    public string? Text(string field) => Has(field) ? Text(root[field], field) : null;

    public string RequiredText(string field) => Text(field) ?? throw CreateError(field, "is required");

    /// <summary>A text as it is, any other value as its JSON, so that labels may be objects.</summary>
    public string? TextOrJson(string field) => Has(field) ? TextOrJson(root[field], field) : null;

    public int? Integer(string field, int min, int max) => !Has(field) ? null
        : root[field] is JsonValue value && value.TryGetValue<int>(out var number) && number >= min && number <= max ? number
        : throw CreateError(field, $"must be a whole number from {min} to {max}");

    public bool Boolean(string field) => Has(field) && (root[field] is JsonValue value && value.TryGetValue<bool>(out var flag)
        ? flag
        : throw CreateError(field, "must be true or false"));

    public double? Number(string field, double min, double max) => !Has(field) ? null
        : root[field] is JsonValue value && value.TryGetValue<double>(out var number) && number >= min && number <= max ? number
        : throw CreateError(field, FormattableString.Invariant($"must be a number from {min} to {max}"));

    /// <summary>A batch of texts.</summary>
    public IReadOnlyList<string> Texts(string field) => [.. Batch(field).Select((n, i) => Text(n, $"{field}[{i}]"))];

    /// <summary>A batch of texts, or of any values as their JSON.</summary>
    public IReadOnlyList<string?> TextsOrJson(string field) =>
        [.. Batch(field).Select((n, i) => n is null ? null : TextOrJson(n, $"{field}[{i}]"))];

    /// <summary>A list of at most as many items as a batch may have.</summary>
    public JsonArray Batch(string field) => List(field) is var list && list.Count <= Limits.Batch ? list
        : throw CreateError(field, $"must be at most {Limits.Batch} items (limit batch), and has {list.Count}");

    public bool IsList(string field) => root[field] is JsonArray;

    public JsonArray List(string field) => root[field] as JsonArray ?? throw CreateError(field, "must be a list");

    public IReadOnlyList<RequestFields> Objects(string field) => [.. List(field).Select((n, i) => Object(n, $"{field}[{i}]"))];

    public RequestFields Object(string field) => Object(root[field], field);

    public InputException CreateError(string field, string rule) => CreateError(field, rule, Describe(field));

    private InputException CreateError(string field, string rule, string value) =>
        new ValidationError(field, value, rule).ToException(place);

    private string Describe(string field) => root.TryGetPropertyValue(field, out var value) ? Describe(value) : "";

    private static string Describe(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject => "{...}",
        JsonArray => "[...]",
        _ => value.ToJsonString(Plain).Trim('"'),
    };

    private RequestFields Object(JsonNode? node, string field) =>
        node is JsonObject inner ? new(inner, $"{place}{field}.") { Limits = Limits } : throw CreateError(field, "must be an object", Describe(node));

    private string Text(JsonNode? node, string field) =>
        ReadString(node, field) ?? throw CreateError(field, "must be a text", Describe(node));

    private string TextOrJson(JsonNode? node, string field)
    {
        if (ReadString(node, field) is { } text) return text;
        var json = node!.ToJsonString();
        return json.Length <= Limits.Text ? json : throw new HttpProblemException(StatusCodes.Status413PayloadTooLarge,
            $"{place}{field}: {json.Length} characters of JSON, and at most {Limits.Text} are taken (limit text)");
    }

    private string? ReadString(JsonNode? node, string field)
    {
        try
        {
            return node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
        }
        catch (InvalidOperationException broken)
        {
            throw new InputException($"{place}{field}: it has half a character, a surrogate without the other one", broken);
        }
    }
}

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
