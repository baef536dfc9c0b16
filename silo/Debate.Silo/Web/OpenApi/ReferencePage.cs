using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Debate.Hosting;

namespace Debate.Silo.Web.OpenApi;

/// <summary>
/// The reference of the API as one page for people, made from the document: no script, nothing from another host, so that it reads behind
/// any firewall and there is nothing to keep up to date beside the document.
/// </summary>
internal static class ReferencePage
{
    private const string Style = """
        body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
        code,pre{font:14px/1.4 ui-monospace,monospace}pre{overflow:auto;padding:.7rem;border:1px solid #8886;border-radius:6px}
        section{border-top:1px solid #8886;padding:.5rem 0}table{border-collapse:collapse;width:100%}td{padding:.15rem .8rem .15rem 0;vertical-align:top}
        b.m{display:inline-block;min-width:4rem}nav a{display:inline-block;margin-right:1rem}summary{cursor:pointer}
        """;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Maps the page.</summary>
    public static void MapReferencePage(this IEndpointRouteBuilder app) => app.MapGet("/docs", GetAsync).Needs(AccessScopes.Read)
        .WithName("getReference").WithTags("server").WithSummary("The reference of the API as a page.")
        .Produces<string>(StatusCodes.Status200OK, "text/html").WithExample("/docs");

    private static async Task<IResult> GetAsync(HttpContext context, ApiDocument document)
    {
        var described = await document.DescribeAsync(context.RequestAborted);
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
        return TypedResults.Text(Write(described.Json), "text/html", Encoding.UTF8);
    }

    /// <summary>The page of a document.</summary>
    public static string Write(JsonObject document)
    {
        var page = new StringBuilder($"<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content=\"width=device-width\">"
            + $"<title>Debate: API</title><style>{Style}</style><h1>Debate: the API</h1>"
            + "<p>Errors are problem+json. A child's id has its slashes as <code>%2F</code>. The same as a document: "
            + "<a href=\"/openapi/v1.json\">/openapi/v1.json</a>.</p>");
        var operations = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation =>
            (Path: path.Key, Method: operation.Key.ToUpperInvariant(), Operation: operation.Value!.AsObject()))).ToArray();
        var tags = operations.Select(o => Tag(o.Operation)).Distinct().ToArray();
        page.Append("<nav>").AppendJoin("", tags.Select(tag => $"<a href=\"#{Encode(tag)}\">{Encode(tag)}</a>")).Append("</nav>");
        foreach (var tag in tags)
        {
            page.Append($"<h2 id=\"{Encode(tag)}\">{Encode(tag)}</h2>");
            foreach (var (path, method, operation) in operations.Where(o => Tag(o.Operation) == tag)) Write(page, path, method, operation);
        }
        page.Append("<h2 id=schemas>schemas</h2>");
        foreach (var (name, schema) in document["components"]!["schemas"]!.AsObject())
            page.Append($"<details id=\"{Encode(name)}\"><summary><code>{Encode(name)}</code></summary><pre>{Encode(Show(schema))}</pre></details>");
        return page.ToString();
    }

    private static void Write(StringBuilder page, string path, string method, JsonObject operation)
    {
        page.Append($"<section id=\"{Encode(Text(operation, "operationId"))}\"><p><b class=m>{method}</b> <code>{Encode(path)}</code></p><p>")
            .Append($"{Encode(Text(operation, "summary"))} {Encode(Text(operation, "description"))}</p>");
        if (operation["parameters"] is JsonArray { Count: > 0 } parameters)
        {
            page.Append("<table>");
            foreach (var parameter in parameters.OfType<JsonObject>())
                page.Append($"<tr><td><code>{Encode(Text(parameter, "name"))}</code><td>{Encode(Text(parameter, "in"))}<td><code>")
                    .Append($"{Encode(Brief(parameter["schema"]))}</code><td>{Encode(Text(parameter, "description"))}");
            page.Append("</table>");
        }
        foreach (var (type, media) in operation["requestBody"]?["content"] as JsonObject ?? [])
            page.Append($"<p>body <code>{Encode(type)}</code>: {Link(media?["schema"])}</p>");
        page.Append("<p>");
        foreach (var (status, response) in operation["responses"] as JsonObject ?? [])
            page.Append($"<code>{Encode(status)}</code> ").AppendJoin(", ", (response?["content"] as JsonObject ?? [])
                .Select(c => $"<code>{Encode(c.Key)}</code> {Link(c.Value?["schema"])}")).Append("<br>");
        page.Append("</p>");
        if (operation[OperationTruth.Samples]?[0]?["source"]?.GetValue<string>() is { } sample) page.Append($"<pre>{Encode(sample)}</pre>");
        page.Append("</section>");
    }

    private static string Link(JsonNode? schema) => schema?["$ref"]?.GetValue<string>() is { } reference
        && Encode(reference[(reference.LastIndexOf('/') + 1)..]) is var name ? $"<a href=\"#{name}\">{name}</a>" : $"<code>{Encode(Brief(schema))}</code>";

    private static string Brief(JsonNode? schema) => schema?.ToJsonString(new() { Encoder = Indented.Encoder }) is { } text && text != "{}"
        ? text.Length <= 200 ? text : $"{text[..200]}..." : "";

    private static string Show(JsonNode? schema) => schema?.ToJsonString(Indented) ?? "";

    private static string Tag(JsonObject operation) => operation["tags"]?[0]?.GetValue<string>() ?? "other";

    private static string Text(JsonObject owner, string field) => owner[field]?.GetValue<string>() ?? "";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
