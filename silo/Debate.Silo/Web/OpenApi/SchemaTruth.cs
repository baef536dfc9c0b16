using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Debate.Deliberation;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Debate.Silo.Web.OpenApi;

/// <summary>
/// Says of a type what its JSON is where the framework's generator does not know: types with converters of their own (texts too have one),
/// and that a field without a value is left out.
/// </summary>
internal static class SchemaTruth
{
    private static readonly Type[] Texts = [typeof(string), typeof(DeliberationId), typeof(TimeSpan), typeof(BigInteger), typeof(DateTimeOffset)];
    private static readonly Type[] AnyJson = [typeof(JsonElement), typeof(JsonNode), typeof(JsonObject)];

    /// <summary>
    /// The name of a type's schema; null for one that stands where it is used. Two types of one name would be taken for one another without
    /// a word (dotnet/aspnetcore#64325): a nested one has its owner's name before it, and no other two of this solution share one.
    /// </summary>
    public static string? NameOf(JsonTypeInfo info) => Texts.Contains(info.Type) || AnyJson.Contains(info.Type) ? null
        : info.Type is { IsNested: true, DeclaringType: { } owner, IsGenericType: false } type ? $"{owner.Name}{type.Name}"
        : OpenApiOptions.CreateDefaultSchemaReferenceId(info);

    /// <summary>The transformer.</summary>
    public static Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken stop)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (Texts.Contains(type) || type.IsEnum) schema.Type = JsonSchemaType.String;
        if (type == typeof(DateTimeOffset)) schema.Format = "date-time";
        if (type == typeof(BigInteger)) schema.Pattern = "^-?[0-9]+$";
        // What is written is 00:01:30; what is read is 90s and 1h30m too.
        if (type == typeof(TimeSpan)) schema.Pattern = null;
        if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object)
            foreach (var property in context.JsonTypeInfo.Properties.Where(p => p.IsGetNullable && !IsAlwaysWritten(p)))
                schema.Required?.Remove(property.Name);
        return Task.CompletedTask;
    }

    private static bool IsAlwaysWritten(JsonPropertyInfo property) => property.AttributeProvider?
        .GetCustomAttributes(typeof(JsonIgnoreAttribute), true).OfType<JsonIgnoreAttribute>().Any(i => i.Condition == JsonIgnoreCondition.Never) == true;
}
