using Debate.Deliberation.Engine;
using Debate.Grains.Tests.Cluster;
using Debate.Runtime.Externals;

namespace Debate.Grains.Tests.Runs;

/// <summary>External seats.</summary>
public abstract partial class RuntimeConformance
{
    [Fact]
    public async Task Turn_waits_without_holding_the_run_and_is_offered_again_after_a_stop()
    {
        var run = Runtime.Run("outside");
        Assert.Null(await run.StartAsync(DefineOutside("outside", "affirmative")));
        var turn = Assert.Single((await WaitForTurnsAsync(run)).Turns);
        Assert.Equal(RunStatus.Running, await FindStatusAsync("outside"));
        Assert.Empty((await run.WaitForTurnsAsync("negative", TimeSpan.Zero)).Turns);
        await run.StopAsync(RunStatus.Interrupted, "the process stops");
        Assert.Equal(RunStatus.Interrupted, (await WaitForTurnsAsync(run)).Outcome!.Status);
        await run.ResumeAsync(null);
        var again = Assert.Single((await WaitForTurnsAsync(run)).Turns);
        Assert.Equal((turn.Id, turn.Request, turn.Messages.Count), (again.Id, again.Request, again.Messages.Count));
        Assert.Equal(turn.Messages, again.Messages);
        Assert.Equal(ExternalReplyStatus.Accepted, await run.ReplyAsync(new(turn.Id, "It is 4.")));
        Assert.Equal(ExternalReplyStatus.Repeated, await run.ReplyAsync(new(turn.Id, "It is 4.")));
        Assert.Equal(ExternalReplyStatus.Conflict, await run.ReplyAsync(new(turn.Id, "It is 5.")));
        Assert.Equal(ExternalReplyStatus.Conflict, await run.ReplyAsync(new(turn.Id, "")));
    }

    [Fact]
    public async Task Wait_outlives_more_crashes_than_a_run_without_progress_may_have()
    {
        var run = Runtime.Run("patient");
        await run.StartAsync(DefineOutside("patient", "affirmative"));
        var entries = (await Runtime.Journal.ReadAsync(new("patient"))).Count;
        // What a crash leaves behind: an activation that recorded only its own start.
        var last = (await Runtime.Journal.ReadAsync(new("patient")))[^1];
        for (var epoch = 1; epoch <= 2 * RunDriver.MaxTakeoversWithoutProgress; epoch++)
        {
            last = JournalEntry.Seal(last.Hash, entries
                + epoch - 1, $"epoch/{epoch}", DateTimeOffset.UnixEpoch, new ActivationStarted(epoch, "gone", new()));
            Assert.Equal(AppendResult.Appended, await Runtime.Journal.AppendAsync(new("patient"), last));
        }
        await run.StopAsync(RunStatus.Interrupted, "fenced");
        Assert.Null(await run.ResumeAsync(null));
        Assert.Single((await WaitForTurnsAsync(run)).Turns);
    }

    [Fact]
    public async Task Samples_wait_side_by_side_and_each_gets_the_reply_that_is_its_own()
    {
        var run = Runtime.Run("samples");
        await run.StartAsync(DefineOutside("samples", "solver", "self-consistency", ("samples", "5")));
        IReadOnlyList<ExternalTurn> turns = [];
        while (turns.Count < 5) turns = (await run.WaitForTurnsAsync("solver", PerCall)).Turns;
        Assert.Equal([0, 1, 2, 3, 4], turns.Select(t => t.Sample));
        // Replies come in any order, each of them twice at the same time.
        var receipts = await Task.WhenAll(turns.Reverse().SelectMany(t => new[] { Reply(t), Reply(t) }).Select(run.ReplyAsync));
        Assert.Equal((5, 5), (receipts.Count(r => r == ExternalReplyStatus.Accepted),
            receipts.Count(r => r == ExternalReplyStatus.Repeated)));
        var outcome = await EndAsync(run);
        Assert.Equal((RunStatus.Finished, "2"), (outcome.Status, outcome.Verdict!.Answer));
        var asked = (await Runtime.Journal.ReadAsync(new("samples"))).Select(e => e.ReadBody()).OfType<ModelReplied>()
            .OrderBy(a => a.Sample);
        Assert.Equal(turns.Select(t => Reply(t).Text), asked.Select(a => a.Reply));
        Assert.Equal(["p0", "p1", "p2", "p3", "p4"], asked.Select(a => a.Policy!.Version));

        static ExternalReply Reply(ExternalTurn turn) =>
            new(turn.Id, $"Answer: {(turn.Sample < 3 ? 2 : 3)}", new($"p{turn.Sample}", [1], [-0.5]));
    }

    [Fact]
    public async Task Patience_ends_as_interrupted_and_nothing_is_recorded_for_the_turn()
    {
        var definition = DefineOutside("hasty", "affirmative");
        definition = definition with { Seats = [.. definition.Seats.Select(s => s with { Patience = TimeSpan.FromMilliseconds(50) })] };
        var outcome = await RunToEndAsync(definition, TestContext.Current.CancellationToken);
        Assert.Equal((RunStatus.Interrupted, FailureKind.Unanswered), (outcome.Status, outcome.Cause));
        Assert.Contains("affirmative", outcome.Reason);
        Assert.DoesNotContain(await Runtime.Journal.ReadAsync(new("hasty")), e => e.ReadBody() is ModelReplied);
    }

    /// <summary>Waits in short calls until a turn is offered, or the run has ended.</summary>
    private static async Task<SeatTurns> WaitForTurnsAsync(IRuntimeRun run)
    {
        var turns = await run.WaitForTurnsAsync(null, PerCall);
        await Patience.UntilAsync(async () =>
        {
            if (turns.Turns.Count > 0 || turns.Outcome is not null) return true;
            turns = await run.WaitForTurnsAsync(null, PerCall);
            return false;
        }, "no turn is offered");
        return turns;
    }

    private RunDefinition DefineOutside(string id, string seat, string protocol = "mad", params (string, string)[] options)
    {
        var definition = Runtime.Define(id, protocol, new WatchedModel(), options);
        return definition with { Seats = [.. definition.Seats.Select(s => s.Name == seat ? s with { Model = ExternalSeat.Model } : s)] };
    }
}
