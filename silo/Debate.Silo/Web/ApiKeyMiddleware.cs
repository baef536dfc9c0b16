using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc;

namespace Debate.Silo.Web;

/// <summary>
/// If a key is configured, every request except health probes must present it: Authorization: Bearer KEY, or X-Api-Key: KEY. Without one
/// the server listens on loopback only. The dashboard's read-only pages also accept it as the password of HTTP basic authentication, which
/// a browser asks for; so do the doors of rewards (<see cref="AcceptsKeyAsPassword"/>), whose clients know a URL and no header, where no
/// browser sent the request.
/// </summary>
internal sealed class ApiKeyMiddleware(RequestDelegate next, ServerOptions options)
{
    private readonly byte[]? _key = options.ApiKey is { } key ? Hash(key) : null;

    public Task InvokeAsync(HttpContext context) =>
        _key is null || context.Request.Path.StartsWithSegments("/health") || FindPresentedKeys(context).Any(Matches)
            ? next(context)
            : WriteUnauthorizedAsync(context);

    private static string[] FindPresentedKeys(HttpContext context)
    {
        const string bearer = "Bearer ";
        var request = context.Request;
        var authorization = request.Headers.Authorization.ToString();
        if ((IsDashboardRead(request) || IsRewardCall(context)) && ParseBasicPassword(authorization) is { } password)
            // Some clients leave the escapes of a URL's password as they are (urllib3 issue 4945).
            return [password, Uri.UnescapeDataString(password)];
        return authorization.StartsWith(bearer, StringComparison.OrdinalIgnoreCase)
            ? [authorization[bearer.Length..].Trim()]
            : request.Headers["X-Api-Key"].ToString() is { Length: > 0 } key ? [key] : [];
    }

    // A trainer sends neither of the headers, a browser at least one of them with whatever a page makes it send.
    private static bool IsRewardCall(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<AcceptsKeyAsPassword>() is not null
        && context.Request.Headers.Origin.Count == 0 && !context.Request.Headers.ContainsKey("Sec-Fetch-Site");

    // A browser sends the password automatically, also with cross-site requests, so it must not authorise anything that changes state.
    private static bool IsDashboardRead(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Path.StartsWithSegments(ApiEndpoints.DashboardPath);

    private static string? ParseBasicPassword(string authorization)
    {
        const string basic = "Basic ";
        if (!authorization.StartsWith(basic, StringComparison.OrdinalIgnoreCase)) return null;
        var bytes = new byte[authorization.Length];
        if (!Convert.TryFromBase64String(authorization[basic.Length..].Trim(), bytes, out var count)) return null;
        var pair = Encoding.UTF8.GetString(bytes, 0, count);
        return pair.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? pair[(colon + 1)..] : null;
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    // Hashes have equal length, so the comparison takes constant time and reveals nothing about the key.
    private bool Matches(string shown) => CryptographicOperations.FixedTimeEquals(Hash(shown), _key);

    private static async Task WriteUnauthorizedAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = IsDashboardRead(context.Request) ? "Basic realm=\"debate\"" : "Bearer";
        await context.RequestServices.GetRequiredService<IProblemDetailsService>().WriteAsync(new()
        {
            HttpContext = context,
            ProblemDetails = new ProblemDetails
            {
                Status = StatusCodes.Status401Unauthorized,
                Detail = "this server asks for its key: Authorization: Bearer KEY",
            },
        });
    }
}

/// <summary>Marks an endpoint that accepts the API key as the password of HTTP basic authentication, except from a browser.</summary>
internal sealed class AcceptsKeyAsPassword;
