using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Debate.EndToEnd.Tests.Operations;

/// <summary>One server with a key and a collector, for all tests of its operation.</summary>
public sealed class OperatedServer : IAsyncLifetime
{
    /// <summary>The collection of test classes that share it.</summary>
    public const string Name = "operated server";

    /// <summary>What a caller must show.</summary>
    public const string Key = "s3cret";

    private static readonly string[] Expected =
    [
        "/v1/traces deliberate", "/v1/traces turn", "/v1/metrics debate.deliberations.ended", "/v1/metrics debate.turns",
        "/v1/metrics debate.queue.wait", "/v1/metrics debate.journal.append", "/v1/metrics orleans-",
    ];

    private readonly ConcurrentDictionary<string, bool> _missing = new(Expected.ToDictionary(e => e, _ => true));
    private readonly TaskCompletionSource _received = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WebApplication? _collector;

    internal ServeProcess Server { get; } = new();

    /// <summary>What the collector was not sent yet.</summary>
    public ICollection<string> Missing => _missing.Keys;

    /// <summary>Completes when the collector was sent everything.</summary>
    public Task Received => _received.Task;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        _collector = builder.Build();
        _collector.Urls.Add("http://127.0.0.1:0");
        _collector.MapPost("/{**path}", ReceiveAsync);
        await _collector.StartAsync();
        Server.Tool.Write("debate.yaml", SharedServer.Models + "  late: { simulated: bernoulli, accuracy: 0.6, latency: 60s }\n");
        Server.Tool.Variables["DEBATE_API_KEY"] = Key;
        Server.Tool.Variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = _collector.Urls.Single();
        Server.Tool.Variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        Server.Tool.Variables["OTEL_METRIC_EXPORT_INTERVAL"] = "200";
        Server.Tool.Variables["OTEL_BSP_SCHEDULE_DELAY"] = "200";
        await Server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        if (_collector is not null) await _collector.DisposeAsync();
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

[CollectionDefinition(OperatedServer.Name)]
public sealed class OperatedServerCollection : ICollectionFixture<OperatedServer>;
