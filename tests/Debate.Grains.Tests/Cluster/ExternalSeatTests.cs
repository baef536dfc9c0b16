using Debate.Deliberation.Engine;
using Debate.Grains.Deliberations;

namespace Debate.Grains.Tests.Cluster;

/// <summary>External seats, on a cluster composed as in the product.</summary>
public sealed class ExternalSeatTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    [Fact]
    public async Task Turn_waits_without_holding_the_grain_and_is_offered_again_after_a_stop()
    {
        var grain = cluster.Grain("outside");
        Assert.Null(await grain.StartAsync(Outside("outside", "affirmative")));
        var turn = Assert.Single((await TurnsAsync(grain)).Turns);
        Assert.Equal(RunStatus.Running, (await grain.GetStatusAsync())!.Status);
        Assert.Empty((await grain.WaitForTurnsAsync("negative", TimeSpan.Zero)).Turns);
        await grain.StopAsync(RunStatus.Interrupted, "the silo stops");
        Assert.Equal(RunStatus.Interrupted, (await TurnsAsync(grain)).Outcome!.Status);
        await grain.ResumeAsync(null);
        var again = Assert.Single((await TurnsAsync(grain)).Turns);
        Assert.Equal((turn.Id, turn.Request, turn.Messages.Count), (again.Id, again.Request, again.Messages.Count));
        Assert.Equal(turn.Messages, again.Messages);
        Assert.Equal(ExternalReplyStatus.Accepted, await grain.ReplyAsync(new(turn.Id, "It is 4.")));
        Assert.Equal(ExternalReplyStatus.Repeated, await grain.ReplyAsync(new(turn.Id, "It is 4.")));
        Assert.Equal(ExternalReplyStatus.Conflict, await grain.ReplyAsync(new(turn.Id, "It is 5.")));
        Assert.Equal(ExternalReplyStatus.Conflict, await grain.ReplyAsync(new(turn.Id, "")));
    }

    [Fact]
    public async Task Wait_outlives_more_crashes_than_a_run_without_progress_may_have()
    {
        var grain = cluster.Grain("patient");
        await grain.StartAsync(Outside("patient", "affirmative"));
        var entries = (await cluster.Journal.ReadAsync(new("patient"))).Count;
        // What a crash leaves behind: an activation that recorded only its own start.
        var last = (await cluster.Journal.ReadAsync(new("patient")))[^1];
        for (var epoch = 1; epoch <= 2 * RunDriver.MaxTakeoversWithoutProgress; epoch++)
        {
            last = JournalEntry.Seal(last.Hash, entries
                + epoch - 1, $"epoch/{epoch}", DateTimeOffset.UnixEpoch, new ActivationStarted(epoch, "gone", new()));
            Assert.Equal(AppendResult.Appended, await cluster.Journal.AppendAsync(new("patient"), last));
        }
        await grain.StopAsync(RunStatus.Interrupted, "fenced");
        Assert.Null(await grain.ResumeAsync(null));
        Assert.Single((await TurnsAsync(grain)).Turns);
    }

    [Fact]
    public async Task Samples_wait_side_by_side_and_each_gets_the_reply_that_is_its_own()
    {
        var grain = cluster.Grain("samples");
        await grain.StartAsync(Outside("samples", "solver", "self-consistency", ("samples", "5")));
        IReadOnlyList<ExternalTurn> turns = [];
        while (turns.Count < 5) turns = (await TurnsAsync(grain, "solver")).Turns;
        Assert.Equal([0, 1, 2, 3, 4], turns.Select(t => t.Sample));
        // Replies come in any order, each of them twice at the same time.
        var receipts = await Task.WhenAll(turns.Reverse().SelectMany(t => new[] { Reply(t), Reply(t) }).Select(grain.ReplyAsync));
        Assert.Equal((5, 5), (receipts.Count(r => r == ExternalReplyStatus.Accepted),
            receipts.Count(r => r == ExternalReplyStatus.Repeated)));
        var outcome = await ClusterFixture.EndAsync(grain);
        Assert.Equal((RunStatus.Finished, "2"), (outcome.Status, outcome.Verdict!.Answer));
        var asked = (await cluster.Journal.ReadAsync(new("samples"))).Select(e => e.ReadBody()).OfType<ModelReplied>()
            .OrderBy(a => a.Sample);
        Assert.Equal(turns.Select(t => Reply(t).Text), asked.Select(a => a.Reply));
        Assert.Equal(["p0", "p1", "p2", "p3", "p4"], asked.Select(a => a.Policy!.Version));

        static ExternalReply Reply(ExternalTurn turn) =>
            new(turn.Id, $"Answer: {(turn.Sample < 3 ? 2 : 3)}", new($"p{turn.Sample}", [1], [-0.5]));
    }

    [Fact]
    public async Task Patience_ends_as_interrupted_and_nothing_is_recorded_for_the_turn()
    {
        var definition = Outside("hasty", "affirmative");
        definition = definition with { Seats = [.. definition.Seats.Select(s => s with { Patience = TimeSpan.FromMilliseconds(50) })] };
        var grain = cluster.Grain("hasty");
        var outcome = await grain.RunToEndAsync(wait => grain.RunAsync(definition, wait), "", TestContext.Current.CancellationToken);
        Assert.Equal((RunStatus.Interrupted, FailureKind.Unanswered), (outcome.Status, outcome.Cause));
        Assert.Contains("affirmative", outcome.Reason);
        Assert.DoesNotContain(await cluster.Journal.ReadAsync(new("hasty")), e => e.ReadBody() is ModelReplied);
    }

    /// <summary>Waits in short calls for a turn that needs a reply, or for the end.</summary>
    private static async Task<SeatTurns> TurnsAsync(IDeliberationGrain grain, string? seat = null)
    {
        var waiting = new SeatTurns([], null);
        await Patience.UntilAsync(async () => (waiting = await grain.WaitForTurnsAsync(seat, ClusterFixture.OneCall))
            is not { Turns.Count: 0, Outcome: null }, "nobody waits for a turn");
        return waiting;
    }

    private RunDefinition Outside(string id, string seat, string protocol = "mad", params (string, string)[] options)
    {
        var definition = cluster.Define(id, protocol, new WatchedModel(), options);
        return definition with { Seats = [.. definition.Seats.Select(s => s.Name == seat ? s with { Model = ExternalSeat.Model } : s)] };
    }
}
