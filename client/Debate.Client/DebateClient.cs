using System.Net;
using Debate.Argumentation.Dynamics;
using Debate.Contracts;
using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Debate.Client;

/// <summary>
/// A connection to the gateway of <c>debate serve</c>. Calls left unanswered because a server stopped are retried within the retry window
/// (then the last failure is thrown). Retrying is safe: queries change nothing, and a change of a graph carries an id, so that it is
/// applied once. Safe to share between threads.
/// </summary>
public sealed class DebateClient : IAsyncDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);
    /// <summary>A client is not notified that its server has died: it retries once a live server would long have answered.</summary>
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan TimeoutMargin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan GatewayRefreshPeriod = TimeSpan.FromSeconds(1);

    private readonly IHost _host;
    private readonly TimeSpan _retryWindow;

    private DebateClient(IHost host, TimeSpan timeLimit) => (_host, _retryWindow) = (host, timeLimit);

    /// <summary>The grains themselves, for calls that this class does not wrap.</summary>
    public IClusterClient Grains => _host.Services.GetRequiredService<IClusterClient>();

    /// <summary>
    /// Connects; waits for a server that is not there yet until <paramref name="cancellation"/>.
    /// </summary>
    /// <param name="place">ADDRESS:PORT of the gateway, or the data folder of the server.</param>
    /// <param name="timeLimit">How long calls are retried; one minute by default.</param>
    /// <param name="certificate">The certificate of servers that have one (<c>--cluster-certificate</c>).</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="InputException">
    /// It is neither an address nor such a folder; or the server has another certificate, or one of both has none.
    /// </exception>
    public static async Task<DebateClient> ConnectAsync(
        string place, TimeSpan? timeLimit = null, ClusterCertificate? certificate = null, CancellationToken cancellation = default)
    {
        var gateway = ResolveGateway(place);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.UseOrleansClient(client =>
        {
            client.UseStaticClustering(gateway).UseConnectionRetryFilter(RetryConnectionAsync).Services.AddDebateWireFormat();
            if (certificate is not null) client.UseTls(certificate.Configure);
            client.Configure<ClusterOptions>(o => (o.ServiceId, o.ClusterId) = (ClusterName.Service, ClusterName.Cluster));
            client.Configure<GatewayOptions>(o => o.GatewayListRefreshPeriod = GatewayRefreshPeriod);
        });
        var host = builder.Build();
        await host.StartAsync(cancellation);
        return new(host, timeLimit ?? TimeSpan.FromMinutes(1));

        // A server that is not there yet may come; one that takes nobody with this certificate will not change its mind.
        async Task<bool> RetryConnectionAsync(Exception failure, CancellationToken stop)
        {
            if (await ClusterCertificate.FindMismatchAsync(gateway, certificate, stop) is { } why)
                throw new InputException($"gateway '{gateway}': it {why}");
            await Task.Delay(RetryDelay, stop);
            return true;
        }
    }

    /// <summary>Applies edits to a graph, all or none, exactly once.</summary>
    /// <param name="graph">The graph's id.</param>
    /// <param name="edits">The edits, in order.</param>
    /// <param name="expected">The version that the graph must have; null for any version.</param>
    /// <param name="cancellation">Ends the waiting; the change may have been made.</param>
    public Task<EditReply> EditAsync(
        string graph, IReadOnlyList<GraphEdit> edits, long? expected = null, CancellationToken cancellation = default)
    {
        var change = new GraphChange(Guid.NewGuid().ToString("N"), [.. edits], expected);
        return RetryAsync(
            () => GetGraph(graph).EditAsync(change).WaitAsync(AttemptTimeout, cancellation),
            reply => reply.Status != EditStatus.Unavailable, cancellation);
    }

    /// <summary>The current graph, in the argument-map format of that name.</summary>
    public Task<GraphReadReply> ReadAsync(string graph, string format = "json", CancellationToken cancellation = default) =>
        RetryAsync(() => GetGraph(graph).ReadAsync(format).WaitAsync(TimeoutMargin, cancellation), _ => true, cancellation);

    /// <summary>The solver's answer to a query on a graph.</summary>
    public Task<GraphAnswer> AskAsync(
        string graph, GraphQuery question, SolveLimits? terms = null, CancellationToken cancellation = default) =>
        CallSolverAsync(t => GetGraph(graph).AskAsync(question, t, cancellation), a => a.Trouble, terms, cancellation);

    /// <summary>The strengths of the arguments of a graph under a gradual semantics.</summary>
    public Task<GraphStrengths> StrengthsAsync(
        string graph, string semantics, SolveLimits? terms = null, CancellationToken cancellation = default) =>
        CallSolverAsync(t => GetGraph(graph).ComputeStrengthsAsync(semantics, t, cancellation), s => s.Trouble, terms, cancellation);

    /// <summary>Why an argument of a graph is accepted or not.</summary>
    public Task<GraphReasons> ExplainAsync(
        string graph, GraphQuery question, SolveLimits? terms = null, CancellationToken cancellation = default) =>
        CallSolverAsync(t => GetGraph(graph).ExplainAsync(question, t, cancellation), e => e.Trouble, terms, cancellation);

    /// <summary>The solver's answer to a query on a framework.</summary>
    public Task<SolverReply> SolveAsync(SolveCall call, SolveLimits? terms = null, CancellationToken cancellation = default) =>
        CallSolverAsync(t => Grains.GetGrain<ISolverGrain>(0).AskAsync(call, t, cancellation), r => r.Trouble, terms, cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private IArgumentGraphGrain GetGraph(string id) => Grains.GetGrain<IArgumentGraphGrain>(id);

    private Task<T> CallSolverAsync<T>(
        Func<SolveLimits, Task<T>> call, Func<T, SolveFailure> error, SolveLimits? terms, CancellationToken cancellation)
    {
        var given = terms ?? SolveLimits.Default;
        var longest = (given.Time ?? TimeSpan.FromMinutes(1)) + TimeoutMargin;
        return RetryAsync(
            () => call(given).WaitAsync(longest, cancellation), reply => error(reply) != SolveFailure.Busy, cancellation);
    }

    private async Task<T> RetryAsync<T>(Func<Task<T>> call, Func<T, bool> isFinal, CancellationToken cancellation)
    {
        var began = Environment.TickCount64;
        while (true)
        {
            var isLast = Environment.TickCount64 - began > _retryWindow.TotalMilliseconds;
            try
            {
                if (await call() is var reply && (isFinal(reply) || isLast)) return reply;
            }
            catch (Exception lost) when (!isLast && (lost is TimeoutException || lost.IsSiloFailure(cancellation)))
            {
                cancellation.ThrowIfCancellationRequested();
            }
            await Task.Delay(RetryDelay, cancellation);
        }
    }

    private static IPEndPoint ResolveGateway(string place)
    {
        var file = Path.Combine(place, ClusterName.GatewayFile);
        var address = File.Exists(file) ? File.ReadAllText(file).Trim() : place;
        return IPEndPoint.TryParse(address, out var gateway) && gateway.Port > 0
            ? gateway
            : throw new InputException($"gateway '{place}': it must be ADDRESS:PORT, or the data folder of a running debate serve");
    }
}
