using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Debate.Deliberation;

namespace Debate.Silo.Web;

/// <summary>A location in a body: the element found and the type expected there.</summary>
/// <param name="Found">The element; null if the path does not exist in the body.</param>
/// <param name="Wanted">The type that the record has there; null if it has none.</param>
/// <param name="Form">The serializer options of the record.</param>
/// <param name="Path">The path, as a caller writes it; empty for the body itself.</param>
internal sealed partial record JsonSpot(JsonElement? Found, Type? Wanted, JsonSerializerOptions Form, string Path = "")
{
    private const string Strange = "is not of the right kind";
    private const int Longest = 80;

    /// <summary>The field, by its path.</summary>
    public string Field => Path.Length == 0 ? "body" : Path;

    /// <summary>The value in quotes, abbreviated for objects and lists.</summary>
    public string Value => Found switch
    {
        null => "''",
        { ValueKind: JsonValueKind.Object } => "'{...}'",
        { ValueKind: JsonValueKind.Array } => "'[...]'",
        { } found => $"'{Shown(found.GetRawText().Trim('"'))}'",
    };

    /// <summary>The rule for valid values.</summary>
    public string Rule => Wanted is null ? Strange : RuleOf(Nullable.GetUnderlyingType(Wanted) ?? Wanted);

    /// <summary>The location at a path of System.Text.Json, such as $.budget.calls or $.answers[0].</summary>
    public JsonSpot At(string path) => Step().Matches(path).Aggregate(this, (spot, step) =>
        step.Groups["index"] is { Success: true } index
            ? spot.Item(int.Parse(index.ValueSpan, CultureInfo.InvariantCulture))
            : spot.Member(step.Groups["name"].Value));

    /// <summary>The location of a field of this object.</summary>
    public JsonSpot Member(string name) => this with
    {
        Found = Found is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out var value) ? value : null,
        Wanted = Info switch
        {
            { Kind: JsonTypeInfoKind.Object } info =>
                info.Properties.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase))?.PropertyType,
            { Kind: JsonTypeInfoKind.Dictionary } info => info.ElementType,
            _ => null,
        },
        Path = Path.Length == 0 ? name : $"{Path}.{name}",
    };

    private JsonSpot Item(int index) => this with
    {
        Found = Found is { ValueKind: JsonValueKind.Array } found && index < found.GetArrayLength() ? found[index] : null,
        Wanted = Info is { Kind: JsonTypeInfoKind.Enumerable } info ? info.ElementType : null,
        Path = $"{Path}[{index}]",
    };

    private JsonTypeInfo? Info => Wanted is null ? null : Form.GetTypeInfo(Wanted);

    private string RuleOf(Type type) =>
        type.IsEnum ? $"must be one of {string.Join(", ", Enum.GetNames(type)).ToLowerInvariant()}"
        : type == typeof(bool) ? "must be true or false"
        : type == typeof(int) || type == typeof(long) ? $"must be a whole number of at most {(type == typeof(int) ? 32 : 64)} bits"
        : type == typeof(double) || type == typeof(decimal) ? "must be a number"
        : type == typeof(string) || type == typeof(DeliberationId) ? "must be a text"
        : type == typeof(TimeSpan) ? "must be a time such as 00:10:00"
        : Form.GetTypeInfo(type).Kind switch
        {
            JsonTypeInfoKind.Enumerable => "must be a list",
            JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary => "must be an object",
            _ => Strange,
        };

    private static string Shown(string text) => text.Length <= Longest ? text : $"{text[..(Longest - 3)]}...";

    [GeneratedRegex(@"\.(?<name>[^.\[\]]+)|\['(?<name>[^']*)'\]|\[(?<index>\d{1,9})\]")]
    private static partial Regex Step();
}
