using System.Collections.Concurrent;
using System.Globalization;
using Debate.Contracts;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;
using Debate.Grains.Deliberations;
using Debate.Grains.Models;
using Debate.Grains.Placement;
using Debate.Grains.Programs;
using Debate.Hosting;
using Debate.Runtime.Externals;
using Debate.Runtime.Solving;
using Debate.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace Debate.Grains.Tests.Cluster;

/// <summary>Two silos, or one per given set of roles, composed as in the product, over one in-memory journal.</summary>
public class ClusterFixture : IAsyncLifetime
{
    /// <summary>How long one call waits: less than the time after which Orleans gives it up.</summary>
    internal static readonly TimeSpan OneCall = TimeSpan.FromSeconds(5);

    private readonly SiloRoles[] _roles;
    private readonly ConcurrentDictionary<string, WatchedModel> _models = new();
    private readonly ConcurrentDictionary<string, SiloProcess> _processes = new();
    private InProcessTestCluster? _cluster;
    private string? _killed;
    private Task _killing = Task.CompletedTask;

    public ClusterFixture() : this("web,deliberation,solver,model-host", "web,deliberation,solver,model-host")
    {
    }

    /// <summary>One silo per text of roles.</summary>
    internal ClusterFixture(params string[] roles) => _roles = [.. roles.Select(text => SiloRoles.Parse(text))];

    internal MemoryJournal Journal { get; } = new();

    /// <summary>Sends a call of a silo to a grain.</summary>
    internal Func<IOutgoingGrainCallContext, Task> Send { get; set; } = call => call.Invoke();

    internal IClusterClient Client => _cluster!.Client;

    /// <summary>The silos that were not killed, by name.</summary>
    internal IReadOnlyList<InProcessSiloHandle> Silos =>
        [.. _cluster!.Silos.Where(s => s.Name != _killed).OrderBy(s => s.Name, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder((short)_roles.Length);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((options, silo) =>
        {
            var process = _processes[options.SiloName] = new SiloProcess(options.SiloName, Journal, _models);
            silo.Services.AddSingleton(new ExternalOptions(IsServed: true));
            silo.Services.AddSingleton(new SiloPrograms(new EchoPrograms(options.SiloName), ProgramCall.JavaScript));
            silo.AddActivityPropagation();
            silo.UseFastFailover().UseRoles(Roles(options.SiloName)).Services.AddDebate(process, process);
            silo.Services.AddSingleton(LambdaProtocol.Protocols);
            silo.AddOutgoingGrainCallFilter(call =>
            {
                if (call.InterfaceMethod.DeclaringType == typeof(IModelHostGrain))
                    _models[ModelHostKey.Parse(call.TargetId.Key.ToString()!).Model].Sent.Add();
                return Send(call);
            });
        });
        builder.ConfigureClient(client => client.Services.AddDebateWireFormat());
        _cluster = builder.Build();
        await _cluster.DeployAsync();
        await ClusterRolesConvergence.KnownAsync(Silos);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes.Values) process.Bury();
        await _killing;
        if (_cluster is not null) await _cluster.DisposeAsync();
    }

    /// <summary>The roles of a silo, by the number at the end of its name.</summary>
    internal SiloRoles Roles(string silo) =>
        _roles[int.Parse(silo[(silo.LastIndexOf('_') + 1)..], CultureInfo.InvariantCulture) % _roles.Length];

    /// <summary>Kills a silo as kill -9 would; returns when the cluster membership shows it as dead.</summary>
    internal async Task KillAsync(string silo)
    {
        var victim = Silos.Single(s => s.Name == silo);
        _processes[silo].Die();
        _killed = silo;
        _killing = _cluster!.KillSiloAsync(victim);
        var members = Silos[0].ServiceProvider.GetRequiredService<IClusterMembershipService>();
        await foreach (var definition in members.MembershipUpdates)
            if (definition.GetSiloStatus(victim.SiloAddress) == SiloStatus.Dead) return;
    }

    /// <summary>Stops a silo in order; returns when it has left the cluster.</summary>
    internal async Task StopAsync(string silo)
    {
        var victim = Silos.Single(s => s.Name == silo);
        _killed = silo;
        await _cluster!.StopSiloAsync(victim);
    }

    /// <summary>The grain that drives a run, called from a silo (the first if none is named).</summary>
    internal IDeliberationGrain Grain(string id, string? silo = null) => Silos.First(s => silo is null || s.Name == silo)
        .ServiceProvider.GetRequiredService<IGrainFactory>().GetGrain<IDeliberationGrain>(id);

    /// <summary>Returns when no silo has a running or queued search.</summary>
    internal async Task IdleSolversAsync()
    {
        while (SearchCount > 0) await Task.Yield();
    }

    /// <summary>Returns when some silo has a running or queued search.</summary>
    internal async Task BusySolversAsync()
    {
        while (SearchCount == 0) await Task.Yield();
    }

    /// <summary>The number of searches that run or wait on any silo.</summary>
    internal int SearchCount => Silos.Sum(s => s.ServiceProvider.GetRequiredService<SolverScheduler>().ActiveCount);

    /// <summary>A run with a model of its own, which has the run's name.</summary>
    internal RunDefinition Define(string id, string protocol, WatchedModel model, params (string Name, string Value)[] options)
    {
        _models[id] = model;
        return LambdaProtocol.Define(id, protocol, options);
    }

    /// <summary>Starts it and waits for the end, in one call where it is quick.</summary>
    internal static async Task<RunOutcome> RunAsync(IDeliberationGrain grain, RunDefinition definition) =>
        await grain.RunAsync(definition, OneCall) ?? await EndAsync(grain);

    /// <summary>Waits for the end in short calls.</summary>
    internal static async Task<RunOutcome> EndAsync(IDeliberationGrain grain)
    {
        RunOutcome? outcome = null;
        await Patience.UntilAsync(
            async () => (outcome = await grain.WaitAsync(OneCall)) is not null, $"{grain.GetPrimaryKeyString()} has not ended");
        return outcome!;
    }

    /// <summary>The paths of recorded replies in the journals of a run and its children.</summary>
    internal async Task<HashSet<(string Id, string Path)>> RecordedAsync(string root)
    {
        var places = new HashSet<(string, string)>();
        foreach (var line in await Journal.ListAsync(new RunQuery(IncludeChildren: true, Subtree: new(root))))
            foreach (var entry in await Journal.ReadAsync(line.Id))
                if (entry.ReadBody() is ModelReplied) places.Add((line.Id.Value, entry.Path));
        return places;
    }
}

/// <summary>Programs that only say what was to be run, for whom and where.</summary>
internal sealed class EchoPrograms(string silo) : IPrograms
{
    public bool Runs(string language) => language == ProgramCall.JavaScript;

    public Task<ProgramResult> RunAsync(DeliberationId run, ProgramCall call, CancellationToken cancellation) =>
        Task.FromResult(new ProgramResult(ProgramEnd.Done, $"{run} on {silo}: {call.Source} of {call.Input}", "\u00e9"));
}
