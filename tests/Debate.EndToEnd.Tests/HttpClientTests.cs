using System.Collections.Concurrent;
using System.Net;
using Debate.Cli.Output;
using Debate.Cli.Rewards;
using Debate.Client;
using Debate.EndToEnd.Tests.Clients;
using static Debate.EndToEnd.Tests.Clients.FakeServers;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;

namespace Debate.EndToEnd.Tests;

/// <summary>The client of servers: several addresses, busy servers, and proxies whose server is away.</summary>
public sealed class HttpClientTests
{
    private static readonly CancellationToken Stop = CancellationToken.None;

    [Fact]
    public async Task A_busy_server_is_asked_again_after_the_time_that_it_says()
    {
        var began = Environment.TickCount64;
        var servers = new FakeServers((_, number) => number < 3 ? Busy("1") : Document("""{"results": []}"""));
        await new RewardClient(new("http://a.test", handler: servers)).CheckAsync("p", Stop);
        Assert.Equal(3, servers.Asked.Count);
        Assert.InRange(Environment.TickCount64 - began, 1900, long.MaxValue);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    public async Task A_server_that_is_away_is_left_for_the_next_one_and_tried_again(HttpStatusCode status)
    {
        var servers = new FakeServers((host, _) => host == "a.test" ? new(status) : Document("""{"results": [{"rewards": [1]}]}"""));
        var told = new ConcurrentQueue<string>();
        var client = new RewardClient(new("http://a.test,http://b.test", handler: servers), told.Enqueue);
        var result = Assert.Single(await client.ScoreAsync([new("q", ["a"])], cancellation: Stop));
        Assert.Equal(1, result.Rewards![0]);
        Assert.Equal(["a.test", "b.test"], servers.Asked);
        Assert.StartsWith("http://a.test/: ", Assert.Single(told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_requests_that_one_server_loses_move_on_to_the_next_one_together()
    {
        var (asked, all) = (0, new TaskCompletionSource());
        var servers = new FakeServers(async (host, _) =>
        {
            if (host != "a.test") return Document("{}");
            if (Interlocked.Increment(ref asked) == 8) all.SetResult();
            await all.Task;
            throw new HttpRequestException("gone");
        });
        using var http = new DebateHttpClient("http://a.test,http://b.test", handler: servers);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => http.Server.ReadDocumentAsync(Stop)));
        Assert.Equal((8, 8), (servers.Asked.Count(h => h == "a.test"), servers.Asked.Count(h => h == "b.test")));
        Assert.Equal("b.test", http.Address.Host);
    }

    [Fact]
    public async Task A_run_is_followed_over_lost_servers_from_where_it_stood()
    {
        var (asked, told) = (new ConcurrentQueue<string?>(), new ConcurrentQueue<string>());
        var servers = new FakeServers((_, _) => new HttpResponseMessage())
        {
            Answer = request =>
            {
                asked.Enqueue(request.Headers.TryGetValues("Last-Event-ID", out var values) ? values.Single() : null);
                return asked.Count switch
                {
                    1 => Events(false, 0, 1),
                    2 => throw new HttpRequestException("gone"),
                    // It repeats what was read, and stops without an end.
                    3 => Events(false, 1, 2),
                    _ => Events(true, 3),
                };
            },
        };
        using var http = new DebateHttpClient("http://a.test,http://b.test", handler: servers);
        var seen = new List<long>();
        await foreach (var entry in new HttpJournal(http).FollowAsync(new("run/1"), 0, told.Enqueue, Stop)) seen.Add(entry.Sequence);
        Assert.Equal([0, 1, 2, 3], seen);
        Assert.Equal([null, "1", "1", "2"], asked);
        Assert.All(told, line => Assert.EndsWith("; asking again", line, StringComparison.Ordinal));
        Assert.Equal(3, told.Count);
    }

    [Fact]
    public async Task A_run_that_is_not_there_is_no_outage()
    {
        using var http = new DebateHttpClient("http://a.test", handler: new FakeServers((_, _) => new(HttpStatusCode.NotFound)));
        await Assert.ThrowsAsync<RequestRefusedException>(async () =>
        {
            await foreach (var _ in new HttpJournal(http).FollowAsync(new("nobody"), 0, _ => { }, Stop)) Assert.Fail("an entry");
        });
    }

    [Fact]
    public async Task A_reward_that_takes_longer_than_a_request_is_asked_for_until_it_is_there()
    {
        var servers = new FakeServers((_, number) => number < 3
            ? Document("""{"results": [{"trouble": "Deadline", "detail": "the debate goes on"}]}""") : Document("""{"results": [{"rewards": [0.5]}]}"""));
        var client = new RewardClient(new("http://a.test", handler: servers));
        Assert.Equal(0.5, (await client.ScoreAsync([new("q", ["a"])], cancellation: Stop))[0].Rewards![0]);
        Assert.Equal(3, servers.Asked.Count);
    }

    [Fact]
    public async Task An_answer_that_is_no_answer_to_the_question_is_said()
    {
        var servers = new FakeServers((_, _) => Document("""{"results": []}"""));
        var lost = await Assert.ThrowsAsync<OutageException>(() =>
            new RewardClient(new("http://a.test", handler: servers)).ScoreAsync([new("q", ["a"])], cancellation: Stop));
        Assert.Equal("http://a.test/: 0 results for 1 items", lost.Message);
    }

    [Fact]
    public void A_resumed_job_s_pace_is_that_of_the_rows_it_pays_for()
    {
        var meter = new ThroughputMeter();
        meter.Add(TimeSpan.FromSeconds(1), 5000);
        Assert.Equal(5000, meter.Rate);
        for (var second = 2; second <= 60; second++) meter.Add(TimeSpan.FromSeconds(second), 5000 + second / 2);
        Assert.Equal(0.5, meter.Rate, 0.05);
    }

    [Fact]
    public void Progress_says_how_fast_it_goes_how_long_it_will_take_and_what_it_cost_each_run_once()
    {
        var progress = new ScoreProgress(new Terminal(OutputFormat.Json), 4, TimeProvider.System);
        Assert.Equal("0 of 4 rows", progress.Describe());
        var paid = new ScoreResult([1], [1], null, [], "rewards/a", null, null) { Usage = new Usage(2, 0, 100, 20, 0.5m) };
        progress.Add(paid);
        progress.Add(paid);
        progress.Add(ScoreResult.FromFailure("JudgeFailed", "gone"));
        Assert.Equal("3 of 4 rows, 2 calls, 120 tokens, cost 0.5, 1 without a reward", progress.Describe());
    }
}
