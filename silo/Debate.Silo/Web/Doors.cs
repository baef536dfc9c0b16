using Debate.Contracts;
using Debate.Grains.Placement;
using Debate.Silo.Web.Episodes;
using Debate.Silo.Web.Rewards;
using Debate.Silo.Web.Runs;
using Orleans.Dashboard;

namespace Debate.Silo.Web;

/// <summary>The registry of all HTTP endpoints; a new contract adds one line to <see cref="MapDoors"/>.</summary>
internal static class Doors
{
    /// <summary>The path of the dashboard of silos and grains.</summary>
    public const string Dashboard = "/dashboard";

    /// <summary>Adds the services of the endpoints, the JSON options of the wire format, and errors as problem+json.</summary>
    public static IServiceCollection AddDoors(this IServiceCollection services)
    {
        services.AddSingleton<RunDesk>().AddSingleton<RunSnapshots>();
        services.AddProblemDetails();
        services.AddExceptionHandler<Problems>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddEpisodes();
        return services.ConfigureHttpJsonOptions(options =>
        {
            foreach (var converter in WireFormat.Json.Converters) options.SerializerOptions.Converters.Add(converter);
            options.SerializerOptions.DefaultIgnoreCondition = WireFormat.Json.DefaultIgnoreCondition;
            options.SerializerOptions.Encoder = WireFormat.Json.Encoder;
        });
    }

    /// <summary>Maps the endpoints; a silo without the role web has only its health probes.</summary>
    public static WebApplication MapDoors(this WebApplication app, SiloRoles roles)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseMiddleware<ApiKey>();
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains("ready") });
        if (!roles.Plays(SiloRole.Web)) return app;
        app.MapRuns();
        app.MapEpisodes();
        app.MapRewards();
        app.MapOrleansDashboard(Dashboard);
        return app;
    }
}
