using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Tests.Cluster;

/// <summary>How a run ends when a model hangs or fails, when somebody stops it, and when a protocol is faulty.</summary>
public sealed class InterruptionTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    [Fact]
    public async Task Status_and_wait_answer_while_a_model_hangs()
    {
        var model = new WatchedModel { Reply = WatchedModel.Hang };
        var grain = cluster.Grain("hang");
        Assert.Null(await grain.StartAsync(cluster.Define("hang", "mad", model)));
        await model.Asked.UntilAsync(1);
        Assert.Equal(RunStatus.Running, (await grain.GetStatusAsync())!.Status);
        Assert.Null(await grain.WaitAsync(TimeSpan.Zero));
        Assert.Equal(RunStatus.Interrupted, (await grain.StopAsync(RunStatus.Interrupted, "enough"))!.Status);
    }

    [Fact]
    public async Task Stop_cancels_the_call_in_flight_and_resume_finishes()
    {
        var model = new WatchedModel { Reply = (call, c) => call.Path == "3" ? WatchedModel.Hang(call, c)
            : Task.FromResult(WatchedModel.Debater(call)) };
        var grain = cluster.Grain("stop");
        await grain.StartAsync(cluster.Define("stop", "mad", model));
        await model.Asked.UntilAsync(4);
        var stopped = await grain.StopAsync(RunStatus.Cancelled, "I changed my mind");
        Assert.Equal((RunStatus.Cancelled, "I changed my mind", 3L), (stopped!.Status, stopped.Reason, stopped.Usage.Calls));
        await model.Cancelled.UntilAsync(1);
        Assert.Equal(RunStatus.Cancelled, (await grain.GetStatusAsync())!.Status);
        Assert.Equal(RunStatus.Cancelled, (await grain.WaitAsync(TimeSpan.FromSeconds(20)))!.Status);

        model.Reply = (call, _) => Task.FromResult(WatchedModel.Debater(call));
        var finished = await grain.ResumeAsync(null) ?? await ClusterFixture.EndAsync(grain);
        Assert.Equal((RunStatus.Finished, "stop", 11L), (finished.Status, finished.Verdict!.Answer, finished.Usage.Calls));
        Assert.Equal(["3"], model.Places.GroupBy(p => p.Path).Where(g => g.Count() > 1).Select(g => g.Key));
    }

    [Fact]
    public async Task Stop_reaches_the_calls_of_children()
    {
        var model = new WatchedModel { Reply = (call, c) => call.Id.IsRoot ? Task.FromResult("go") : WatchedModel.Hang(call, c) };
        var grain = cluster.Grain("parent-stop");
        await grain.StartAsync(cluster.Define("parent-stop", "family", model));
        await model.Asked.UntilAsync(1 + LambdaProtocol.Children);
        Assert.Equal(RunStatus.Cancelled, (await grain.StopAsync(RunStatus.Cancelled, "enough"))!.Status);
        await model.Cancelled.UntilAsync(LambdaProtocol.Children);

        model.Reply = (call, _) => Task.FromResult(WatchedModel.Debater(call));
        var finished = await grain.ResumeAsync(null) ?? await ClusterFixture.EndAsync(grain);
        Assert.Equal((RunStatus.Finished, 1L + LambdaProtocol.Children * 5), (finished.Status, finished.Usage.Calls));
    }

    [Fact]
    public async Task Outage_suspends_as_failed_with_its_reason_and_resume_finishes()
    {
        var model = new WatchedModel { Reply = (_, _) =>
            throw new OutageException(FailureKind.Unreachable, "nobody answers at 127.0.0.1:9") };
        var grain = cluster.Grain("outage");
        var failed = await ClusterFixture.RunAsync(grain, cluster.Define("outage", "mad", model));
        Assert.Equal(
            (RunStatus.Failed, FailureKind.Unreachable, "nobody answers at 127.0.0.1:9"), (failed!.Status, failed.Cause, failed.Reason));
        Assert.Equal(RunStatus.Failed, (await grain.GetStatusAsync())!.Status);
        model.Reply = (call, _) => Task.FromResult(WatchedModel.Debater(call));
        Assert.Equal(RunStatus.Finished, (await grain.ResumeAsync(null) ?? await ClusterFixture.EndAsync(grain)).Status);
    }

    [Fact]
    public async Task Unexpected_exception_of_a_protocol_reaches_whoever_waits()
    {
        var grain = cluster.Grain("broken");
        var outcome = await grain.StartAsync(cluster.Define("broken", "broken", new WatchedModel()))
            ?? await ClusterFixture.EndAsync(grain);
        Assert.Equal((RunStatus.Failed, "the sky fell"), (outcome.Status, outcome.Reason));
        var stopped = await grain.StopAsync(RunStatus.Cancelled, "too late");
        Assert.Equal("the sky fell", stopped!.Reason);
    }

    [Fact]
    public async Task Unknown_runs_and_models_are_told_and_nothing_hangs()
    {
        var grain = cluster.Grain("unknown");
        Assert.Null(await grain.GetStatusAsync());
        Assert.Null(await grain.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Contains("there is no such run", (await grain.ResumeAsync(null))!.Reason);
        var definition = cluster.Define("no-model", "mad", new WatchedModel());
        definition = definition with { Seats = [.. definition.Seats.Select(s => s with { Model = "nobody" })] };
        var refused = await ClusterFixture.RunAsync(cluster.Grain("no-model"), definition);
        Assert.Equal((RunStatus.Failed, "model 'nobody': there is none of that name"), (refused!.Status, refused.Reason));
    }

    /// <summary>
    /// The time limit of a call to a host starts when the call is sent; a call that queues for a permit has not been sent yet.
    /// </summary>
    [Fact]
    public async Task Queue_at_a_model_is_waited_out_before_the_call_is_sent()
    {
        var places = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var model = new WatchedModel { Admission = cancellation => places.Task.WaitAsync(cancellation) };
        var grain = cluster.Grain("queue");
        await grain.StartAsync(cluster.Define("queue", "family", model));
        await model.Queued.UntilAsync(1);
        Assert.Equal(0, model.Asked.Count);
        Assert.Null(await grain.WaitAsync(TimeSpan.Zero));
        places.SetResult();
        var outcome = await ClusterFixture.EndAsync(grain);
        Assert.Equal((RunStatus.Finished, 41), (outcome.Status, model.Asked.Count));
        // What a silo hosts itself it asks without a grain.
        Assert.Equal(0, model.Sent.Count);
    }

    [Fact]
    public async Task Stop_reaches_a_call_that_still_queues()
    {
        var model = new WatchedModel { Admission = cancellation => Task.Delay(Timeout.Infinite, cancellation) };
        var grain = cluster.Grain("queue-stop");
        await grain.StartAsync(cluster.Define("queue-stop", "mad", model));
        await model.Queued.UntilAsync(1);
        Assert.Equal(RunStatus.Cancelled, (await grain.StopAsync(RunStatus.Cancelled, "enough"))!.Status);
        Assert.Equal(0, model.Asked.Count);
    }
}
