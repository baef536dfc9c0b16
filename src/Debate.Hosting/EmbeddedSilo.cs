using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Grains.Deliberations;
using Debate.Grains.Placement;
using Debate.Rewards.Serving;
using Debate.Runtime.Rewards;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Debate.Hosting;

/// <summary>
/// A silo inside this process, on a free loopback port and without a gateway, so that several tools can run on one machine and nothing can
/// call in from outside.
/// </summary>
public sealed class EmbeddedSilo : IAsyncDisposable
{
    private const string StopReason = "the tool was stopped";

    /// <summary>The tool reports errors in one line itself; DEBATE_LOG=Debug, Information, ... turns on the silo's own log.</summary>
    private static readonly LogLevel MinimumLevel =
        Enum.TryParse<LogLevel>(Environment.GetEnvironmentVariable("DEBATE_LOG"), ignoreCase: true, out var level)
            ? level
            : LogLevel.Critical;

    private readonly IHost _host;

    private EmbeddedSilo(IHost host) => _host = host;

    private IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Starts a silo over a journal and models, both owned by the caller.</summary>
    public static async Task<EmbeddedSilo> StartAsync(IJournal journal, IModelClient models, Action<ISiloBuilder>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(MinimumLevel).AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.UseOrleans(silo =>
        {
            silo.UseFreeLoopbackPort().UseRoles(SiloRoles.All);
            silo.Services.AddDebate(journal, models);
            configure?.Invoke(silo);
        });
        var host = builder.Build();
        await host.StartAsync();
        return new(host);
    }

    /// <summary>Starts a run, or resumes it if it exists, and waits for its end.</summary>
    public Task<RunOutcome> RunAsync(RunDefinition definition, CancellationToken cancellation = default)
    {
        var grain = Grains.GetGrain<IDeliberationGrain>(definition.Id.Value);
        return grain.RunToEndAsync(wait => grain.RunAsync(definition, wait), StopReason, cancellation);
    }

    /// <summary>Resumes a run and waits for its end.</summary>
    public Task<RunOutcome> ResumeAsync(DeliberationId id, Budget? budget, CancellationToken cancellation = default)
    {
        var grain = Grains.GetGrain<IDeliberationGrain>(id.Value);
        return grain.RunToEndAsync(_ => grain.ResumeAsync(budget), StopReason, cancellation);
    }

    /// <summary>Rewards a group of answers; the silo must have been started with profiles. Cancelling ends the wait.</summary>
    public Task<RewardReply> ScoreAsync(RewardCall call, CancellationToken cancellation) =>
        _host.Services.GetRequiredService<RewardService>().ScoreAsync(call, cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
