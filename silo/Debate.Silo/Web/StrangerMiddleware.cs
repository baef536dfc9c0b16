using Debate.Core.Input;
using System.Net;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Debate.Silo.Web;

/// <summary>
/// Refuses what a stranger's web page makes a browser send. A page of another origin is told by Origin or Sec-Fetch-Site, which pages
/// cannot forge. A page whose own name was made to lead to this machine (DNS rebinding) is of the same origin, but its name is in Host: who
/// needs no key must name the server by loopback, or by a name of --allow-host. Pages of the origins of --allow-origin are no strangers:
/// they are told that they may read (CORS), never with what a browser would send by itself.
/// </summary>
internal sealed class StrangerMiddleware(RequestDelegate next, ServerOptions options, AccessGate gate)
{
    private const string Methods = "GET, HEAD, POST, PUT, PATCH, DELETE";
    private const string RequestHeaders = "Authorization, X-Api-Key, Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID, X-Debate-Profile";
    private const string ResponseHeaders = "Debate-Left-Out, ETag, Location, Retry-After, X-Debate-Run, X-Should-Retry";

    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var isGuest = request.Headers.Origin is [{ } page] && options.AllowedOrigins.Contains(page, StringComparer.Ordinal);
        // On errors too, whose response begins anew.
        context.Response.OnStarting(() =>
        {
            context.Response.Headers.XContentTypeOptions = "nosniff";
            if (options.AllowedOrigins.Count > 0) context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Origin);
            if (!isGuest) return Task.CompletedTask;
            context.Response.Headers.AccessControlAllowOrigin = request.Headers.Origin;
            context.Response.Headers.AccessControlExposeHeaders = ResponseHeaders;
            return Task.CompletedTask;
        });
        // A probe of the server's health waits for no store.
        var isOpen = request.Path.StartsWithSegments("/health") ? gate.WasOpen : await gate.IsOpenAsync();
        if (isOpen && !IsOwnName(request.Host.Host))
            throw Refuse($"Host '{request.Host.Value}': without a key this server is addressed as 127.0.0.1, [::1] or localhost, "
                + "or by a name that --allow-host gives");
        if (isGuest)
        {
            if (HttpMethods.IsOptions(request.Method) && request.Headers.AccessControlRequestMethod.Count > 0) AnswerPreflight(context.Response);
            else await next(context);
            return;
        }
        if (request.Headers.Origin is { Count: > 0 } origin && !IsOwnOrigin(origin.ToString(), request.Host))
            throw Refuse($"Origin '{origin}': pages of another origin are not served");
        if (IsForeignFetch(request))
            throw Refuse($"Sec-Fetch-Site '{request.Headers["Sec-Fetch-Site"]}': pages of another origin are not served");
        await next(context);
    }

    // Asked without a key, and told what every guest may send.
    private static void AnswerPreflight(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status204NoContent;
        response.Headers.AccessControlAllowMethods = Methods;
        response.Headers.AccessControlAllowHeaders = RequestHeaders;
        response.Headers.AccessControlMaxAge = "600";
    }

    private bool IsOwnName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)
        || options.AllowedHosts.Contains(host, StringComparer.OrdinalIgnoreCase);

    // The scheme is not compared: a proxy that ends TLS passes the name on, not the scheme.
    private static bool IsOwnOrigin(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Scheme is "http" or "https"
        && page.IdnHost.Trim('[', ']').Equals(host.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase)
        && page.Port == (host.Port ?? (page.Scheme == "https" ? 443 : 80));

    // Who follows a link from elsewhere, to the dashboard say, is no page that reads the answer.
    private static bool IsForeignFetch(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "none" or "same-origin")
        && !(HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Mode"] == "navigate"
            && request.Headers["Sec-Fetch-Dest"] == "document");

    private static HttpProblemException Refuse(string why) =>
        new(StatusCodes.Status403Forbidden, OneLine.Format(why, 400));
}

/// <summary>
/// Every body has one of the types that its operation names (<see cref="IAcceptsMetadata"/>; JSON where it names none): types that a form
/// cannot send, so that a page of another origin would have to ask first. A request without a body needs none.
/// </summary>
internal sealed class BodyTypeMiddleware(RequestDelegate next)
{
    private static readonly IReadOnlyList<string> Json = ["application/json"];

    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not { } operation || context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true })
            return next(context);
        var types = operation.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes ?? Json;
        return IsOneOf(types, context.Request.ContentType) ? next(context) : throw new HttpProblemException(
            StatusCodes.Status415UnsupportedMediaType,
            $"Content-Type '{OneLine.Format(context.Request.ContentType ?? "", 100)}': it must be {string.Join(" or ", types)}");
    }

    private static bool IsOneOf(IReadOnlyList<string> types, string? given) =>
        MediaTypeHeaderValue.TryParse(given, out var type) && types.Any(known => type.MediaType.Equals(known, StringComparison.OrdinalIgnoreCase))
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}
