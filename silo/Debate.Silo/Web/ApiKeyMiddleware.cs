using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc;

namespace Debate.Silo.Web;

/// <summary>
/// If a key is configured, every request except health probes must present it: Authorization: Bearer KEY, or X-Api-Key: KEY. Without one
/// the server listens on loopback only. The dashboard's read-only pages also accept it as the password of HTTP basic authentication, which
/// a browser asks for.
/// </summary>
internal sealed class ApiKeyMiddleware(RequestDelegate next, ServerOptions options)
{
    private readonly byte[]? _key = options.ApiKey is { } key ? Hash(key) : null;

    public Task InvokeAsync(HttpContext context) =>
        _key is null || context.Request.Path.StartsWithSegments("/health") || FindPresentedKey(context.Request) is { } shown
        && Matches(shown)
            ? next(context)
            : WriteUnauthorizedAsync(context);

    private static string? FindPresentedKey(HttpRequest request)
    {
        const string bearer = "Bearer ";
        var authorization = request.Headers.Authorization.ToString();
        if (IsDashboardRead(request) && ParseBasicPassword(authorization) is { } password) return password;
        return authorization.StartsWith(bearer, StringComparison.OrdinalIgnoreCase)
            ? authorization[bearer.Length..].Trim()
            : request.Headers["X-Api-Key"].ToString() is { Length: > 0 } key ? key : null;
    }

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
