using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Debate.EndToEnd.Tests.Operations;

/// <summary>A server configured with a collector sends it traces and metrics.</summary>
public sealed class CollectorTests
{
    private static readonly string[] Expected =
    [
        "/v1/traces deliberate", "/v1/traces turn", "/v1/metrics debate.deliberations.ended", "/v1/metrics debate.turns",
        "/v1/metrics debate.queue.wait", "/v1/metrics debate.journal.append", "/v1/metrics orleans-",
    ];

    private readonly ConcurrentDictionary<string, bool> _missing = new(Expected.ToDictionary(e => e, _ => true));
    private readonly TaskCompletionSource _received = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Collector_receives_what_a_server_does()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var collector = builder.Build();
        collector.Urls.Add("http://127.0.0.1:0");
        collector.MapPost("/{**path}", ReceiveAsync);
        await collector.StartAsync();
        await using var server = new ServeProcess();
        server.Tool.Write("debate.yaml", "models:\n  sim: { simulated: bernoulli, accuracy: 0.6 }\n");
        server.Tool.Variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Urls.Single();
        server.Tool.Variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        server.Tool.Variables["OTEL_METRIC_EXPORT_INTERVAL"] = "200";
        server.Tool.Variables["OTEL_BSP_SCHEDULE_DELAY"] = "200";
        await server.StartAsync();
        using var tool = new ToolFolder { Variables = { ["DEBATE_SERVER"] = server.Address } };
        Assert.Equal(0, (await tool.RunAsync("run", "--question", "2+2?", "--answer", "4", "--model", "sim")).Code);
        await Task.WhenAny(_received.Task, Task.Delay(TimeSpan.FromSeconds(60)));
        Assert.Empty(_missing.Keys);
    }

    /// <summary>Ticks off the names found in a request: protobuf strings are plain UTF-8.</summary>
    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var text = Encoding.UTF8.GetString(body.ToArray());
        foreach (var expected in Expected)
            if (expected.Split(' ') is [var path, var name] && context.Request.Path == path && text.Contains(name))
            _missing.TryRemove(expected, out _);
        if (_missing.IsEmpty) _received.TrySetResult();
    }
}
