using System.Net;
using Debate.Client;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;

namespace Debate.EndToEnd.Tests.Clients;

/// <summary>The HTTP client and the samples against a real server.</summary>
[Collection(SharedServer.Name)]
public sealed class TypedClientTests(SharedServer shared)
{
    private static readonly NewRun Question = new() { Question = "Is it so?", Answers = ["yes"], Model = "sim", Seed = 7 };

    [Fact]
    public async Task A_run_is_started_followed_listed_and_read()
    {
        using var client = new DebateHttpClient(shared.Server.Address);
        var run = await client.Runs.StartAsync(Question with { IdempotencyKey = "typed-1", Options = new Dictionary<string, string> { ["rounds"] = "2" } });
        var entries = await client.Runs.FollowAsync(run.Id).ToArrayAsync();
        Assert.Equal(Enumerable.Range(0, entries.Length).Select(i => (long)i), entries.Select(e => e.Sequence));
        Assert.IsType<RunCompleted>(entries[^1].ReadBody(run.Id));
        Assert.Equal(entries[2..].Select(e => e.Sequence), await client.Runs.FollowAsync(run.Id, 2).Select(e => e.Sequence).ToArrayAsync());
        Assert.Equal(entries.Select(e => e.Hash), (await client.Runs.ReadEntriesAsync(run.Id)).Select(e => e.Hash));
        Assert.Equal(2, Assert.Single(await client.Runs.ReadEntriesAsync(run.Id, 2, 1)).Sequence);
        var report = await client.Runs.ReportAsync(run.Id);
        Assert.Equal((run.Id.Value, 7, "mad"), (report.Id, report.Seed, report.Protocol));
        Assert.NotEmpty(report.Statements);
        Assert.Equal(RunStatus.Finished, (await client.Runs.FindAsync(run.Id))!.Status);
        Assert.Contains(await client.Runs.ListAsync().ToArrayAsync(), r => r.Id == run.Id);
        var again = await client.Runs.StartAsync(Question with { IdempotencyKey = "typed-1", Options = new Dictionary<string, string> { ["rounds"] = "2" } });
        Assert.Equal(run.Id, again.Id);
        var other = await Assert.ThrowsAsync<RequestRefusedException>(() => client.Runs.StartAsync(Question with { IdempotencyKey = "typed-1", Seed = 8 }));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.Status);
    }

    [Fact]
    public async Task What_is_not_there_is_null_or_refused_and_who_leaves_a_stream_leaves_it()
    {
        using var client = new DebateHttpClient($"http://127.0.0.1:9,{shared.Server.Address}", retry: RetryPolicy.Once);
        Assert.Null(await client.Runs.FindAsync(new("nobody")));
        Assert.Empty(await client.Runs.ReadEntriesAsync(new("nobody")));
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => client.Runs.ReportAsync(new("nobody")));
        Assert.Equal((HttpStatusCode.NotFound, "id 'nobody': there is no such run"), (refused.Status, refused.Message));
        var events = await Assert.ThrowsAsync<RequestRefusedException>(async () => await client.Runs.FollowAsync(new("nobody")).ToArrayAsync());
        Assert.Equal(HttpStatusCode.NotFound, events.Status);
        Assert.True(await client.Server.IsReadyAsync());
        var run = await client.Runs.StartAsync(Question with { Seats = new Dictionary<string, string> { ["affirmative"] = ExternalSeat.Model } });
        using var leaving = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var entry in client.Runs.FollowAsync(run.Id, 0, leaving.Token)) await leaving.CancelAsync();
        });
        await foreach (var entry in client.Runs.FollowAsync(run.Id)) break;
        Assert.Equal(RunStatus.Interrupted, (await client.Runs.PauseAsync(run.Id)).Status);
        Assert.Equal(RunStatus.Running, (await client.Runs.ResumeAsync(run.Id, new Budget(Calls: 100))).Status);
        Assert.Equal(RunStatus.Cancelled, (await client.Runs.CancelAsync(run.Id)).Status);
    }

    /// <summary>An EventSource accepts events alone; what is wrong is no fault of the server for that.</summary>
    [Theory]
    [InlineData("v1/runs/nobody/events", "text/event-stream", 404)]
    [InlineData("v1/runs?limit=0", "text/csv", 400)]
    public async Task A_refusal_is_one_whatever_is_accepted(string path, string accepted, int status)
    {
        using var http = shared.Server.Http();
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", accepted } } };
        using var reply = await http.SendAsync(request);
        Assert.Equal((status, "application/problem+json"), ((int)reply.StatusCode, reply.Content.Headers.ContentType?.MediaType));
        Assert.Contains("\"detail\":", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_seat_is_played_turn_by_turn()
    {
        using var client = new DebateHttpClient(shared.Server.Address);
        var seats = new Dictionary<string, string> { ["affirmative"] = ExternalSeat.Model, ["negative"] = ExternalSeat.Model };
        var episode = await client.Episodes.StartAsync(Question with { Seats = seats, Options = new Dictionary<string, string> { ["rounds"] = "1" } });
        var (id, turns) = (new DeliberationId(episode.Id), 0);
        for (; episode.Turn is { } turn; turns++)
        {
            Assert.Equal("debater", turn.Role);
            Assert.NotEmpty(turn.Messages);
            var reply = new TurnReply(turn.Id, "It is so.", "v1", [1, 2], [-0.5, -1]);
            episode = await client.Episodes.StepAsync(id, reply);
            if (turns == 0) Assert.Equal(episode.Turn?.Id, (await client.Episodes.StepAsync(id, reply)).Turn?.Id);
        }
        Assert.Equal((2, true, "finished"), (turns, episode.Done, episode.Status));
        Assert.NotNull(episode.Verdict);
        Assert.Equal(episode.Usage, (await client.Episodes.ReadAsync(id)).Usage);
        var late = await Assert.ThrowsAsync<RequestRefusedException>(() => client.Episodes.StepAsync(id, new("0.0", "late")));
        Assert.Equal(HttpStatusCode.NotFound, late.Status);
    }

    [Fact]
    public async Task The_leaderboard_sample_shows_a_tournament_until_its_end()
    {
        var tool = shared.Server.Tool;
        var specification = Path.Combine(SharedData.Repository, "examples", "town-hall.yaml");
        var running = tool.RunAsync("tournament", "run", specification, "--id", "board", "--server", shared.Server.Address, "-o", "json");
        using var client = new DebateHttpClient(shared.Server.Address);
        await Patience.UntilAsync(async () => await client.Runs.FindAsync(new("board")) is not null, "the tournament does not start");
        var board = await new ToolProcess(tool.StartProgram("Leaderboard", shared.Server.Address, "board")).EndAsync();
        Assert.True(board.Code == 0, board.Error);
        var report = (await running).Json;
        var last = board.Out[board.Out.LastIndexOf("After ", StringComparison.Ordinal)..];
        Assert.StartsWith($"After {report["finished"]} of {report["debates"]} debates:\n", last, StringComparison.Ordinal);
        Assert.Matches($@"\n  1\. {report["standings"]![0]!["name"]} ", last);
        Assert.EndsWith("town-hall: finished\n", board.Out, StringComparison.Ordinal);
        var standings = await client.Tournaments.ReadStandingsAsync(new("board"));
        Assert.Equal(report["standings"]!.AsArray().Select(s => (double)s!["rating"]!), standings.Standings.Select(s => s.Rating));
        Assert.Equal(2, (await new ToolProcess(tool.StartProgram("Leaderboard")).EndAsync()).Code);
    }
}
