using System.Text.Json;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Grains.Tests.Cluster;

namespace Debate.Grains.Tests.Runs;

/// <summary>
/// The contract of whatever drives runs, of which there are two: the grains of a cluster, and one process by itself. What a run records and
/// what its callers are told must not depend on which.
/// </summary>
public abstract partial class RuntimeConformance
{
    /// <summary>How long one call waits; far below the limit of a grain call.</summary>
    private static readonly TimeSpan PerCall = TimeSpan.FromSeconds(5);

    /// <summary>The runtime that the tests of a class share.</summary>
    internal abstract IRuntime Runtime { get; }

    /// <summary>A runtime for one test, which may kill it.</summary>
    internal abstract Task<IRuntime> CreateAsync();

    [Fact]
    public async Task Start_returns_when_it_is_recorded_and_the_run_goes_on_to_its_verdict()
    {
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var model = new WatchedModel { Reply = async (call, _) => { await open.Task; return WatchedModel.Debater(call); } };
        var run = Runtime.Run("start");
        Assert.Null(await run.StartAsync(Runtime.Define("start", "mad", model)));
        Assert.IsType<RunStarted>(Assert.Single(await Runtime.Journal.ReadAsync(new("start"))).ReadBody());
        Assert.Equal(RunStatus.Running, await FindStatusAsync("start"));
        open.SetResult();
        var outcome = await EndAsync(run);
        Assert.Equal((RunStatus.Finished, "start", "fallback", 11L),
            (outcome.Status, outcome.Verdict!.Answer, outcome.Verdict.Ended, outcome.Usage.Calls));
        Assert.Equal(RunStatus.Finished, await FindStatusAsync("start"));
        HashChain.Verify(new("start"), await Runtime.Journal.ReadAsync(new("start")));
    }

