using System.Globalization;
using Debate.Grains.Telemetry;
using Debate.Models;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Debate.Silo;

/// <summary>
/// Sends traces and measurements to the collector that OTEL_EXPORTER_OTLP_ENDPOINT names, and does nothing where it names none. The other
/// OTEL variables (protocol, headers, sampler, intervals) hold as OpenTelemetry defines them.
/// </summary>
internal static class Telemetry
{
    /// <summary>The variable that turns it on, as OpenTelemetry names it.</summary>
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly string[] Sources =
        [DebateTelemetry.Name, ModelTelemetry.Name, "Microsoft.AspNetCore", "Microsoft.Orleans.Application", "System.Net.Http"];

    private static readonly string[] Meters =
        [DebateTelemetry.Name, ModelTelemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.Orleans", "System.Runtime"];

    /// <summary>Whether somebody collects.</summary>
    public static bool IsCollected => Environment.GetEnvironmentVariable(Endpoint) is { Length: > 0 };

    /// <summary>Sends what this server does, its grains included.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services)
    {
        if (!IsCollected) return services;
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(
                "debate",
                serviceVersion: typeof(Telemetry).Assembly.GetName().Version?.ToString(3),
                serviceInstanceId: $"{Environment.MachineName}:{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}"))
            .WithTracing(tracing => tracing.AddSource(Sources))
            .WithMetrics(metrics => metrics.AddMeter(Meters))
            .UseOtlpExporter();
        return services;
    }

    /// <summary>Lets a trace go on through calls of grains.</summary>
    public static ISiloBuilder Traced(this ISiloBuilder silo) => IsCollected ? silo.AddActivityPropagation() : silo;
}
