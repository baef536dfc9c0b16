using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Debate.Core;
using Debate.Hosting;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Debate.Silo.Web.OpenApi;

/// <summary>
/// The description of the API, OpenAPI 3.1, made once from what the endpoints say of themselves: their handlers' parameters and types, and
/// their metadata. What the framework's generator cannot know is added to its document here.
/// </summary>
/// <param name="services">The server's services.</param>
/// <param name="words">What docstrings say of the types.</param>
internal sealed class ApiDocument(IServiceProvider services, SchemaWords words)
{
    /// <summary>The name of the one document.</summary>
    public const string Name = "v1";

    private readonly SemaphoreSlim _gate = new(1);
    private Described? _described;

    /// <summary>The document, which never changes while the server runs.</summary>
    /// <param name="Json">As JSON.</param>
    /// <param name="Bytes">As UTF-8.</param>
    /// <param name="Tag">Its entity tag.</param>
    public sealed record Described(JsonObject Json, byte[] Bytes, string Tag);

    /// <summary>Makes the document, the first time it is asked for.</summary>
    public async Task<Described> DescribeAsync(CancellationToken stop)
    {
        if (_described is { } known) return known;
        await _gate.WaitAsync(stop);
        try
        {
            return _described ??= await CreateAsync(stop);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<Described> CreateAsync(CancellationToken stop)
    {
        var made = await services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync(stop);
        using var text = new MemoryStream();
        await made.SerializeAsJsonAsync(text, OpenApiSpecVersion.OpenApi3_1, stop);
        var json = JsonNode.Parse(text.ToArray())!.AsObject();
        DocumentTruth.Complete(json);
        words.Describe(json["components"]!["schemas"]!.AsObject());
        var bytes = JsonSerializer.SerializeToUtf8Bytes(json, Indented);
        return new(json, bytes, $"\"{Digest.Hash128(Convert.ToBase64String(bytes))}\"");
    }

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}

/// <summary>The endpoints of the description.</summary>
internal static class ApiDocumentEndpoints
{
    /// <summary>Adds the services that describe the API.</summary>
    public static IServiceCollection AddApiDocument(this IServiceCollection services)
    {
        var words = new SchemaWords();
        services.AddSingleton(words).AddSingleton<ApiDocument>();
        return services.AddOpenApi(ApiDocument.Name, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.ShouldInclude = operation => Find<NeededScope>(operation) is not null;
            options.CreateSchemaReferenceId = type => SchemaTruth.NameOf(type);
            options.AddSchemaTransformer((schema, context, stop) =>
            {
                words.Add(context.JsonTypeInfo);
                return SchemaTruth.TransformAsync(schema, context, stop);
            });
            options.AddOperationTransformer(OperationTruth.TransformAsync);
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new() { Title = "Debate", Version = VersionOf() };
                document.Servers = [new() { Url = "/" }];
                return Task.CompletedTask;
            });
        });
    }

    /// <summary>Maps the endpoints.</summary>
    public static void MapApiDocument(this IEndpointRouteBuilder app) => app.MapGet("/openapi/v1.json", GetAsync).Needs(AccessScopes.Read)
        .WithName("getApiDocument").WithTags("server").WithSummary("This document: the API as OpenAPI 3.1.")
        .Produces<JsonObject>(StatusCodes.Status200OK).Produces(StatusCodes.Status304NotModified);

    private static async Task<IResult> GetAsync(HttpContext context, ApiDocument document)
    {
        var described = await document.DescribeAsync(context.RequestAborted);
        return TypedResults.Bytes(described.Bytes, "application/json", entityTag: new(described.Tag));
    }

    /// <summary>The metadata of an operation; null where it has none of that kind.</summary>
    public static T? Find<T>(ApiDescription operation) where T : class =>
        operation.ActionDescriptor.EndpointMetadata.OfType<T>().LastOrDefault();

    private static string VersionOf() =>
        typeof(ApiDocument).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
