using Debate.Contracts;
using Debate.Deliberation.Engine;
using Debate.Grains.Deliberations;
using Debate.Grains.Externals;
using Debate.Grains.Journals;
using Debate.Hosting;
using Debate.Models;
using Debate.Silo.Web;
using Debate.Silo.Web.Rewards;

namespace Debate.Silo;

/// <summary>
/// The server: a silo over the journal of a folder, which takes up what a crash left unfinished, and says whether it is well.
/// </summary>
public static class DebateServer
{
    /// <summary>The file that remembers where other silos reach this one.</summary>
    private const string SiloFile = "silo";

    /// <summary>Serves until <paramref name="stop"/> or a signal; runs in flight are recorded as interrupted.</summary>
    public static async Task RunAsync(ServerOptions options, CancellationToken stop)
    {
        options.RefuseStrangers();
        foreach (var model in options.Roles.Models) options.Models.Find(model);
        Directory.CreateDirectory(options.Data);
        await using var journal = options.Cluster is { } redis ? await RedisJournal.OpenAsync(redis) : (IOpenJournal)SqliteJournal.Open(options.Data);
        using var models = new ModelBackends(options.Models);
        await using var app = Build(options, journal, models);
        await app.RunAsync(stop);
    }

    private static WebApplication Build(ServerOptions options, IJournal journal, IModelBackends models)
    {
        var gateway = LastPort.Choose(options.Data, ClusterName.GatewayFile, options.GatewayPort);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(options.Urls);
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Debate", LogLevel.Information);
        builder.Services.AddRewards(options);
        builder.UseOrleans(silo => Clustered(silo, options, gateway).UseRoles(options.Roles).Services.AddDebate(journal, models));
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(new ExternalOptions(IsServed: true));
        if (options.InFlight is { } most) builder.Services.AddSingleton<IDebatePlaces>(new DebatePlaces(most));
        if (options.Cluster is null) builder.Services.AddSingleton<IRunOwners>(new FolderOwners(options.Data));
        else builder.Services.AddSingleton<IRunOwners, ClusterOwners>();
        builder.Services.AddSingleton<RootRuns>();
        builder.Services.AddHostedService(services => services.GetRequiredService<RootRuns>());
        builder.Services.AddHostedService<Recovery>();
        builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<GatewayPlace>(services, options.Data, gateway));
        builder.Services.AddHealthChecks().AddCheck<Readiness>("ready", tags: ["ready"]);
        builder.Services.AddHostedService<WebPlace>();
        builder.Services.AddDoors();
        return builder.Build().MapDoors(options.Roles);
    }

    private static ISiloBuilder Clustered(ISiloBuilder silo, ServerOptions options, int gateway)
    {
        if (options.Cluster is not { } redis) return silo.UseLoopbackGateway(gateway);
        var port = LastPort.Choose(options.Data, SiloFile);
        LastPort.Write(options.Data, SiloFile, port);
        return silo.UseRedisCluster(redis, new(options.Advertised, port), gateway);
    }
}
