using System.Text;
using Debate.Hosting;
using Debate.Silo.Web.Runs;
using Microsoft.AspNetCore.Mvc;

namespace Debate.Silo.Web;

/// <summary>
/// Where there are keys, every request except health probes must present one: Authorization: Bearer KEY, or X-Api-Key: KEY. The read-only
/// pages of the dashboard and of the API's reference also accept it as the password of HTTP basic authentication, which a browser asks for; so do the doors of rewards
/// (<see cref="AcceptsKeyAsPassword"/>), whose clients know a URL and no header, where no browser sent the request. What the key allows is
/// asked here (<see cref="NeededScope"/>); whose runs it opens is the <see cref="Caller"/>'s tenant.
/// </summary>
internal sealed class AccessMiddleware(RequestDelegate next, AccessGate gate, GuessBrake brake, TimeProvider clock)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/health") || await gate.IsOpenAsync())
        {
            await next(context);
            return;
        }
        var shown = FindPresentedKeys(context);
        AccessKey? key = null;
        foreach (var text in shown) key ??= await gate.FindAsync(text);
        if (shown.Length == 0) key = await EventsTokens.FindKeyAsync(context, gate, clock);
        if (key is null)
        {
            await RefuseAsync(context, shown.Length > 0);
            return;
        }
        if (context.GetEndpoint() is { } operation
            && (operation.Metadata.GetMetadata<NeededScope>()?.Scope ?? AccessScopes.Admin) is var needed && !key.Allows(needed))
            throw new HttpProblemException(StatusCodes.Status403Forbidden,
                $"key {key.Id} ({key.Name}): it lacks the scope {AccessKeys.FormatScopes(needed)}, which this needs");
        context.RequestServices.GetRequiredService<Caller>().Key = key;
        using var open = gate.Watch(context, key);
        await next(context);
    }

    private async Task RefuseAsync(HttpContext context, bool isWrong)
    {
        if (isWrong && !await brake.WaitAsync(context.Connection.RemoteIpAddress, context.Request.Path, context.RequestAborted))
            throw new HttpProblemException(StatusCodes.Status429TooManyRequests, "too many wrong keys") { RetryAfter = 5 };
        await WriteUnauthorizedAsync(context);
    }

    private static string[] FindPresentedKeys(HttpContext context)
    {
        const string bearer = "Bearer ";
        var request = context.Request;
        var authorization = request.Headers.Authorization.ToString();
        if ((IsPageRead(request) || IsRewardCall(context)) && ParseBasicPassword(authorization) is { } password)
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
    private static bool IsPageRead(HttpRequest request) => HttpMethods.IsGet(request.Method)
        && (request.Path.StartsWithSegments(ApiEndpoints.DashboardPath) || request.Path.StartsWithSegments("/docs"));

    private static string? ParseBasicPassword(string authorization)
    {
        const string basic = "Basic ";
        if (!authorization.StartsWith(basic, StringComparison.OrdinalIgnoreCase)) return null;
        var bytes = new byte[authorization.Length];
        if (!Convert.TryFromBase64String(authorization[basic.Length..].Trim(), bytes, out var count)) return null;
        var pair = Encoding.UTF8.GetString(bytes, 0, count);
        return pair.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? pair[(colon + 1)..] : null;
    }

    private static async Task WriteUnauthorizedAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = IsPageRead(context.Request) ? "Basic realm=\"debate\"" : "Bearer";
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
