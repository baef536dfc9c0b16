using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Debate.Deliberation;

namespace Debate.Silo.Web;

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
