using System.Net;
using System.Text;
using Debate.Hosting;

namespace Debate.EndToEnd.Tests.Operations;

/// <summary>A server told of a collector sends it traces and measurements.</summary>
public sealed class CollectorTests
{
    private static readonly string[] Expected =
    [
        "/v1/traces deliberate", "/v1/traces turn", "/v1/metrics debate.deliberations.ended", "/v1/metrics debate.turns",
        "/v1/metrics debate.queue.wait", "/v1/metrics debate.journal.append", "/v1/metrics orleans-",
    ];

    [Fact]
    public async Task Collector_receives_what_a_server_does()
    {
        using var listener = new HttpListener();
        var port = LoopbackClustering.FreePort();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        await using var server = new Server();
        server.Tool.Write("debate.yaml", "models:\n  sim: { simulated: bernoulli, accuracy: 0.6 }\n");
        server.Tool.Variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{port}";
        server.Tool.Variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        server.Tool.Variables["OTEL_METRIC_EXPORT_INTERVAL"] = "200";
        server.Tool.Variables["OTEL_BSP_SCHEDULE_DELAY"] = "200";
        await server.StartAsync();
        using var tool = new Tool { Variables = { ["DEBATE_SERVER"] = server.Address } };
        Assert.Equal(0, (await tool.RunAsync("run", "--question", "2+2?", "--answer", "4", "--model", "sim")).Code);
        var missing = Expected.ToHashSet();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (missing.Count > 0)
        {
            var received = await ReceivedAsync(listener).WaitAsync(patience.Token);
            missing.RemoveWhere(received.Contains);
        }
    }

    /// <summary>Which of the expected names the next request holds: strings of protobuf are plain UTF-8.</summary>
    private static async Task<HashSet<string>> ReceivedAsync(HttpListener listener)
    {
        var context = await listener.GetContextAsync();
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        context.Response.Close();
        var text = Encoding.UTF8.GetString(body.ToArray());
        return [.. Expected.Where(e => e.Split(' ') is [var path, var name] && context.Request.Url!.AbsolutePath == path && text.Contains(name))];
    }
}
