using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>Thrown for a body that is not a model's complete reply, such as a proxy's error page or a truncated reply.</summary>
internal sealed class MalformedReplyException(string message) : Exception(message);

/// <summary>
/// The HTTP side of an endpoint: identifies each request in a header, sends a key only if there is one, rejects redirects, and accepts only
/// bodies that are chat completions.
/// </summary>
internal sealed class EndpointHandler(HttpMessageHandler inner, bool hasKey) : DelegatingHandler(inner)
{
    /// <summary>The header that identifies a request: id/path/attempt.</summary>
    public const string CallHeader = "X-Debate-Call";

    /// <summary>The header that names the seat that is asked.</summary>
    public const string SeatHeader = "X-Debate-Seat";

    private const long MaxReplyBytes = 64 << 20;
    private static readonly string[] KnownFinishReasons = ["stop", "length", "content_filter", "tool_calls", "function_call"];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        if (!hasKey) request.Headers.Authorization = null;
        if (CallScope.Current is { } scope)
        {
            request.Headers.TryAddWithoutValidation(CallHeader, scope.CreateRequestId());
            request.Headers.TryAddWithoutValidation(SeatHeader, scope.Seat);
        }
        var response = await base.SendAsync(request, cancellation);
        if (response.IsSuccessStatusCode) await ValidateAsync(response, cancellation);
        else if ((int)response.StatusCode < 400) throw CreateRedirectError((int)response.StatusCode);
        return response;
    }

    private static async Task ValidateAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await response.Content.LoadIntoBufferAsync(MaxReplyBytes, cancellation);
        var body = Parse(await response.Content.ReadAsByteArrayAsync(cancellation));
        if ((body as JsonObject)?["choices"] is not JsonArray { Count: > 0 } choices
            || choices[0] is not JsonObject choice || choice["message"] is not JsonObject)
            throw new MalformedReplyException("the body is no chat completion");
        if (choice["finish_reason"] is not JsonValue value || !value.TryGetValue<string>(out var finish)) return;
        if (KnownFinishReasons.Contains(finish)) return;
        // The client library throws on a finish reason that it does not know, and servers define their own.
        if (CallScope.Current is { } scope) scope.UnknownFinishReason = OneLine.Format(finish, 40);
        choice["finish_reason"] = "stop";
        response.Content = new StringContent(body!.ToJsonString(), Encoding.UTF8, "application/json");
    }

    private static OutageException CreateRedirectError(int status) =>
        new(FailureKind.Rejected, $"it answered {status}, a redirect; redirects are not followed");

    private static JsonNode? Parse(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            throw new MalformedReplyException("the body is not JSON");
        }
    }
}
