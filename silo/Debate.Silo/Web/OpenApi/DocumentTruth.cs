using System.Text.Json.Nodes;

namespace Debate.Silo.Web.OpenApi;

/// <summary>Completes the whole document: problems, keys, health probes, and that bodies take no field that they do not name.</summary>
internal static class DocumentTruth
{
    private const string ProblemType = "application/problem+json";

    /// <summary>Completes the document in place.</summary>
    public static void Complete(JsonObject document)
    {
        var components = Child(document, "components");
        var schemas = Child(components, "schemas");
        // Before what is written by hand: others' contracts do send nulls.
        WithoutNulls(document);
        // Not Problem: that is what is debated.
        schemas["ProblemResponse"] = Parse("""
            {
              "type": "object",
              "description": "An error (RFC 9457): detail names the field, the value and the rule.",
              "required": ["title", "status"],
              "properties": {
                "type": { "type": "string", "description": "A URI of the status's meaning." },
                "title": { "type": "string", "description": "The status in words." },
                "status": { "type": "integer", "format": "int32", "minimum": 400, "maximum": 599 },
                "detail": { "type": "string", "description": "One line: the field, the value and the rule." },
                "traceId": { "type": "string", "description": "Where the server's traces tell more." },
                "trouble": { "type": "string", "description": "Of a reward that cannot be had: why, in one word." },
                "transcript": { "type": ["string", "null"], "description": "Of a reward that cannot be had: the run of its debates." }
              }
            }
            """);
        schemas.Remove("ProblemDetails");
        AddByHand(document, schemas);
        // The data of an event is the one or the other, as it stands there.
        schemas["RunEvent"] = Parse("""
            {
              "description": "The data of an event, as one line of JSON: an entry, or at the end (event: end) the run's summary.",
              "anyOf": [{ "$ref": "#/components/schemas/EntryLine" }, { "$ref": "#/components/schemas/RunSummary" }]
            }
            """);
        components["securitySchemes"] = Parse("""
            {
              "bearer": { "type": "http", "scheme": "bearer", "description": "Authorization: Bearer KEY" },
              "key": { "type": "apiKey", "in": "header", "name": "X-Api-Key" },
              "basic": { "type": "http", "scheme": "basic", "description": "The key as the password; for trainers, and pages in a browser." }
            }
            """);
        // A server without keys needs none.
        document["security"] = Parse("""[{}, { "bearer": [] }, { "key": [] }]""");
        AddHealth(Child(document, "paths"));
        foreach (var operation in Operations(document))
        {
            if (operation.Remove(OperationTruth.KeyAsPassword))
                operation["security"] = Parse("""[{}, { "bearer": [] }, { "key": [] }, { "basic": [] }]""");
            CompleteResponses(operation);
        }
        var closed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var operation in Operations(document))
            foreach (var media in (operation["requestBody"]?["content"] as JsonObject ?? []).Select(c => c.Value))
                Close(media?["schema"], schemas, closed);
    }

    /// <summary>All operations of the document.</summary>
    public static IEnumerable<JsonObject> Operations(JsonObject document) =>
        document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(operation => operation.Value).OfType<JsonObject>();

    // What is read or written field by field, because others wrote the contract, has its schema in a file.
    private static void AddByHand(JsonObject document, JsonObject schemas)
    {
        using var file = typeof(DocumentTruth).Assembly.GetManifestResourceStream("by-hand.json")!;
        var written = JsonNode.Parse(file)!;
        foreach (var (name, schema) in written["schemas"]!.AsObject()) schemas[name] = schema!.DeepClone();
        schemas["EvaluationRequest"]!["properties"]!["questions"] = Reference("Questions");
        var operations = written["operations"]!.AsObject();
        foreach (var operation in Operations(document))
        {
            if (operations[operation["operationId"]!.GetValue<string>()] is not { } known) continue;
            if (known["body"]?.GetValue<string>() is { } body)
            {
                var example = operation["requestBody"]?["content"]?["application/json"]?["example"]?.DeepClone();
                var media = new JsonObject { ["schema"] = Reference(body) };
                if (example is not null) media["example"] = example;
                operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = new JsonObject { ["application/json"] = media } };
            }
            Child(operation, "responses")["200"] = new JsonObject
            {
                ["description"] = "OK",
                ["content"] = new JsonObject
                {
                    ["application/json"] = new JsonObject { ["schema"] = Reference(known["reply"]!.GetValue<string>()) },
                },
            };
            if (known["frames"]?.GetValue<string>() is { } frames)
                operation["responses"]!["200"]!["content"]!["text/event-stream"] = new JsonObject { ["schema"] = Reference(frames) };
        }
    }

    // Our own contracts write no null and take none: what has no value is left out.
    private static void WithoutNulls(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list) WithoutNulls(item);
            return;
        }
        if (node is not JsonObject map) return;
        if (map["type"] is JsonArray types)
        {
            JsonNode?[] left = [.. types.Where(type => type?.GetValue<string>() != "null").Select(type => type?.DeepClone())];
            map["type"] = left is [var only] ? only : new JsonArray(left);
        }
        if (map["oneOf"] is JsonArray { Count: 2 } either && either.Any(IsNull))
        {
            var other = either.First(one => !IsNull(one))!.DeepClone().AsObject();
            map.Remove("oneOf");
            foreach (var (word, value) in other) map[word] = value?.DeepClone();
        }
        foreach (var (_, value) in map) WithoutNulls(value);
    }

    private static bool IsNull(JsonNode? schema) => schema is JsonObject { Count: 1 } map && map["type"] is JsonValue type && type.ToString() == "null";

    private static JsonObject Reference(string schema) => new() { ["$ref"] = $"#/components/schemas/{schema}" };

    private static void CompleteResponses(JsonObject operation)
    {
        var responses = Child(operation, "responses");
        // OpenAI's clients read errors of a shape of their own.
        var (type, shape) = operation["tags"]?[0]?.GetValue<string>() == "chat" ? ("application/json", "ChatError") : (ProblemType, "ProblemResponse");
        if (operation["operationId"]?.GetValue<string>() is not ("isAlive" or "isReady"))
            responses["default"] ??= Parse("""{ "description": "Any other outcome, as a problem." }""");
        foreach (var (status, response) in responses)
            if (status == "default" || status[0] is '4' or '5' && response?["content"]?["text/plain"] is null)
                response!["content"] = new JsonObject { [type] = new JsonObject { ["schema"] = Reference(shape) } };
    }

    private static void AddHealth(JsonObject paths)
    {
        foreach (var (path, id, summary) in new[]
        {
            ("/health/live", "isAlive", "Whether the process answers."),
            ("/health/ready", "isReady", "Whether the server takes requests: its store and its cluster are there."),
        })
            paths[path] = new JsonObject
            {
                ["get"] = new JsonObject
                {
                    ["operationId"] = id,
                    ["tags"] = new JsonArray("server"),
                    ["summary"] = summary,
                    ["security"] = new JsonArray(),
                    ["responses"] = new JsonObject { ["200"] = Health("It does."), ["503"] = Health("It does not.") },
                },
            };
    }

    private static JsonObject Health(string description) => new()
    {
        ["description"] = description,
        ["content"] = Parse("""{ "text/plain": { "schema": { "type": "string", "enum": ["Healthy", "Degraded", "Unhealthy"] } } }"""),
    };

    // What a body may hold is what is named: everything that a request's schema leads to refuses other fields.
    private static void Close(JsonNode? schema, JsonObject schemas, HashSet<string> closed)
    {
        if (schema is JsonArray list)
        {
            foreach (var one in list) Close(one, schemas, closed);
            return;
        }
        if (schema is not JsonObject map) return;
        if (map["$ref"]?.GetValue<string>() is { } reference)
        {
            var name = reference[(reference.LastIndexOf('/') + 1)..];
            if (closed.Add(name)) Close(schemas[name], schemas, closed);
            return;
        }
        if (map["properties"] is JsonObject properties)
        {
            map.TryAdd("additionalProperties", false);
            foreach (var (_, property) in properties) Close(property, schemas, closed);
        }
        foreach (var word in (string[])["items", "additionalProperties", "anyOf", "oneOf", "allOf"]) Close(map[word], schemas, closed);
    }

    private static JsonObject Child(JsonObject owner, string name)
    {
        if (owner[name] is JsonObject child) return child;
        owner[name] = child = [];
        return child;
    }

    private static JsonNode Parse(string json) => JsonNode.Parse(json)!;
}
