using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Grains.Tests.Cluster;

namespace Debate.Grains.Tests.Runs;

/// <summary>What is left of a run when the process that drives it ends, one way or the other. Each test has a runtime of its own.</summary>
public abstract partial class RuntimeConformance
{
    [Fact]
    public async Task Killed_driver_costs_only_the_calls_in_flight()
    {
        await using var runtime = await CreateAsync();
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var blocked = new EventCounter();
        var model = new WatchedModel { Reply = async (call, _) => await AnswerAsync(call, blocked, open.Task) };
        await runtime.Run("killed").StartAsync(runtime.Define("killed", "family", model));
        await blocked.UntilAsync(LambdaProtocol.Children);
        var recorded = await ReadRecordedAsync(runtime, "killed");
        Assert.Equal(1 + 2 * LambdaProtocol.Children, recorded.Count);
        await runtime.KillDriverAsync(model);
        var before = model.Calls.Count;
        open.SetResult();

        var outcome = await runtime.Run("killed").ResumeAsync(null) ?? await EndAsync(runtime.Run("killed"));
        Assert.Equal((RunStatus.Finished, 1L + 5 * LambdaProtocol.Children), (outcome.Status, outcome.Usage.Calls));
        Assert.Equal(string.Join(' ', Enumerable.Range(0, LambdaProtocol.Children).Select(i => $"killed/child-{i}")), outcome.Verdict!.Answer);
        Assert.DoesNotContain(model.Places.Skip(before), recorded.Contains);
        Assert.All(model.Places.GroupBy(p => p), place => Assert.InRange(place.Count(), 1, 2));
        HashChain.Verify(new("killed"), await runtime.Journal.ReadAsync(new("killed")));
    }

    [Fact]
    public async Task Driver_that_is_stopped_records_the_calls_that_end_soon_and_another_one_goes_on()
    {
        await using var runtime = await CreateAsync();
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var model = new WatchedModel { Reply = async (call, _) =>
            { if (call.Path == "2") await open.Task; return WatchedModel.Debater(call); } };
        await runtime.Run("left").StartAsync(runtime.Define("left", "mad", model));
        await model.Asked.UntilAsync(3);
        var stopping = runtime.StopDriverAsync(model);
        open.SetResult();
        await stopping;

        var recorded = await ReadRecordedAsync(runtime, "left");
        Assert.Contains(("left", "2"), recorded);
        var outcome = await runtime.Run("left").ResumeAsync(null) ?? await EndAsync(runtime.Run("left"));
        Assert.Equal((RunStatus.Finished, 11L), (outcome.Status, outcome.Usage.Calls));
        Assert.Equal(11, model.Calls.Count);
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

    private static async Task<HashSet<(string Id, string Path)>> ReadRecordedAsync(IRuntime runtime, string root)
    {
        var places = new HashSet<(string, string)>();
        foreach (var line in await runtime.Journal.ListAsync(new RunQuery(IncludeChildren: true, Subtree: new(root))))
            foreach (var entry in await runtime.Journal.ReadAsync(line.Id))
                if (entry.ReadBody() is ModelReplied) places.Add((line.Id.Value, entry.Path));
        return places;
    }
}
