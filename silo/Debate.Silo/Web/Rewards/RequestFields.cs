using System.Text.Json;
using System.Text.Json.Nodes;

namespace Debate.Silo.Web.Rewards;

/// <summary>The fields of a request's JSON object; errors name the field, the kind of value and the rule.</summary>
internal sealed class RequestFields(JsonObject root, string place = "")
{
    private const int Deepest = 32;

    public JsonObject Root => root;

    /// <summary>Reads the object in a request's body.</summary>
    public static async Task<RequestFields> ReadAsync(HttpContext context)
    {
        using var document = await JsonBody.ParseAsync(context, Deepest);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? new(JsonObject.Create(document.RootElement.Clone())!)
            : throw new InputException("body: it must be a JSON object");
    }

    /// <summary>Throws for any field other than these, so that a misspelt one is not ignored.</summary>
    public RequestFields Only(params ReadOnlySpan<string> known)
    {
        foreach (var (field, _) in root)
            if (!known.Contains(field)) throw Wrong(field, "there is no such field here");
        return this;
    }

    public bool Has(string field) => root.TryGetPropertyValue(field, out var value) && value is not null;

    public string? Text(string field) => Has(field) ? Text(root[field], field) : null;

    public string RequiredText(string field) => Text(field) ?? throw Wrong(field, "is required");

    /// <summary>A text as it is, any other value as its JSON, so that labels may be objects.</summary>
    public string? Any(string field) => Has(field) ? Any(root[field], field) : null;

    public int? Whole(string field, int least, int most) => !Has(field) ? null
        : root[field] is JsonValue value && value.TryGetValue<int>(out var number) && number >= least && number <= most ? number
        : throw Wrong(field, $"must be a whole number from {least} to {most}");

    public bool Flag(string field) => Has(field) && (root[field] is JsonValue value && value.TryGetValue<bool>(out var flag)
        ? flag
        : throw Wrong(field, "must be true or false"));

    public double? Number(string field, double least, double most) => !Has(field) ? null
        : root[field] is JsonValue value && value.TryGetValue<double>(out var number) && number >= least && number <= most ? number
        : throw Wrong(field, FormattableString.Invariant($"must be a number from {least} to {most}"));

    public IReadOnlyList<string> Texts(string field) => [.. List(field).Select((n, i) => Text(n, $"{field}[{i}]"))];

    public IReadOnlyList<string?> Anys(string field) => [.. List(field).Select((n, i) => n is null ? null : Any(n, $"{field}[{i}]"))];

    public JsonArray List(string field) => root[field] as JsonArray ?? throw Wrong(field, "must be a list");

    public IReadOnlyList<RequestFields> Objects(string field) => [.. List(field).Select((n, i) => Object(n, $"{field}[{i}]"))];

    public RequestFields Object(string field) => Object(root[field], field);

    public InputException Wrong(string field, string rule) => new($"{place}{field}: {rule}");

    private RequestFields Object(JsonNode? node, string field) =>
        node is JsonObject inner ? new(inner, $"{place}{field}.") : throw Wrong(field, "must be an object");

    private string Text(JsonNode? node, string field) => Said(node, field) ?? throw Wrong(field, "must be a text");

    private string Any(JsonNode? node, string field) => Said(node, field) ?? node!.ToJsonString();

    private string? Said(JsonNode? node, string field)
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
