using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc;

namespace Debate.Silo.Web;

/// <summary>
/// Where a key is set, every call but health probes shows it: Authorization: Bearer KEY, or X-Api-Key: KEY. Without one the server
/// listens on loopback only.
/// </summary>
internal sealed class ApiKey(RequestDelegate next, ServerOptions options)
{
    private readonly byte[]? _key = options.ApiKey is { } key ? Digest(key) : null;

    public Task InvokeAsync(HttpContext context) =>
        _key is null || context.Request.Path.StartsWithSegments("/health") || Shown(context.Request) is { } shown && Same(shown)
            ? next(context)
            : RefuseAsync(context);

    private static string? Shown(HttpRequest request)
    {
        const string bearer = "Bearer ";
        var authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(bearer, StringComparison.OrdinalIgnoreCase)
            ? authorization[bearer.Length..].Trim()
            : request.Headers["X-Api-Key"].ToString() is { Length: > 0 } key ? key : null;
    }

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    // Digests are of one length, so that the comparison tells nothing of the key by the time it takes.
    private bool Same(string shown) => CryptographicOperations.FixedTimeEquals(Digest(shown), _key);

    private static async Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Bearer";
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
