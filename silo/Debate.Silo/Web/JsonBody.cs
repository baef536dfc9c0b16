using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Debate.Contracts;
using Debate.Core.Input;
using Debate.Deliberation;
using Microsoft.AspNetCore.Http.Features;

namespace Debate.Silo.Web;

/// <summary>
/// Reads the body of a request of our own contracts as a record. A field that is unknown, null, of the wrong kind or missing, one that
/// stands there twice, and data after the end are an <see cref="InputException"/> that names the field, the value and the rule.
/// </summary>
internal static partial class JsonBody
{
    private const int MaxDepth = 64;

    /// <summary>The serializer options of our own contracts.</summary>
    public static JsonSerializerOptions Options { get; } = CreateStrictOptions();

    /// <summary>Reads the record; an <see cref="InputException"/> if the request has no body.</summary>
    public static async Task<T> ReadAsync<T>(HttpContext context) where T : class =>
        await ReadOrNullAsync<T>(context) ?? throw new InputException("body: it must be a JSON object, and there is none");

    /// <summary>Reads the record; null if the request has no body.</summary>
    public static async Task<T?> ReadOrNullAsync<T>(HttpContext context) where T : class
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false }) return null;
        using var body = await context.RequestServices.GetRequiredService<RequestBodies>().ReceiveAsync(context);
        using var document = Parse(body.Bytes, MaxDepth, context);
        return Read<T>(document.RootElement);
    }

    /// <summary>Reads the record from a document.</summary>
    public static T Read<T>(JsonElement body) where T : class
    {
        new JsonContract(Options).Check(body, typeof(T), "");
        return body.Deserialize<T>(Options)!;
    }

    /// <summary>
    /// Parses a body as JSON; throws <see cref="InputException"/> if it is not JSON, or too deep, and <see cref="HttpProblemException"/>
    /// if a text in it is larger than its limit. The document reads from <paramref name="body"/>, which must not change.
    /// </summary>
    public static JsonDocument Parse(ReadOnlyMemory<byte> body, int maxDepth, HttpContext context)
    {
        JsonScan.Validate(body.Span, maxDepth, context.RequestServices.GetRequiredService<ServerOptions>().Limits);
        try
        {
            return JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = maxDepth + 1, AllowDuplicateProperties = false });
        }
        catch (JsonException wrong)
        {
            throw new InputException(DuplicateProperty().Match(wrong.Message) is { Success: true } twice
                ? $"{OneLine.Format(twice.Groups[1].Value, 80)}: it stands there twice" : "body: it is not JSON", wrong);
        }
    }

    private static JsonSerializerOptions CreateStrictOptions()
    {
        var form = new JsonSerializerOptions(WireFormat.Json) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };
        // The first applicable converter is used: enum values are names only, not numbers.
        form.Converters.Insert(0, new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false));
        form.Converters.Insert(0, new DurationConverter());
        form.TypeInfoResolver ??= new DefaultJsonTypeInfoResolver();
        return form;
    }

    [GeneratedRegex("^Duplicate property '([^']{1,80})'")]
    private static partial Regex DuplicateProperty();

    /// <summary>Durations in bodies, written as at every other door.</summary>
    private sealed class DurationConverter : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && Durations.TryParse(reader.GetString()!, out var time) ? time
            : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Durations.Format(value));
    }
}

/// <summary>
/// Holds a JSON value to the contract that a record is: its fields by name, which of them must be there, and the kind of each. The records'
/// types are the only description, so a new field is checked by itself.
/// </summary>
/// <param name="options">The serializer options of the contract.</param>
internal sealed class JsonContract(JsonSerializerOptions options)
{
    /// <summary>Throws <see cref="InputException"/> for the first field that breaks the contract.</summary>
    /// <param name="element">The value.</param>
    /// <param name="type">The type that it must be.</param>
    /// <param name="path">Its path, as a caller writes it; empty for the body itself.</param>
    public void Check(JsonElement element, Type type, string path)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (element.ValueKind == JsonValueKind.Null) throw CreateError(path, element, DescribeRule(type));
        var info = options.GetTypeInfo(type);
        if (info.Kind is JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary)
        {
            if (element.ValueKind != JsonValueKind.Object) throw CreateError(path, element, DescribeRule(type));
            if (info.Kind == JsonTypeInfoKind.Object) CheckFields(element, info, path);
            else foreach (var field in element.EnumerateObject()) Check(field.Value, info.ElementType!, Join(path, field.Name));
        }
        else if (info.Kind == JsonTypeInfoKind.Enumerable)
        {
            if (element.ValueKind != JsonValueKind.Array) throw CreateError(path, element, DescribeRule(type));
            foreach (var (i, item) in element.EnumerateArray().Index()) Check(item, info.ElementType!, $"{path}[{i}]");
        }
        else if (!CanRead(element, info)) throw CreateError(path, element, DescribeRule(type));
    }

    private void CheckFields(JsonElement element, JsonTypeInfo info, string path)
    {
        var seen = new HashSet<JsonPropertyInfo>();
        foreach (var field in element.EnumerateObject())
        {
            var property = info.Properties.FirstOrDefault(p => string.Equals(p.Name, field.Name, StringComparison.OrdinalIgnoreCase))
                ?? throw new ValidationError(
                    Join(path, field.Name), "", Suggestions.DescribeUnknownField(field.Name, [.. info.Properties.Select(p => p.Name)]))
                    .ToException("");
            if (!seen.Add(property)) throw new InputException($"{Join(path, property.Name)}: it stands there twice");
            Check(field.Value, property.PropertyType, Join(path, field.Name));
        }
        if (info.Properties.FirstOrDefault(p => IsRequired(p) && !seen.Contains(p)) is { } missing)
            throw new InputException($"{Join(path, missing.Name)}: it is required");
    }

    /// <summary>Whether a field must be there: it is declared so, or is a parameter of the record without a default and not
    /// nullable.</summary>
    private static bool IsRequired(JsonPropertyInfo property) => property.IsRequired
        || property.AssociatedParameter is { HasDefaultValue: false, IsNullable: false };

    private static bool CanRead(JsonElement element, JsonTypeInfo info)
    {
        try
        {
            return element.Deserialize(info) is not null;
        }
        catch (Exception error) when (error is JsonException or InputException or FormatException or InvalidOperationException)
        {
            return false;
        }
    }

    private string DescribeRule(Type type) =>
        type.IsEnum ? $"must be one of {string.Join(", ", Enum.GetNames(type)).ToLowerInvariant()}"
        : type == typeof(bool) ? Values.Flag.Rule
        : type == typeof(int) || type == typeof(long) ? $"must be a whole number of at most {(type == typeof(int) ? 32 : 64)} bits"
        : type == typeof(double) || type == typeof(decimal) ? "must be a number"
        : type == typeof(TimeSpan) ? Values.Duration.Rule
        : type == typeof(JsonElement) ? "must not be null"
        : options.GetTypeInfo(type).Kind switch
        {
            JsonTypeInfoKind.Enumerable => "must be a list",
            JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary => "must be an object",
            _ => "must be a text",
        };

    private static InputException CreateError(string path, JsonElement element, string rule) => new ValidationError(
        path.Length == 0 ? "body" : path, element.ValueKind switch
        {
            JsonValueKind.Object => "{...}",
            JsonValueKind.Array => "[...]",
            _ => element.GetRawText().Trim('"'),
        }, rule).ToException("");

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
