using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Debate.Hosting;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Debate.Silo.Web.OpenApi;

/// <summary>
/// Says of an operation what its handler does not show: the parameters that it reads by hand, the words that a parameter may be, the key it
/// needs, and that everything but what it declares is a problem.
/// </summary>
internal static class OperationTruth
{
    /// <summary>The field of an operation that holds its example as a command line.</summary>
    public const string Samples = "x-codeSamples";

    /// <summary>The field by which an operation is known that takes the key as a password, until the document says it its own way.</summary>
    public const string KeyAsPassword = "x-key-as-password";

    /// <summary>The transformer.</summary>
    public static Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken stop)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var scope = AccessKeys.FormatScopes(ApiDocumentEndpoints.Find<NeededScope>(context.Description)!.Scope);
        operation.Description = $"{operation.Description} Needs a key with the scope {scope}, where the server has keys.".TrimStart();
        foreach (var parameter in operation.Parameters ?? []) Name(parameter, context.Description);
        foreach (var declared in metadata.OfType<DeclaredParameter>())
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = declared.Name,
                In = declared.IsHeader ? ParameterLocation.Header : ParameterLocation.Query,
                Description = declared.Description,
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Enum = declared.Words is { } words ? [.. words.Select(word => (JsonNode)word)] : null,
                },
            });
        if (metadata.OfType<AcceptsKeyAsPassword>().Any())
            (operation.Extensions ??= new Dictionary<string, IOpenApiExtension>())[KeyAsPassword] = new JsonNodeExtension(JsonValue.Create(true));
        if (metadata.OfType<ApiExample>().LastOrDefault() is { } example) AddExample(operation, context.Description, example);
        return Task.CompletedTask;
    }

    private static void Name(IOpenApiParameter given, ApiDescription description)
    {
        if (given is not OpenApiParameter { In: ParameterLocation.Query or ParameterLocation.Path } parameter) return;
        var declared = description.ParameterDescriptions.FirstOrDefault(p => p.Name == parameter.Name)?.ParameterDescriptor;
        var attributes = (declared as IParameterInfoParameterDescriptor)?.ParameterInfo;
        parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
        if (attributes?.GetCustomAttribute<WordsAttribute>() is not { } words || parameter.Schema is not OpenApiSchema schema) return;
        if (words.Several)
            schema.Pattern = $"^({string.Join('|', words.Words)})(,({string.Join('|', words.Words)}))*$";
        else schema.Enum = [.. words.Words.Select(word => (JsonNode)word)];
    }

    private static void AddExample(OpenApiOperation operation, ApiDescription description, ApiExample example)
    {
        if (example.Body is { } body && operation.RequestBody?.Content is { } content)
            foreach (var (type, media) in content)
                if (type == example.ContentType && media is { } one)
                    one.Example = type.EndsWith("json", StringComparison.Ordinal) ? JsonNode.Parse(body) : body;
        var data = example.Body is null ? "" : $" -H 'Content-Type: {example.ContentType}' -d '{example.Body.Replace("'", "'\\''", StringComparison.Ordinal)}'";
        var method = description.HttpMethod is "GET" or null || description.HttpMethod == "POST" && data.Length > 0 ? "" : $" -X {description.HttpMethod}";
        (operation.Extensions ??= new Dictionary<string, IOpenApiExtension>())[Samples] = new JsonNodeExtension(new JsonArray(
            new JsonObject { ["lang"] = "Shell", ["source"] = $"curl -s{method} http://127.0.0.1:5080{example.Target}{data}" }));
    }
}

/// <summary>A request to an operation that works as it stands; {id} stands for the id of a run.</summary>
/// <param name="Target">The path and query.</param>
/// <param name="Body">The body; null for none.</param>
/// <param name="ContentType">The body's type.</param>
internal sealed record ApiExample(string Target, string? Body, string ContentType);

/// <summary>Adds examples to operations.</summary>
internal static class ApiExamples
{
    /// <summary>Adds the example of an operation, which the document shows and a test runs.</summary>
    public static TBuilder WithExample<TBuilder>(
        this TBuilder operation, string target, string? body = null, string contentType = "application/json")
        where TBuilder : IEndpointConventionBuilder => operation.WithMetadata(new ApiExample(target, body, contentType));
}
