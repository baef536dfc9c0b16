using Debate.Deliberation.Engine;
using Debate.Grains.Deliberations;

namespace Debate.Grains.Tests.Cluster;

/// <summary>A silo dies while a parent waits for its children.</summary>
public sealed class LostSiloTests
{
    [Fact]
    public async Task Parent_survives_the_silo_of_its_children_and_asks_no_recorded_call_again()
    {
        const string Id = "children-die";
        await using var cluster = new ClusterFixture();
        await cluster.InitializeAsync();
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var blocked = new EventCounter();
        var model = new WatchedModel { Reply = async (call, _) => await AnswerAsync(call, blocked, open.Task) };
        await cluster.Grain(Id).StartAsync(cluster.Define(Id, "family", model));
        await blocked.UntilAsync(LambdaProtocol.Children);

        var recorded = await cluster.RecordedAsync(Id);
        Assert.Equal(1 + 2 * LambdaProtocol.Children, recorded.Count);
        Assert.Equal(2, model.Calls.Where(c => !c.Call.Id.IsRoot).Select(c => c.Silo).Distinct().Count());
        var home = model.Calls.First(c => c.Call.Id.IsRoot).Silo;
        var victim = cluster.Silos.Select(s => s.Name).Single(name => name != home);
        await cluster.KillAsync(victim).WaitAsync(Patience.Long);
        var before = model.Calls.Count;
        open.SetResult();

        var outcome = await ClusterFixture.EndAsync(cluster.Grain(Id));
        Assert.Equal(RunStatus.Finished, outcome.Status);
        Assert.Equal(string.Join(' ', Enumerable.Range(0, LambdaProtocol.Children).Select(i => $"{Id}/child-{i}")),
            outcome.Verdict!.Answer);
        Assert.Equal(1 + 5 * LambdaProtocol.Children, outcome.Usage.Calls);
        Assert.DoesNotContain(model.Places.Skip(before), recorded.Contains);
        Assert.All(model.Calls.Skip(before), c => Assert.NotEqual(victim, c.Silo));
        Assert.All(model.Places.GroupBy(p => p), p => Assert.InRange(p.Count(), 1, 2));
    }

    /// <summary>Meanwhile the children on the other silo continue, on budget leased from the dead one.</summary>
    [Theory]
    [InlineData(20, 9)]
    [InlineData(30, 14)]
    [InlineData(30, 22)]
    [InlineData(38, 20)]
    public async Task Budget_holds_when_the_silo_that_kept_it_dies(int budget, int calls)
    {
        await using var cluster = new ClusterFixture();
        await cluster.InitializeAsync();
        var id = $"poor-{budget}-{calls}";
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = new EventCounter();
        var model = new WatchedModel
        {
            Reply = async (call, _) =>
            {
                asked.Add();
                if (asked.Count >= calls) await open.Task;
                return WatchedModel.Debater(call);
            },
        };
        await cluster.Grain(id).StartAsync(cluster.Define(id, "family", model) with { Budget = new(Calls: budget) });
        await asked.UntilAsync(calls);
        await cluster.KillAsync(model.Calls.First(c => c.Call.Id.IsRoot).Silo).WaitAsync(Patience.Long);
        open.SetResult();

        var grain = cluster.Grain(id);
        var outcome = await grain.ResumeAsync(null) ?? await ClusterFixture.EndAsync(grain);
        Assert.Equal(RunStatus.OutOfBudget, outcome.Status);
        Assert.InRange(outcome.Usage.Calls, calls, budget);
        Assert.Equal((await cluster.RecordedAsync(id)).Count, outcome.Usage.Calls);
    }

    /// <summary>Whoever waits does so in calls, after which alone Orleans would ask the run to end.</summary>
    [Fact]
    public async Task Who_waits_for_a_run_of_a_silo_that_stops_is_told_and_not_waited_for()
    {
        const string Id = "left-at-once";
        await using var cluster = new ClusterFixture();
        await cluster.InitializeAsync();
        var model = new WatchedModel { Reply = WatchedModel.Hang };
        var grain = cluster.Grain(Id);
        await grain.StartAsync(cluster.Define(Id, "family", model));
        await model.Asked.UntilAsync(1);
        var home = model.Calls.Single().Silo;
        var waiting = cluster.Grain(Id, cluster.Silos.Select(s => s.Name).Single(name => name != home)).WaitAsync(TimeSpan.FromMinutes(10));

        var stopping = cluster.StopAsync(home);

        var (_, outcome) = await DeliberationCalls.AwaitCallAsync(waiting).WaitAsync(Patience.Long);
        await stopping.WaitAsync(Patience.Long);
        // News that the silo is gone may overtake its last reply: whoever waits asks again then, and the journal knows.
        outcome ??= await grain.WaitAsync(TimeSpan.Zero);
        Assert.Equal((RunStatus.Interrupted, "the silo stops"), (outcome!.Status, outcome.Reason));
    }

    /// <summary>Every child blocks at its third call.</summary>
    private static async Task<string> AnswerAsync(ModelCall call, EventCounter blocked, Task open)
    {
        if (call.Path == "2" && !call.Id.IsRoot)
        {
            blocked.Add();
            await open;
        }
        return WatchedModel.Debater(call);
    }
}
