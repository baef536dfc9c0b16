using Debate.Contracts;
using Debate.Deliberation.Engine;
using Debate.Grains.Tests.Cluster;
using Debate.GraphEditors;
using Microsoft.Extensions.DependencyInjection;

namespace Debate.Grains.Tests.Solving;

/// <summary>Deliberations that use the solver of their silo.</summary>
public sealed class SolvingDeliberationTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    [Fact]
    public async Task Answer_comes_through_the_solver_grain_and_stands_in_the_journal()
    {
        var outcome = await ClusterFixture.RunAsync(cluster.Grain("solves"), cluster.Define("solves", "solves", new WatchedModel()));
        Assert.Equal("0 2", outcome!.Verdict!.Answer);
        var solved = Assert.Single((await cluster.Journal.ReadAsync(new("solves"))).Select(e => e.ReadBody()).OfType<GraphSolved>());
        Assert.Equal([0, 2], solved.Answer.Witness!);
    }

    [Fact]
    public async Task Stopped_deliberation_stops_its_search_and_records_no_answer()
    {
        var grain = cluster.Grain("hard");
        await grain.StartAsync(cluster.Define("hard", "solves-hard", new WatchedModel()));
        await cluster.BusySolversAsync().WaitAsync(Patience.Long);
        var outcome = await grain.StopAsync(RunStatus.Cancelled, "enough");
        Assert.Equal((RunStatus.Cancelled, "enough"), (outcome!.Status, outcome.Reason));
        await cluster.IdleSolversAsync().WaitAsync(Patience.Long);
        Assert.DoesNotContain((await cluster.Journal.ReadAsync(new("hard"))).Select(e => e.ReadBody()), body => body is GraphSolved);
    }

    /// <summary>Orleans waits for the calls of an activation before it lets a silo end, and this one's caller never gives up.</summary>
    [Fact]
    public async Task Silo_that_stops_waits_for_no_search()
    {
        var own = new ClusterFixture();
        await own.InitializeAsync();
        var solver = own.Silos[0].ServiceProvider.GetRequiredService<IGrainFactory>().GetGrain<ISolverGrain>(0);
        var search = solver.SolveAsync(PigeonHole.Of(14), SolveLimits.ForRuns, CancellationToken.None);
        await own.BusySolversAsync().WaitAsync(Patience.Long);
        await own.DisposeAsync().AsTask().WaitAsync(Patience.Long);
        Assert.True(search.IsCompleted);
        Assert.NotEqual(SolveFailure.None, (await Record.ExceptionAsync(() => search)) is null ? (await search).Trouble : SolveFailure.Busy);
    }
}