    [Fact]
    public async Task Start_is_idempotent_while_it_runs_and_after()
    {
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var model = new WatchedModel { Reply = async (call, _) => { await open.Task; return WatchedModel.Debater(call); } };
        var definition = Runtime.Define("twice", "mad", model);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Runtime.Run("twice").StartAsync(definition)));
        open.SetResult();
        var first = await EndAsync(Runtime.Run("twice"));
        var again = await Runtime.Run("twice").StartAsync(definition) ?? await EndAsync(Runtime.Run("twice"));
        Assert.Equal(11, model.Calls.Count);
        Assert.Equal(JsonSerializer.Serialize(first), JsonSerializer.Serialize(again));
        Assert.Equal(1 + 11 + 1, (await Runtime.Journal.ReadAsync(new("twice"))).Count);
    }

    [Fact]
    public async Task Status_and_wait_answer_while_a_model_hangs()
    {
        var model = new WatchedModel { Reply = WatchedModel.Hang };
        var run = Runtime.Run("hang");
        Assert.Null(await run.StartAsync(Runtime.Define("hang", "mad", model)));
        await model.Asked.UntilAsync(1);
        Assert.Equal(RunStatus.Running, await FindStatusAsync("hang"));
        Assert.Null(await run.WaitAsync(TimeSpan.Zero));
        Assert.Equal(RunStatus.Interrupted, (await run.StopAsync(RunStatus.Interrupted, "enough"))!.Status);
    }

    [Fact]
    public async Task Stop_cancels_the_call_in_flight_and_resume_finishes()
    {
        var model = new WatchedModel { Reply = (call, c) => call.Path == "3" ? WatchedModel.Hang(call, c)
            : Task.FromResult(WatchedModel.Debater(call)) };
        var run = Runtime.Run("stop");
        await run.StartAsync(Runtime.Define("stop", "mad", model));
        await model.Asked.UntilAsync(4);
        var stopped = await run.StopAsync(RunStatus.Cancelled, "I changed my mind");
        Assert.Equal((RunStatus.Cancelled, "I changed my mind", 3L), (stopped!.Status, stopped.Reason, stopped.Usage.Calls));
        await model.Cancelled.UntilAsync(1);
        Assert.Equal(RunStatus.Cancelled, await FindStatusAsync("stop"));
        Assert.Equal(RunStatus.Cancelled, (await EndAsync(run)).Status);

        model.Reply = (call, _) => Task.FromResult(WatchedModel.Debater(call));
        var finished = await run.ResumeAsync(null) ?? await EndAsync(run);
        Assert.Equal((RunStatus.Finished, "stop", 11L), (finished.Status, finished.Verdict!.Answer, finished.Usage.Calls));
        Assert.Equal(["3"], model.Places.GroupBy(p => p.Path).Where(g => g.Count() > 1).Select(g => g.Key));
    }

    [Fact]
    public async Task Stop_reaches_the_calls_of_children()
    {
        var model = new WatchedModel { Reply = (call, c) => call.Id.IsRoot ? Task.FromResult("go") : WatchedModel.Hang(call, c) };
        var run = Runtime.Run("parent-stop");
        await run.StartAsync(Runtime.Define("parent-stop", "family", model));
        await model.Asked.UntilAsync(1 + LambdaProtocol.Children);
        Assert.Equal(RunStatus.Cancelled, (await run.StopAsync(RunStatus.Cancelled, "enough"))!.Status);
        await model.Cancelled.UntilAsync(LambdaProtocol.Children);
        await AssertChildrenInterruptedAsync("parent-stop");

        model.Reply = (call, _) => Task.FromResult(WatchedModel.Debater(call));
        var finished = await run.ResumeAsync(null) ?? await EndAsync(run);
        Assert.Equal((RunStatus.Finished, 1L + LambdaProtocol.Children * 5), (finished.Status, finished.Usage.Calls));
    }

    [Fact]
    public async Task Caller_that_cancels_interrupts_the_run_and_its_children_and_gets_the_outcome_when_they_have_stopped()
    {
        var model = new WatchedModel { Reply = (call, c) => call.Id.IsRoot ? Task.FromResult("go") : WatchedModel.Hang(call, c) };
        var definition = Runtime.Define("cancel", "family", model);
        using var cancel = new CancellationTokenSource();
        var running = RunToEndAsync(definition, cancel.Token);
        await model.Asked.UntilAsync(1 + LambdaProtocol.Children);
        await cancel.CancelAsync();
        var outcome = await running;
        Assert.Equal((RunStatus.Interrupted, 1L), (outcome.Status, outcome.Usage.Calls));
        await AssertChildrenInterruptedAsync("cancel");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunToEndAsync(definition, cancel.Token));
    }

    [Fact]
    public async Task Child_that_is_asked_for_again_is_the_same_child()
    {
        var model = new WatchedModel();
        var run = Runtime.Run("again");
        var definition = Runtime.Define("again", "family", model);
        var outcome = await run.RunAsync(definition, PerCall) ?? await EndAsync(run);
        Assert.Equal(string.Join(' ', Enumerable.Range(0, LambdaProtocol.Children).Select(i => $"again/child-{i}")), outcome.Verdict!.Answer);
        Assert.Equal(1 + LambdaProtocol.Children * 5, outcome.Usage.Calls);
        var child = ((RunStarted)(await Runtime.Journal.ReadAsync(new("again/child-0")))[0].ReadBody()).Definition;
        var asked = await Runtime.Run("again/child-0").RunAsync(child, PerCall) ?? await EndAsync(Runtime.Run("again/child-0"));
        Assert.Equal("again/child-0", asked.Verdict!.Answer);
        Assert.Equal(1 + LambdaProtocol.Children * 5, model.Calls.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(38)]
    public async Task Budget_is_shared_with_the_children_and_a_larger_one_finishes(int calls)
    {
        var id = $"poor-{calls}";
        var model = new WatchedModel();
        var run = Runtime.Run(id);
        var definition = Runtime.Define(id, "family", model) with { Budget = new(Calls: calls) };
        var outcome = await run.RunAsync(definition, PerCall) ?? await EndAsync(run);
        Assert.Equal(RunStatus.OutOfBudget, outcome.Status);
        Assert.InRange(model.Calls.Count, 1, calls);
        Assert.Equal(model.Calls.Count, outcome.Usage.Calls);
        var finished = await run.ResumeAsync(Budget.Unlimited) ?? await EndAsync(run);
        Assert.Equal((RunStatus.Finished, 1L + LambdaProtocol.Children * 5), (finished.Status, finished.Usage.Calls));
        Assert.Equal(1 + LambdaProtocol.Children * 5, model.Calls.Count);
    }

    [Fact]
    public async Task Driver_that_was_fenced_records_nothing_more_and_the_run_can_be_resumed()
    {
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var model = new WatchedModel { Reply = async (call, _) =>
            { if (call.Path == "2") await open.Task; return WatchedModel.Debater(call); } };
        var run = Runtime.Run("fenced");
        await run.StartAsync(Runtime.Define("fenced", "mad", model));
        await model.Asked.UntilAsync(3);
        // Another process believes this one dead and takes over.
        var last = (await Runtime.Journal.ReadAsync(new("fenced")))[^1];
        var fence = JournalEntry.Seal(last.Hash, last.Sequence + 1, "epoch/1", DateTimeOffset.UnixEpoch, new ActivationStarted(1, "other", new()));
        Assert.Equal(AppendResult.Appended, await Runtime.Journal.AppendAsync(new("fenced"), fence));
        open.SetResult();
        var outcome = await EndAsync(run);
        Assert.Equal((RunStatus.Failed, "Another activation of fenced took over."), (outcome.Status, outcome.Reason));
        Assert.Equal(fence.Hash, (await Runtime.Journal.ReadAsync(new("fenced")))[^1].Hash);

        var finished = await run.ResumeAsync(null) ?? await EndAsync(run);
        Assert.Equal((RunStatus.Finished, "fenced", 11L), (finished.Status, finished.Verdict!.Answer, finished.Usage.Calls));
        HashChain.Verify(new("fenced"), await Runtime.Journal.ReadAsync(new("fenced")));
    }

    [Fact]
    public async Task Outage_suspends_as_failed_with_its_reason_and_resume_finishes()
    {
        var model = new WatchedModel { Reply = (_, _) =>
            throw new OutageException(FailureKind.Unreachable, "nobody answers at 127.0.0.1:9") };
        var run = Runtime.Run("outage");
        var failed = await run.RunAsync(Runtime.Define("outage", "mad", model), PerCall) ?? await EndAsync(run);
        Assert.Equal(
            (RunStatus.Failed, FailureKind.Unreachable, "nobody answers at 127.0.0.1:9"), (failed.Status, failed.Cause, failed.Reason));
        Assert.Equal("affirmative", Assert.Single(failed.Absent!).Seat);
        Assert.Equal(RunStatus.Failed, await FindStatusAsync("outage"));
        model.Reply = (call, _) => Task.FromResult(WatchedModel.Debater(call));
        Assert.Equal(RunStatus.Finished, (await run.ResumeAsync(null) ?? await EndAsync(run)).Status);
    }

    [Fact]
    public async Task Unexpected_exception_of_a_protocol_reaches_whoever_waits()
    {
        var run = Runtime.Run("broken");
        var outcome = await run.StartAsync(Runtime.Define("broken", "broken", new WatchedModel())) ?? await EndAsync(run);
        var told = "a fault of this program: InvalidOperationException: the sky fell";
        Assert.Equal((RunStatus.Failed, told), (outcome.Status, outcome.Reason));
        Assert.Equal(told, (await run.StopAsync(RunStatus.Cancelled, "too late"))!.Reason);
        Assert.Equal(told, (await run.WaitAsync(TimeSpan.Zero))!.Reason);
    }

    [Fact]
    public async Task Unknown_runs_and_models_are_told_and_nothing_hangs()
    {
        var run = Runtime.Run("unknown");
        Assert.Null(await FindStatusAsync("unknown"));
        Assert.Null(await run.WaitAsync(PerCall));
        Assert.Null(await run.StopAsync(RunStatus.Cancelled, "enough"));
        Assert.Contains("there is no such run", (await run.ResumeAsync(null))!.Reason);
        var definition = Runtime.Define("no-model", "mad", new WatchedModel());
        definition = definition with { Seats = [.. definition.Seats.Select(s => s with { Model = "nobody" })] };
        var refused = await Runtime.Run("no-model").RunAsync(definition, PerCall) ?? await EndAsync(Runtime.Run("no-model"));
        Assert.Equal((RunStatus.Failed, "model 'nobody': there is none of that name"), (refused.Status, refused.Reason));
    }

    [Fact]
    public async Task Graph_is_solved_and_a_stop_reaches_the_search()
    {
        var run = Runtime.Run("solves");
        var solved = await run.RunAsync(Runtime.Define("solves", "solves", new WatchedModel()), PerCall) ?? await EndAsync(run);
        Assert.Equal("0 2", solved.Verdict!.Answer);
        var hard = Runtime.Run("solves-hard");
        await hard.StartAsync(Runtime.Define("solves-hard", "solves-hard", new WatchedModel()));
        // Before the question, with it or behind it: none of the three may leave a search that goes on without its run.
        Assert.Equal(RunStatus.Cancelled, (await hard.StopAsync(RunStatus.Cancelled, "enough"))!.Status);
        await Patience.UntilAsync(() => Task.FromResult(Runtime.SearchCount == 0), "the search goes on");
    }

    /// <summary>
    /// The time limit of a call starts when the call is sent; a call that queues for a permit has not been sent yet.
    /// </summary>
    [Fact]
    public async Task Queue_at_a_model_is_waited_out_before_the_call_is_sent()
    {
        var places = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var model = new WatchedModel { Admission = cancellation => places.Task.WaitAsync(cancellation) };
        var run = Runtime.Run("queue");
        await run.StartAsync(Runtime.Define("queue", "family", model));
        await model.Queued.UntilAsync(1);
        Assert.Equal(0, model.Asked.Count);
        Assert.Null(await run.WaitAsync(TimeSpan.Zero));
        places.SetResult();
        var outcome = await EndAsync(run);
        Assert.Equal((RunStatus.Finished, 41), (outcome.Status, model.Asked.Count));
        // What a process hosts itself it asks without a grain.
        Assert.Equal(0, model.Sent.Count);
    }

    [Fact]
    public async Task Stop_reaches_a_call_that_still_queues()
    {
        var model = new WatchedModel { Admission = cancellation => Task.Delay(Timeout.Infinite, cancellation) };
        var run = Runtime.Run("queue-stop");
        await run.StartAsync(Runtime.Define("queue-stop", "mad", model));
        await model.Queued.UntilAsync(1);
        Assert.Equal(RunStatus.Cancelled, (await run.StopAsync(RunStatus.Cancelled, "enough"))!.Status);
        Assert.Equal(0, model.Asked.Count);
    }

    /// <summary>Waits for the end in short calls.</summary>
    internal static async Task<RunOutcome> EndAsync(IRuntimeRun run)
    {
        RunOutcome? outcome = null;
        await Patience.UntilAsync(async () => (outcome = await run.WaitAsync(PerCall)) is not null, "the run has not ended");
        return outcome!;
    }

    private async Task<RunStatus?> FindStatusAsync(string id) => (await Runtime.Journal.FindSummaryAsync(new(id)))?.Status;

    private Task<RunOutcome> RunToEndAsync(RunDefinition definition, CancellationToken cancellation) =>
        Runtime.Run(definition.Id.Value).RunToEndAsync(definition, cancellation);

    private async Task AssertChildrenInterruptedAsync(string id)
    {
        var children = await Runtime.Journal.ListAsync(new RunQuery(IncludeChildren: true, Subtree: new(id)));
        Assert.All(children.Where(line => !line.Id.IsRoot), child => Assert.Equal(RunStatus.Interrupted, child.Status));
        var end = (await Runtime.Journal.ReadAsync(new($"{id}/child-0")))[^1].ReadBody();
        Assert.Equal("its parent stopped", Assert.IsType<RunSuspended>(end).Reason);
    }
}
