using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Grains.Placement;
using Debate.Grains.Tests.Cluster;
using Debate.Runtime.Externals;
using Debate.Runtime.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Debate.Grains.Tests.Models;

/// <summary>A seat that is played from outside is a back end like others: a person sits here.</summary>
public sealed class ExternalClientTests : ModelClientConformance
{
    private static readonly Task Never = new TaskCompletionSource().Task;

    private Habit _habit;

    protected override string Model => ExternalSeat.Model;

    protected override Seat Seat => base.Seat with { Patience = _habit == Habit.Fails ? TimeSpan.FromMilliseconds(1) : null };

    protected override Type Failure => typeof(SuspendedException);

    protected override bool IsLimited => false;

    protected override Task<IModelClient> StartAsync(Habit habit)
    {
        _habit = habit;
        var registry = new ExternalTurnRegistry(TimeProvider.System, new(IsServed: true));
        var turns = registry.Register(new("run"));
        if (habit == Habit.Replies) _ = PlayAsync(turns);
        return Task.FromResult<IModelClient>(registry);
    }

    private static async Task PlayAsync(PendingTurns turns)
    {
        foreach (var turn in await turns.WaitAsync(null, Never, Never)) await turns.AcceptReplyAsync(new(turn.Id, "yes"), Never);
    }
}

/// <summary>A client that is observed.</summary>
public sealed class ObservedClientTests : ModelClientConformance
{
    private StubModel? _inner;

    [Fact]
    public async Task Reply_that_was_recorded_is_told_once()
    {
        var client = await StartAsync(Habit.Replies);
        client.OnRecorded(Call());
        Assert.Single(_inner!.Recorded);
    }

    protected override Task<IModelClient> StartAsync(Habit habit) =>
        Task.FromResult<IModelClient>(new ObservedModels(_inner = new(Model, habit, Parallel), TimeProvider.System));
}

/// <summary>A model of the own silo, as a silo is composed.</summary>
public sealed class LocalRouteTests(ClusterFixture cluster) : RouteTests(cluster), IClassFixture<ClusterFixture>
{
    protected override int ExpectedSent => 0;
}

/// <summary>A model of another silo.</summary>
public sealed class RemoteRouteTests(RemoteHosts hosts) : RouteTests(hosts), IClassFixture<RemoteHosts>
{
    protected override int ExpectedSent => 1;
}

/// <summary>A silo that drives deliberations and one that hosts models.</summary>
public sealed class RemoteHosts : ClusterFixture
{
    /// <summary>Starts two silos.</summary>
    public RemoteHosts() : base("web,deliberation,solver", "model-host")
    {
    }
}

/// <summary>What a silo offers its engine, over the router.</summary>
public abstract class RouteTests(ClusterFixture cluster) : ModelClientConformance
{
    private readonly string _name = $"route-{Guid.NewGuid():n}";

    protected abstract int ExpectedSent { get; }

    protected override string Model => _name;

    // The models of the test cluster have no gate.
    protected override bool IsLimited => false;

    [Fact]
    public async Task Call_takes_a_grain_only_on_its_way_to_another_silo()
    {
        var model = new WatchedModel { Reply = (_, _) => Task.FromResult("yes") };
        cluster.Define(Model, "mad", model);
        await Client.AskAsync(Call(), Cancellation);
        Assert.Equal((1, ExpectedSent), (model.Calls.Count, model.Sent.Count));
    }

    protected override Task<IModelClient> StartAsync(Habit habit)
    {
        cluster.Define(Model, "mad", new WatchedModel
        {
            Reply = habit switch
            {
                Habit.Replies => (_, _) => Task.FromResult("yes"),
                Habit.Hangs => WatchedModel.Hang,
                _ => (_, _) => throw new OutageException(FailureKind.Unauthorised, "no key"),
            },
        });
        return Task.FromResult(Client);
    }

    private IModelClient Client =>
        cluster.Silos.First(s => cluster.Roles(s.Name).HasRole(SiloRole.Deliberation))
            .ServiceProvider.GetRequiredService<IModelClient>();
}
