using Debate.Contracts;
using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Hosting;
using Debate.Runtime;
using Debate.Runtime.Externals;
using Debate.Runtime.Telemetry;
using Debate.Silo.Web;
using Debate.Silo.Web.Rewards;
using Debate.Storage;
using Microsoft.Extensions.Logging.Console;
using Orleans.Configuration;
using Orleans.Dashboard;

namespace Debate.Silo;

/// <summary>
/// The server: a silo over a folder's or a cluster's journal that resumes runs left unfinished by a crash, with HTTP endpoints and health
/// checks.
/// </summary>
public static class DebateServer
{
    /// <summary>
    /// Serves until <paramref name="stop"/> or a signal, and calls <paramref name="open"/> with its URLs as soon as it listens; at
    /// shutdown, runs in flight are recorded as interrupted. Throws <see cref="InputException"/> if the options are invalid, another server
    /// serves the folder, or an address is in use.
    /// </summary>
    public static async Task RunAsync(ServerOptions options, Action<string> open, CancellationToken stop)
    {
        await options.RequireApiKeyBeyondLoopbackAsync(() => HasStoredKeyAsync(options, stop));
        foreach (var model in options.Roles.Models) options.Models.Find(model);
        options.RequireClusterForArchive();
        Directory.CreateDirectory(options.Data);
        using var taken = await ServerLock.AcquireAsync(options.Data);
        WebAddress.ThrowIfTaken(options.Urls);
        var space = new StorageSpace(options.Data, TellSpace);
        await using var journal = await OpenJournalAsync(options, space, stop);
        await using var app = await StartAsync(options, journal, space, stop);
        open(string.Join(';', app.Urls));
        await app.WaitForShutdownAsync(stop);
        ThrowIfFailed(app.Services.GetServices<IHostedService>());
    }

    /// <summary>Throws <see cref="ServiceFailedException"/> if the server stopped because a service of it failed.</summary>
    internal static void ThrowIfFailed(IEnumerable<IHostedService> services)
    {
        foreach (var service in services.OfType<BackgroundService>())
            if (service.ExecuteTask?.Exception?.InnerException is { } error and not OperationCanceledException)
                throw new ServiceFailedException(service.GetType().Name, error);
    }

    private static async Task<bool> HasStoredKeyAsync(ServerOptions options, CancellationToken stop)
    {
        await using IOpenJournal journal = options.Cluster is { } redis
            ? await RedisWait.WaitAsync(() => RedisJournal.OpenAsync(redis), TimeProvider.System, stop) : SqliteJournal.OpenReadOnly(options.Data);
        return (await new AccessKeys(journal, TimeProvider.System).ListAsync()).Any(key => key.Revoked is null);
    }

    private static async Task<IOpenJournal> OpenJournalAsync(ServerOptions options, StorageSpace space, CancellationToken stop)
    {
        if (options.Cluster is not { } redis) return SqliteJournal.Open(options.Data, space: space);
        var journal = await RedisWait.WaitAsync(() => RedisJournal.OpenAsync(redis), TimeProvider.System, stop);
        if ((await journal.ReadPromisesAsync()).Eviction is { } eviction)
        {
            await journal.DisposeAsync();
            throw new InputException($"redis '{RedisAddress.Parse(redis)}': {eviction}");
        }
        if (options.Archive is not { } folder) return journal;
        return new ArchivedJournal(journal, new(Directory.CreateDirectory(folder).FullName));
    }

    // Redis may go away while the silo joins: then what was built of it is thrown away, and it starts anew when Redis is back.
    private static Task<WebApplication> StartAsync(
        ServerOptions options, IJournal journal, StorageSpace space, CancellationToken stop) =>
        RedisWait.WaitAsync(async () =>
        {
            var place = await SiloPlace.ChooseAsync(options);
            var app = Build(options, journal, space, place);
            try
            {
                if (place is null) await app.StartAsync(stop);
                else await place.JoinAsync(app, options.Certificate, TimeProvider.System, stop);
                return app;
            }
            catch (Exception)
            {
                var services = app.Services.GetServices<IHostedService>();
                // Where it does not end, whoever asked for it is told all the same.
                await app.DisposeAsync().AsTask().WaitAsync(SiloPlace.EndTime, TimeProvider.System, CancellationToken.None)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                // A service that fails before the server listens cancels its start.
                ThrowIfFailed(services);
                throw;
            }
        }, TimeProvider.System, stop);

