using System.Net;
using Debate.Argumentation.Dynamics;
using Debate.Contracts;
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
    private static readonly TimeSpan BeforeAnother = TimeSpan.FromMilliseconds(100);
    /// <summary>A client is not notified that its server has died: it retries once a live server would long have answered.</summary>
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan BeyondItsTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(1);

    private readonly IHost _host;
    private readonly TimeSpan _patience;

    private DebateClient(IHost host, TimeSpan patience) => (_host, _patience) = (host, patience);

    /// <summary>The grains themselves, for calls that this class does not wrap.</summary>
    public IClusterClient Grains => _host.Services.GetRequiredService<IClusterClient>();

    /// <summary>
    /// Connects; waits for a server that is not there yet until <paramref name="cancellation"/>.
    /// </summary>
    /// <param name="place">ADDRESS:PORT of the gateway, or the data folder of the server.</param>
    /// <param name="patience">How long calls are retried; one minute by default.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="InputException">It is neither an address nor such a folder.</exception>
    public static async Task<DebateClient> ConnectAsync(
        string place, TimeSpan? patience = null, CancellationToken cancellation = default)
    {
        var gateway = Gateway(place);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.UseOrleansClient(client =>
        {
            client.UseStaticClustering(gateway).UseConnectionRetryFilter(WaitAsync).Services.AddDebateWireFormat();
            client.Configure<ClusterOptions>(o => (o.ServiceId, o.ClusterId) = (ClusterName.Service, ClusterName.Cluster));
            client.Configure<GatewayOptions>(o => o.GatewayListRefreshPeriod = Refresh);
        });
        var host = builder.Build();
        await host.StartAsync(cancellation);
        return new(host, patience ?? TimeSpan.FromMinutes(1));
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
        return PatientlyAsync(
            () => Graph(graph).EditAsync(change).WaitAsync(Attempt, cancellation),
            reply => reply.Status != EditStatus.Unavailable, cancellation);
    }

    /// <summary>The current graph, in the argument-map format of that name.</summary>
    public Task<GraphReading> ReadAsync(string graph, string format = "json", CancellationToken cancellation = default) =>
        PatientlyAsync(() => Graph(graph).ReadAsync(format).WaitAsync(BeyondItsTime, cancellation), _ => true, cancellation);

    /// <summary>The solver's answer to a query on a graph.</summary>
    public Task<GraphAnswer> AskAsync(
        string graph, GraphQuery question, SolveTerms? terms = null, CancellationToken cancellation = default) =>
        SolvedAsync(t => Graph(graph).AskAsync(question, t, cancellation), a => a.Trouble, terms, cancellation);

    /// <summary>The strengths of the arguments of a graph under a gradual semantics.</summary>
    public Task<GraphStrengths> StrengthsAsync(
        string graph, string semantics, SolveTerms? terms = null, CancellationToken cancellation = default) =>
        SolvedAsync(t => Graph(graph).StrengthsAsync(semantics, t, cancellation), s => s.Trouble, terms, cancellation);

    /// <summary>Why an argument of a graph is accepted or not.</summary>
    public Task<GraphReasons> ExplainAsync(
        string graph, GraphQuery question, SolveTerms? terms = null, CancellationToken cancellation = default) =>
        SolvedAsync(t => Graph(graph).ExplainAsync(question, t, cancellation), e => e.Trouble, terms, cancellation);

    /// <summary>The solver's answer to a query on a framework.</summary>
    public Task<SolverReply> SolveAsync(SolveCall call, SolveTerms? terms = null, CancellationToken cancellation = default) =>
        SolvedAsync(t => Grains.GetGrain<ISolverGrain>(0).SolveAsync(call, t, cancellation), r => r.Trouble, terms, cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private IArgumentGraphGrain Graph(string id) => Grains.GetGrain<IArgumentGraphGrain>(id);

    private Task<T> SolvedAsync<T>(
        Func<SolveTerms, Task<T>> call, Func<T, SolveTrouble> trouble, SolveTerms? terms, CancellationToken cancellation)
    {
        var given = terms ?? SolveTerms.Default;
        var longest = (given.Time ?? TimeSpan.FromMinutes(1)) + BeyondItsTime;
        return PatientlyAsync(
            () => call(given).WaitAsync(longest, cancellation), reply => trouble(reply) != SolveTrouble.Busy, cancellation);
    }

    private async Task<T> PatientlyAsync<T>(Func<Task<T>> call, Func<T, bool> isFinal, CancellationToken cancellation)
    {
        var began = Environment.TickCount64;
        while (true)
        {
            var isLast = Environment.TickCount64 - began > _patience.TotalMilliseconds;
            try
            {
                if (await call() is var reply && (isFinal(reply) || isLast)) return reply;
            }
            catch (Exception lost) when (!isLast && (lost is TimeoutException || lost.IsOfSilo(cancellation)))
            {
                cancellation.ThrowIfCancellationRequested();
            }
            await Task.Delay(BeforeAnother, cancellation);
        }
    }

    private static async Task<bool> WaitAsync(Exception failure, CancellationToken cancellation)
    {
        await Task.Delay(BeforeAnother, cancellation);
        return true;
    }

    private static IPEndPoint Gateway(string place)
    {
        var file = Path.Combine(place, ClusterName.GatewayFile);
        var address = File.Exists(file) ? File.ReadAllText(file).Trim() : place;
        return IPEndPoint.TryParse(address, out var gateway) && gateway.Port > 0
            ? gateway
            : throw new InputException($"gateway '{place}': it must be ADDRESS:PORT, or the data folder of a running debate serve");
    }
}
