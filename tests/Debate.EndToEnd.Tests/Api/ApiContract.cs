using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Debate.EndToEnd.Tests.Api;

/// <summary>
/// Calls a server as its own document describes it, and holds every answer to the document: its status, its type, and its body, in which
/// no field may stand that is not described.
/// </summary>
internal sealed class ApiContract
{
    private readonly HttpClient _http;
    private readonly Dictionary<string, JsonSchema> _schemas = [];
    private readonly JsonObject _definitions;

    private ApiContract(HttpClient http, JsonObject document)
    {
        (_http, Document) = (http, document);
        _definitions = Close(document["components"]!["schemas"]!, isMapOfSchemas: true).AsObject();
        Operations = [.. document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()
            .Select(o => new Operation(path.Key, o.Key.ToUpperInvariant(), o.Value!.AsObject())))];
    }

    /// <summary>An operation of the document.</summary>
    public sealed record Operation(string Path, string Method, JsonObject Json)
    {
        public string Id => (string)Json["operationId"]!;

        public IEnumerable<JsonObject> Parameters => (Json["parameters"] as JsonArray ?? []).OfType<JsonObject>();

        public JsonObject Bodies => Json["requestBody"]?["content"] as JsonObject ?? [];
    }

    public JsonObject Document { get; }

    public IReadOnlyList<Operation> Operations { get; }

    /// <summary>The operations that were answered with success and held to the document.</summary>
    public SortedSet<string> Proven { get; } = new(StringComparer.Ordinal);

    public static async Task<ApiContract> ReadAsync(HttpClient http) =>
        new(http, JsonNode.Parse(await http.GetStringAsync("openapi/v1.json"))!.AsObject());

    public Operation Find(string id) => Operations.Single(o => o.Id == id);

    /// <summary>Calls an operation and holds the answer to the document; returns its status and its body, a text or JSON.</summary>
    public async Task<(int Status, JsonNode? Body)> CallAsync(
        string id, string? run = null, string query = "", string? body = null, string type = "application/json")
    {
        var operation = Find(id);
        var path = operation.Path.Replace("{id}", Uri.EscapeDataString(run ?? ""), StringComparison.Ordinal).TrimStart('/');
        return await SendAsync(operation, path + query, body, type);
    }

    /// <summary>Sends a request to an operation at a target that is written out.</summary>
    public async Task<(int Status, JsonNode? Body)> SendAsync(Operation operation, string target, string? body, string type)
    {
        using var request = new HttpRequestMessage(new(operation.Method), target.TrimStart('/'));
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, type);
        using var reply = await _http.SendAsync(request);
        var text = await reply.Content.ReadAsStringAsync();
        return ((int)reply.StatusCode, Hold(operation, (int)reply.StatusCode, reply.Content.Headers.ContentType?.MediaType, text));
    }

    private JsonNode? Hold(Operation operation, int status, string? type, string text)
    {
        var where = $"{operation.Method} {operation.Path} {status}";
        var responses = operation.Json["responses"]!.AsObject();
        var response = responses[$"{status}"] ?? (status >= 400 ? responses["default"] : null);
        Assert.True(response is not null, $"{where}: the document has no such answer: {text}");
        if (status < 400) Proven.Add(operation.Id);
        if (response["content"] is not JsonObject content)
        {
            Assert.True(text.Length == 0, $"{where}: the document has no body here: {text}");
            if (status < 400) Proven.Add(operation.Id);
            return null;
        }
        Assert.True(type is not null && content[type] is not null, $"{where}: the document has no {type} here: {text}");
        var parts = type switch
        {
            "application/jsonl" => text.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            "text/event-stream" => [.. text.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => line[6..]).Where(data => data != "[DONE]")],
            _ => [text],
        };
        var isText = type == "image/svg+xml" || type.StartsWith("text/", StringComparison.Ordinal) && type != "text/event-stream";
        JsonNode?[] bodies = [.. parts.Select(part => isText ? JsonValue.Create(part) : JsonNode.Parse(part))];
        foreach (var body in bodies) Validate(where, content[type]!["schema"], body);
        return bodies.Length == 1 ? bodies[0] : new JsonArray([.. bodies.Select(b => b?.DeepClone())]);
    }

    private void Validate(string where, JsonNode? schema, JsonNode? body)
    {
        Assert.True(schema is not null, $"{where}: it has no schema");
        var text = Close(schema).ToJsonString();
        if (!_schemas.TryGetValue(text, out var known))
        {
            var whole = JsonNode.Parse(text)!.AsObject();
            whole["$defs"] = _definitions.DeepClone();
            _schemas[text] = known = JsonSchema.FromText(whole.ToJsonString());
        }
        var result = known.Evaluate(body, new() { OutputFormat = OutputFormat.List });
        if (result.IsValid) return;
        var faults = result.Details.Where(d => d.Errors is not null)
            .SelectMany(d => d.Errors!.Select(e => $"{d.InstanceLocation} ({d.EvaluationPath}): {e.Key} {e.Value}"));
        Assert.Fail($"{where}: what came is not what the document says:\n{string.Join('\n', faults.Take(12))}\n{Head(body?.ToJsonString() ?? "null")}");
    }

    private static string Head(string text) => text.Length <= 1500 ? text : $"{text[..1500]}...";

    // What is not described must not be sent: objects whose fields are named have no others. What a validator of JSON Schema resolves are
    // definitions.
    private static JsonNode Close(JsonNode node, bool isMapOfSchemas = false)
    {
        if (node is JsonArray list) return new JsonArray([.. list.Select(item => item is null ? null : Close(item))]);
        if (node is not JsonObject map) return node.DeepClone();
        var closed = new JsonObject();
        foreach (var (name, value) in map)
            closed[name] = value is null ? null
                : !isMapOfSchemas && name == "$ref"
                    ? JsonValue.Create(((string)value!).Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal))
                    : Close(value, isMapOfSchemas: !isMapOfSchemas && name == "properties");
        if (isMapOfSchemas) return closed;
        closed.Remove("discriminator");
        if (map["properties"] is JsonObject) closed.TryAdd("additionalProperties", false);
        return closed;
    }
}
