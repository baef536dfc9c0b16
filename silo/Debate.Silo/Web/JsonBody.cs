using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Json.Serialization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Debate.Contracts;
using Debate.Deliberation;
using Microsoft.AspNetCore.Http.Features;

namespace Debate.Silo.Web;

/// <summary>
/// Reads the body of a request of our own contracts as a record. An unknown, duplicate or invalid field is an <see cref="InputException"/>
/// that names the field, the value and the rule.
/// </summary>
internal static partial class JsonBody
{
    private static readonly JsonSerializerOptions Options = CreateStrictOptions();

    /// <summary>Reads the record; an <see cref="InputException"/> if the request has no body.</summary>
    public static async Task<T> ReadAsync<T>(HttpContext context) where T : class =>
        await ReadOrNullAsync<T>(context) ?? throw new InputException("body: it must be a JSON object, and there is none");

    /// <summary>Reads the record; null if the request has no body.</summary>
    public static async Task<T?> ReadOrNullAsync<T>(HttpContext context) where T : class
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false }) return null;
        if (!context.Request.HasJsonContentType())
            throw new HttpProblemException(
                StatusCodes.Status415UnsupportedMediaType, $"Content-Type '{context.Request.ContentType}': it must be application/json");
        using var document = await ParseAsync(context, Options.MaxDepth);
        try
        {
            return document.Deserialize<T>(Options);
        }
        catch (JsonException wrong)
        {
            throw CreateError(wrong, new BodyLocation(document.RootElement, typeof(T), Options));
        }
    }

    /// <summary>Parses the body as JSON; throws <see cref="InputException"/> if it is not JSON.</summary>
    public static async Task<JsonDocument> ParseAsync(HttpContext context, int maxDepth)
    {
        try
        {
            var form = new JsonDocumentOptions { MaxDepth = maxDepth, AllowDuplicateProperties = false };
            return await JsonDocument.ParseAsync(context.Request.Body, form, context.RequestAborted);
        }
        catch (JsonException wrong) when (DuplicateProperty().Match(wrong.Message) is { Success: true } twice)
        {
            throw new InputException($"{twice.Groups[1].Value}: it stands there twice", wrong);
        }
        catch (JsonException wrong)
        {
            var place = $"line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1}";
            throw new InputException($"body: it is not JSON, or deeper than {maxDepth} levels ({place})", wrong);
        }
    }

    private static JsonSerializerOptions CreateStrictOptions()
    {
        var form = new JsonSerializerOptions(WireFormat.Json) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };
        // The first applicable converter is used: enum values are names only, not numbers.
        form.Converters.Insert(0, new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false));
        return form;
    }

    // System.Text.Json's messages name our types, which mean nothing to a caller.
    private static InputException CreateError(JsonException wrong, BodyLocation root)
    {
        var spot = root.Resolve(wrong.Path ?? "$");
        if (wrong.Message.StartsWith("The JSON property '", StringComparison.Ordinal))
            return new($"{spot.Field}: there is no such field here", wrong);
        return MissingProperty().Match(wrong.Message) is { Success: true } missing
            ? new($"{spot.Member(missing.Groups[1].Value).Field}: it is required", wrong)
            : new($"{spot.Field} {spot.Value}: it {spot.Rule}", wrong);
    }

    [GeneratedRegex("^Duplicate property '([^']{1,80})'")]
    private static partial Regex DuplicateProperty();

    [GeneratedRegex("missing required properties including: '([^']{1,80})'")]
    private static partial Regex MissingProperty();
}

/// <summary>A location in a body: the element found and the type expected there.</summary>
/// <param name="Element">The element; null if the path does not exist in the body.</param>
/// <param name="ExpectedType">The type that the record has there; null if it has none.</param>
/// <param name="Options">The serializer options of the record.</param>
/// <param name="Path">The path, as a caller writes it; empty for the body itself.</param>
internal sealed partial record BodyLocation(JsonElement? Element, Type? ExpectedType, JsonSerializerOptions Options, string Path = "")
{
    private const string WrongKind = "is not of the right kind";
    private const int MaxValueLength = 80;

    /// <summary>The field, by its path.</summary>
    public string Field => Path.Length == 0 ? "body" : Path;

    /// <summary>The value in quotes, abbreviated for objects and lists.</summary>
    public string Value => Element switch
    {
        null => "''",
        { ValueKind: JsonValueKind.Object } => "'{...}'",
        { ValueKind: JsonValueKind.Array } => "'[...]'",
        { } found => $"'{Truncate(found.GetRawText().Trim('"'))}'",
    };

    /// <summary>The rule for valid values.</summary>
    public string Rule => ExpectedType is null ? WrongKind : DescribeRule(Nullable.GetUnderlyingType(ExpectedType) ?? ExpectedType);

    /// <summary>The location at a path of System.Text.Json, such as $.budget.calls or $.answers[0].</summary>
    public BodyLocation Resolve(string path) => PathStep().Matches(path).Aggregate(this, (spot, step) =>
        step.Groups["index"] is { Success: true } index
            ? spot.Item(int.Parse(index.ValueSpan, CultureInfo.InvariantCulture))
            : spot.Member(step.Groups["name"].Value));

    /// <summary>The location of a field of this object.</summary>
    public BodyLocation Member(string name) => this with
    {
        Element = Element is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out var value) ? value : null,
        ExpectedType = ExpectedTypeInfo switch
        {
            { Kind: JsonTypeInfoKind.Object } info =>
                info.Properties.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase))?.PropertyType,
            { Kind: JsonTypeInfoKind.Dictionary } info => info.ElementType,
            _ => null,
        },
        Path = Path.Length == 0 ? name : $"{Path}.{name}",
    };

    private BodyLocation Item(int index) => this with
    {
        Element = Element is { ValueKind: JsonValueKind.Array } found && index < found.GetArrayLength() ? found[index] : null,
        ExpectedType = ExpectedTypeInfo is { Kind: JsonTypeInfoKind.Enumerable } info ? info.ElementType : null,
        Path = $"{Path}[{index}]",
    };

    private JsonTypeInfo? ExpectedTypeInfo => ExpectedType is null ? null : Options.GetTypeInfo(ExpectedType);

    private string DescribeRule(Type type) =>
        type.IsEnum ? $"must be one of {string.Join(", ", Enum.GetNames(type)).ToLowerInvariant()}"
        : type == typeof(bool) ? "must be true or false"
        : type == typeof(int) || type == typeof(long) ? $"must be a whole number of at most {(type == typeof(int) ? 32 : 64)} bits"
        : type == typeof(double) || type == typeof(decimal) ? "must be a number"
        : type == typeof(string) || type == typeof(DeliberationId) ? "must be a text"
        : type == typeof(TimeSpan) ? "must be a time such as 00:10:00"
        : Options.GetTypeInfo(type).Kind switch
        {
            JsonTypeInfoKind.Enumerable => "must be a list",
            JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary => "must be an object",
            _ => WrongKind,
        };

    private static string Truncate(string text) => text.Length <= MaxValueLength ? text : $"{text[..(MaxValueLength - 3)]}...";

    [GeneratedRegex(@"\.(?<name>[^.\[\]]+)|\['(?<name>[^']*)'\]|\[(?<index>\d{1,9})\]")]
    private static partial Regex PathStep();
}
