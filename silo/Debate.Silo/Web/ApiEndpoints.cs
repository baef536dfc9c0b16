using System.Text.Json.Serialization;
using Debate.Contracts;
using Debate.Grains.Placement;
using Debate.Hosting;
using Debate.Silo.Web.Catalogues;
using Debate.Silo.Web.Chat;
using Debate.Silo.Web.Episodes;
using Debate.Silo.Web.Graphs;
using Debate.Silo.Web.OpenApi;
using Debate.Silo.Web.Rewards;
using Debate.Silo.Web.Runs;
using Debate.Silo.Web.Solving;
using Debate.Silo.Web.Specifications;
using Orleans.Dashboard;

namespace Debate.Silo.Web;

/// <summary>The registry of all HTTP endpoints; a new contract adds one line to <see cref="MapApiEndpoints"/>.</summary>
internal static class ApiEndpoints
{
    /// <summary>The path of the dashboard of silos and grains.</summary>
    public const string DashboardPath = "/dashboard";

    /// <summary>Adds the services of the endpoints, the JSON options of the wire format, and errors as problem+json.</summary>
    public static IServiceCollection AddApiEndpoints(this IServiceCollection services)
    {
        services.AddSingleton<RunRules>().AddSingleton<RunService>().AddSingleton<RunList>().AddSingleton<RunRemover>()
            .AddSingleton<RunDefinitionFactory>().AddSingleton<RunEnds>().AddSingleton<Heartbeat>();
        services.AddSingleton<AccessKeys>().AddSingleton<AccessGate>().AddSingleton<GuessBrake>().AddScoped<Caller>();
        services.AddSingleton<CallerQuotas>().AddSingleton<SourceLibrary>().AddSingleton<SpecificationFactory>();
        services.AddSingleton(provider => new RequestBodies(provider.GetRequiredService<ServerOptions>().Limits));
        // Before the general shape of errors, so that it is asked first.
        services.AddChat();
        services.AddProblemDetails();
        services.AddExceptionHandler<ProblemResponses>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddEpisodes().AddGraphs();
        services.AddApiDocument();
        return services.ConfigureHttpJsonOptions(options =>
        {
            foreach (var converter in WireFormat.Json.Converters) options.SerializerOptions.Converters.Add(converter);
            options.SerializerOptions.DefaultIgnoreCondition = WireFormat.Json.DefaultIgnoreCondition;
            options.SerializerOptions.Encoder = WireFormat.Json.Encoder;
            // A number in quotes is no number; what reads bodies says so too.
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
    }

    /// <summary>Maps the endpoints; a silo without the role web has only its health probes.</summary>
    public static WebApplication MapApiEndpoints(this WebApplication app, SiloRoles roles)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseMiddleware<StrangerMiddleware>();
        app.UseMiddleware<AccessMiddleware>();
        app.UseMiddleware<QueryMiddleware>();
        app.UseMiddleware<BodyTypeMiddleware>();
        app.UseMiddleware<StorageGate>();
        app.UseMiddleware<OrderlyStop>();
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains("ready") });
        if (!roles.HasRole(SiloRole.Web)) return app;
        app.MapApiDocument();
        app.MapReferencePage();
        app.MapCatalogues();
        app.MapRuns();
        app.MapSpecifications();
        app.MapEpisodes();
        app.MapChat();
        app.MapRewards();
        app.MapGraphs();
        app.MapSolving();
        app.MapOrleansDashboard(DashboardPath);
        return app;
    }
}
