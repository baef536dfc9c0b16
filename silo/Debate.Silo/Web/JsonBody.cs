using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Debate.Contracts;
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
