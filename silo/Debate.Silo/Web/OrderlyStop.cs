using Orleans.Configuration;

namespace Debate.Silo.Web;

/// <summary>
/// Stops a server within ten seconds, after which supervisors such as docker stop kill it: requests in flight have two seconds, then runs are
/// handed over (calls in flight have five), then the silo leaves its cluster.
/// </summary>
internal sealed class OrderlyStop
{
    private static readonly TimeSpan Requests = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Activations = TimeSpan.FromSeconds(7.5);
    private static readonly TimeSpan Everything = TimeSpan.FromSeconds(9);

    private readonly CancellationTokenSource _hangsUp = new();
    private readonly RequestDelegate _next;

    public OrderlyStop(RequestDelegate next, IHostApplicationLifetime life)
    {
        _next = next;
        life.ApplicationStopping.Register(() => _hangsUp.CancelAfter(Requests));
    }

    /// <summary>Sets the time limits of the host and of the silo.</summary>
    public static void Configure(IServiceCollection services)
    {
        services.Configure<HostOptions>(o => o.ShutdownTimeout = Everything);
        services.Configure<GrainCollectionOptions>(o => o.DeactivationTimeout = Activations);
    }

    /// <summary>Answers a request; one that still waits then is hung up, and its caller asks another server.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        await using var hangsUp = _hangsUp.Token.Register(context.Abort);
        await _next(context);
    }
}
