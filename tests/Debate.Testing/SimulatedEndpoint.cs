using System.Net;
using Debate.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Debate.Testing;

/// <summary>Answers one request.</summary>
public delegate Task<EndpointReply> Responder(ReceivedCall call, CancellationToken hungUp);

/// <summary>
/// A real HTTP server on a free loopback port that implements the OpenAI chat API (without streaming), replies as a test says, and records
/// every request. It can be made to fail: <see cref="Respond"/> can be replaced at any time, and <see cref="StopAsync"/> and <see
/// cref="StartAsync()"/> take the port down and up again.
/// </summary>
public sealed class SimulatedEndpoint : IAsyncDisposable
{
    private readonly TimeProvider _clock;
    private readonly PortReservation _port = new();
    private WebApplication? _app;

    private SimulatedEndpoint(Responder respond, TimeProvider? clock) =>
        (Respond, _clock, Log) = (respond, clock ?? TimeProvider.System, new EndpointLog(clock ?? TimeProvider.System));

    /// <summary>How requests are answered.</summary>
    public Responder Respond { get; set; }

    /// <summary>The requests received.</summary>
    public EndpointLog Log { get; }

    /// <summary>The address for a configuration: http://127.0.0.1:PORT/v1.</summary>
    public string Url => $"http://127.0.0.1:{_port.Port}/v1";

    /// <summary>Starts an endpoint that answers with <paramref name="respond"/>.</summary>
    public static async Task<SimulatedEndpoint> StartAsync(Responder respond, TimeProvider? clock = null)
    {
        var endpoint = new SimulatedEndpoint(respond, clock);
        await endpoint.StartAsync();
        return endpoint;
    }

    /// <summary>Starts an endpoint that always gives the same reply.</summary>
    public static Task<SimulatedEndpoint> StartAsync(string text) => StartAsync((_, _) => Task.FromResult(EndpointReply.Text(text)));

    /// <summary>Starts an endpoint that is backed by a client.</summary>
    public static Task<SimulatedEndpoint> StartAsync(IChatClient client, TimeProvider? clock = null) =>
        StartAsync(Faults.Of(client), clock);

    /// <summary>Starts again on the same port, unless it is running.</summary>
    public async Task StartAsync()
    {
        if (_app is not null) return;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(o =>
        {
            o.Listen(IPAddress.Loopback, _port.Port);
            o.Limits.MaxRequestBodySize = null;
            o.AddServerHeader = false;
        });
        builder.Services.AddSingleton<ILoggerFactory>(Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        _app = builder.Build();
        _app.Run(AnswerAsync);
        await _app.StartAsync();
    }

    /// <summary>Takes the port down: connections are refused, and open ones are cut.</summary>
    public async Task StopAsync()
    {
        if (_app is null) return;
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
        _app = null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _port.Dispose();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        if (http.Request.Method != "POST" || http.Request.Path != "/v1/chat/completions")
        {
            http.Response.StatusCode = 404;
            return;
        }
        var body = await new StreamReader(http.Request.Body).ReadToEndAsync(http.RequestAborted);
        var call = Log.Begin((index, now) => RequestBody.Read(http.Request, body) with { Index = index, Started = now });
        try
        {
            await SendAsync(http, await Respond(call, http.RequestAborted));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            http.Abort();
        }
        finally
        {
            Log.End(call, http.RequestAborted.IsCancellationRequested);
        }
    }

    private static async Task SendAsync(HttpContext http, EndpointReply reply)
    {
        var response = http.Response;
        response.StatusCode = reply.Status;
        response.ContentType = reply.Body.StartsWith('<') ? "text/html" : "application/json";
        if (reply.RetryAfter is { } wait) response.Headers.RetryAfter = wait;
        if (reply.Location is { } location) response.Headers.Location = location;
        var bytes = reply.Raw ?? System.Text.Encoding.UTF8.GetBytes(reply.Body);
        response.ContentLength = bytes.Length;
        if (!reply.Cut)
        {
            await response.Body.WriteAsync(bytes);
            return;
        }
        await response.Body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
        await response.Body.FlushAsync();
        http.Abort();
    }
}
