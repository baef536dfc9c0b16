using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Grains.Deliberations;
using Debate.Grains.Placement;
using Debate.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Debate.Benchmarks.Debates;

/// <summary>A cluster of one silo in this process, composed as in the product, for what is measured through grains.</summary>
internal sealed class OneSilo : IAsyncDisposable
{
    private readonly IHost _host;

    private OneSilo(IHost host) => _host = host;

    /// <summary>Starts a silo over a journal and models, both owned by the caller.</summary>
    public static async Task<OneSilo> StartAsync(IJournal journal, IModelClient models)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.UseOrleans(silo => silo.UseFreeLoopbackPort().UseRoles(SiloRoles.All).Services.AddDebate(journal, models));
        var host = builder.Build();
        await host.StartAsync();
        return new(host);
    }

    /// <summary>Starts a run, or resumes it if it exists, and waits for its end.</summary>
    public Task<RunOutcome> RunAsync(RunDefinition definition, CancellationToken cancellation = default)
    {
        var grain = _host.Services.GetRequiredService<IGrainFactory>().GetGrain<IDeliberationGrain>(definition.Id.Value);
        return grain.RunToEndAsync(wait => grain.RunAsync(definition, wait), "the benchmark was stopped", cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
