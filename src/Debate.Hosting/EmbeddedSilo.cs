using Debate.Contracts;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Debate.Hosting;

/// <summary>
/// A silo inside this process: on a free loopback port, with no gateway, so that several tools can run side by side on one machine and nothing
/// outside can call in.
/// </summary>
public sealed class EmbeddedSilo : IAsyncDisposable
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);
    private readonly IHost _host;

    private EmbeddedSilo(IHost host) => _host = host;

    private IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Starts one over a journal and models, which stay the caller's.</summary>
    public static async Task<EmbeddedSilo> StartAsync(IJournal journal, IModelBackends models, Action<ISiloBuilder>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddFilter(null, LogLevel.Error).AddSimpleConsole().AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.UseOrleans(silo =>
        {
            silo.UseFreeLoopbackPort();
            silo.Services.AddDebate(journal, models);
            configure?.Invoke(silo);
        });
        var host = builder.Build();
        await host.StartAsync();
        return new(host);
    }

    /// <summary>Starts a run, or goes on with it where it exists, and waits for its end.</summary>
    public Task<Outcome> RunAsync(Snapshot snapshot, CancellationToken cancellation = default) =>
        EndAsync(snapshot.Id, grain => grain.StartAsync(snapshot), cancellation);

    /// <summary>Goes on with a run and waits for its end.</summary>
    public Task<Outcome> ResumeAsync(DeliberationId id, Budget? budget, CancellationToken cancellation = default) =>
        EndAsync(id, grain => grain.ResumeAsync(budget), cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private async Task<Outcome> EndAsync(DeliberationId id, Func<IDeliberationGrain, Task<Outcome?>> begin, CancellationToken cancellation)
    {
        var grain = Grains.GetGrain<IDeliberationGrain>(id.Value);
        var outcome = await begin(grain);
        await using var stop = cancellation.Register(() => grain.StopAsync(RunStatus.Interrupted, "interrupted").Ignore());
        while (outcome is null) outcome = await grain.WaitAsync(Wait);
        return outcome;
    }
}