    private static RedisJournal? FindRedis(IJournal journal) => (journal as ArchivedJournal)?.Live ?? journal as RedisJournal;

    private static WebApplication Build(ServerOptions options, IJournal journal, StorageSpace space, SiloPlace? place)
    {
        var gateway = StickyPort.Choose(options.Data, ClusterName.GatewayFile, options.GatewayPort);
        var observed = new ObservedJournal(journal, TimeProvider.System);
        // Not the working folder: a settings file that lies there by chance decides nothing here.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        // Nor do the framework's own settings (Kestrel__Endpoints__X__Url would open another address): what is bound is what was checked.
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(TelemetryExport.ReadVariables());
        builder.WebHost.UseUrls(options.Urls).ConfigureKestrel(web =>
        {
            web.Limits.MaxRequestBodySize = options.Limits.Body;
            web.Limits.MinRequestBodyDataRate = new(options.Limits.Rate, gracePeriod: TimeSpan.FromSeconds(5));
        });
        builder.Logging.ClearProviders().AddConsole(console => console.FormatterName = LogFormat.FormatName)
            .AddConsoleFormatter<LogFormat, ConsoleFormatterOptions>()
            .SetMinimumLevel(LogLevel.Warning).AddFilter("Debate", LogLevel.Information)
            // Two lines at each start about a collector that is chosen on purpose.
            .AddFilter("Orleans.Runtime.Silo", LogLevel.Error);
        builder.Services.AddSingleton(LogFormat.FindSecrets(options, Environment.GetEnvironmentVariable));
        builder.Services.AddRewards(options);
        builder.UseOrleans(silo =>
            UseClustering(silo, place, gateway, options.Certificate).UseRoles(options.Roles).AddTracePropagation().AddDashboard()
                .Services.AddDebate(observed, options.Models, isShared: options.Cluster is not null));
        builder.Services.AddSingleton(options).AddSingleton(space);
        OrderlyStop.Configure(builder.Services);
        builder.Services.Configure<SchedulingOptions>(o => o.TurnWarningLengthThreshold = options.TurnWarning);
        builder.Services.AddSingleton(new ExternalOptions(IsServed: true));
        if (options.MaxInFlight is { } max) builder.Services.AddSingleton<IRunLimiter>(new RunLimiter(max));
        if (options.Cluster is null) builder.Services.AddSingleton<IRunOwners>(new FolderOwners(options.Data));
        else builder.Services.AddSingleton<IRunOwners, ClusterOwners>();
        builder.Services.AddSingleton<RootRuns>();
        builder.Services.AddHostedService(services => services.GetRequiredService<RootRuns>());
        builder.Services.AddSingleton<Recovery>().AddHostedService(services => services.GetRequiredService<Recovery>());
        if (journal is ArchivedJournal archived) builder.Services.AddSingleton(archived).AddHostedService<ArchiveService>();
        if (FindRedis(journal) is { } redis) builder.Services.AddSingleton(redis).AddHostedService<RedisDurabilityCheck>();
        builder.Services.AddHostedService(services =>
            ActivatorUtilities.CreateInstance<GatewayAddressFile>(services, options.Data, gateway));
        builder.Services.AddHealthChecks().AddCheck<Readiness>("ready", tags: ["ready"]);
        builder.Services.AddHostedService<HttpAddressFile>();
        builder.Services.AddHostedService<MemoryReturn>();
        builder.Services.AddTelemetry().AddApiEndpoints();
        return builder.Build().MapApiEndpoints(options.Roles);
    }

    private static void TellSpace(string? full) => Console.Error.WriteLine(full is null
        ? "debate: there is space again; runs go on"
        : $"debate: no space: {full}; new runs are refused, the others wait for space");

    private static ISiloBuilder UseClustering(ISiloBuilder silo, SiloPlace? place, int gateway, ClusterCertificate? certificate)
    {
        if (certificate is not null) silo.UseTls(certificate.Configure);
        return place is null ? silo.UseLoopbackGateway(gateway)
            : silo.UseRedisCluster(place.Redis, place.Address, gateway, place.Generation);
    }
}

/// <summary>A service of the server failed, which ended the server: the process must not tell its supervisor that all is well.</summary>
public sealed class ServiceFailedException(string service, Exception error)
    : Exception($"the server ended, because its {service} failed: {error.GetType().Name}: {error.Message}", error);
