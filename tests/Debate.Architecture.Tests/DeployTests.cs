using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Debate.Models;
using Debate.Runtime.Telemetry;

namespace Debate.Architecture.Tests;

/// <summary>The names in deploy/ exist in the product: a renamed variable or metric fails here, not on a cluster.</summary>
public sealed partial class DeployTests
{
    private static readonly string[] Deployments =
        [.. Repository.Files("*.yaml", "deploy"), Path.Combine(Repository.Root, "docker-compose.yml")];

    [Fact]
    public void Every_variable_of_a_deployment_is_one_that_the_product_reads()
    {
        var sources = string.Concat(Repository.Files("*.cs", "silo", "client", "src").Select(File.ReadAllText));
        var named = Deployments.SelectMany(file => SetVariable().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value))
            .ToHashSet();
        Assert.Contains("DEBATE_CLUSTER", named);
        Assert.All(named, name => Assert.Contains($"\"{name}\"", sources));
    }

    [Fact]
    public void Every_measurement_that_the_dashboard_shows_is_one_that_we_make()
    {
        var made = new HashSet<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name is DebateTelemetry.Name or ModelTelemetry.Name) made.UnionWith(Scraped(instrument));
            },
        };
        listener.Start();
        RuntimeHelpers.RunClassConstructor(typeof(DebateTelemetry).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(ModelTelemetry).TypeHandle);
        var shown = Measurement().Matches(File.ReadAllText(Assert.Single(Repository.Files("*.json", "deploy")))).Select(m => m.Value)
            .ToHashSet();
        Assert.True(shown.Count >= 10, string.Join(' ', shown));
        Assert.All(shown, name => Assert.Contains(name, made));
    }

    /// <summary>The names of an instrument in Prometheus: dots become underscores, then unit and kind are appended.</summary>
    private static IEnumerable<string> Scraped(Instrument instrument)
    {
        var name = instrument.Name.Replace('.', '_') + (instrument.Unit == "s" ? "_seconds" : "");
        return instrument switch
        {
            Histogram<double> => [$"{name}_bucket", $"{name}_sum", $"{name}_count"],
            Counter<long> or Counter<double> => [$"{name}_total"],
            _ => [name],
        };
    }

    [GeneratedRegex(@"\b(DEBATE_[A-Z_]+)(?=: |,|=)")]
    private static partial Regex SetVariable();

    [GeneratedRegex(@"debate_[a-z_]+")]
    private static partial Regex Measurement();
}
