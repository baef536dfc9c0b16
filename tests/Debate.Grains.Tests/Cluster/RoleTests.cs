using Debate.Deliberation.Engine;

namespace Debate.Grains.Tests.Cluster;

/// <summary>One silo that drives deliberations and two that host models.</summary>
public sealed class RoleTests : IAsyncLifetime
{
    private readonly ClusterFixture _cluster = new("web,deliberation,solver", "model-host", "model-host");

    public ValueTask InitializeAsync() => _cluster.InitializeAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Debates_are_driven_where_that_is_the_role_and_asked_from_every_host()
    {
        var model = new WatchedModel();
        var outcome = await ClusterFixture.RunAsync(_cluster.Grain("roles"), _cluster.Define("roles", "family", model));
        Assert.Equal((RunStatus.Finished, 1L + 5 * LambdaProtocol.Children), (outcome!.Status, outcome.Usage.Calls));
        Assert.Equal(model.Calls.Count, model.Sent.Count);
        var hosts = _cluster.Silos.Where(s => _cluster.Roles(s.Name).CanHost("roles")).Select(s => s.Name).ToHashSet();
        Assert.Equal(hosts, model.Calls.Select(c => c.Silo).ToHashSet());
        var half = model.Calls.Count / 2;
        Assert.All(model.Calls.GroupBy(c => c.Silo), calls => Assert.InRange(calls.Count(), half - 1, half + 1));
    }

    [Fact]
    public async Task Calls_of_a_host_that_died_are_asked_from_the_other_one()
    {
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var model = new WatchedModel { Reply = async (call, _) =>
            { if (!call.Id.IsRoot) await open.Task; return WatchedModel.Debater(call); } };
        var grain = _cluster.Grain("host-dies");
        await grain.StartAsync(_cluster.Define("host-dies", "family", model));
        await model.Asked.UntilAsync(1 + LambdaProtocol.Children);
        var victim = model.Calls.Last().Silo;
        await _cluster.KillAsync(victim).WaitAsync(Patience.Long);
        open.SetResult();
        var outcome = await ClusterFixture.EndAsync(grain);
        Assert.Equal((RunStatus.Finished, 1L + 5 * LambdaProtocol.Children), (outcome.Status, outcome.Usage.Calls));
        Assert.All(model.Calls.Skip(1 + LambdaProtocol.Children), c => Assert.NotEqual(victim, c.Silo));
    }
}
