using System.Collections;
using System.Globalization;
using Debate.Models;
using Debate.Runtime.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Debate.Silo;

/// <summary>
/// Exports traces and metrics to the collector in OTEL_EXPORTER_OTLP_ENDPOINT, and does nothing if it is not set. The other OTEL variables
/// (protocol, headers, sampler, intervals) apply as OpenTelemetry defines them.
/// </summary>
internal static class TelemetryExport
{
    /// <summary>OpenTelemetry's variable that enables the export.</summary>
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly string[] Sources =
        [DebateTelemetry.Name, ModelTelemetry.Name, "Microsoft.AspNetCore", "Microsoft.Orleans.Application", "System.Net.Http"];

    private static readonly string[] Meters =
        [DebateTelemetry.Name, ModelTelemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.Orleans", "System.Runtime"];

    /// <summary>Whether the export is enabled.</summary>
    public static bool IsEnabled => Environment.GetEnvironmentVariable(EndpointVariable) is { Length: > 0 };

    /// <summary>The variables of OpenTelemetry, of which alone the framework's configuration consists here.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> ReadVariables() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Select(variable => KeyValuePair.Create((string)variable.Key, (string?)variable.Value))
        .Where(variable => variable.Key.StartsWith("OTEL_", StringComparison.Ordinal));

    /// <summary>Adds the export of this server's telemetry, including its grains.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services)
    {
        if (!IsEnabled) return services;
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(
                "debate",
                serviceVersion: typeof(TelemetryExport).Assembly.GetName().Version?.ToString(3),
                serviceInstanceId: $"{Environment.MachineName}:{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}"))
            .WithTracing(tracing => tracing.AddSource(Sources))
            .WithMetrics(metrics => metrics.AddMeter(Meters))
            .UseOtlpExporter();
        return services;
    }

    /// <summary>Propagates traces through grain calls.</summary>
    public static ISiloBuilder AddTracePropagation(this ISiloBuilder silo) => IsEnabled ? silo.AddActivityPropagation() : silo;
}
