using System.Collections.Concurrent;
using System.Net;
using Debate.Client;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using static Debate.EndToEnd.Tests.Clients.FakeServers;

namespace Debate.EndToEnd.Tests.Clients;

/// <summary>What the HTTP client asks again and what not, so that nothing is done twice and nothing is given up early.</summary>
public sealed class RetryTests
{
    private const string Run = """{ "id": "r1", "kind": "debate", "name": "x", "status": "running", "started": "2026-11-30T18:00:00Z" }""";
    private static readonly CancellationToken Stop = CancellationToken.None;

    /// <summary>Faults after which nobody knows whether it was done.</summary>
    private static readonly Dictionary<string, Func<HttpResponseMessage>> Lost = new()
    {
        ["gone"] = () => throw new HttpRequestException("gone"),
        ["cut"] = () => new() { Content = new StreamContent(new CutStream()) },
        ["502"] = () => new(HttpStatusCode.BadGateway),
        ["503"] = () => new(HttpStatusCode.ServiceUnavailable) { Headers = { { "Retry-After", "3" } } },
        ["504"] = () => new(HttpStatusCode.GatewayTimeout) { Content = new StringContent("{", null, "application/problem+json") },
    };

    /// <summary>Faults after which it was not done.</summary>
    private static readonly Dictionary<string, Func<HttpResponseMessage>> Undone = new()
    {
        ["429"] = () => Busy("2"),
        ["408"] = () => new(HttpStatusCode.RequestTimeout),
        ["refused"] = () => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused"),
        ["unknown"] = () => throw new HttpRequestException(HttpRequestError.NameResolutionError, "no such host"),
    };

    public static TheoryData<string> AllFaults => [.. Lost.Keys, .. Undone.Keys];

    [Theory, MemberData(nameof(AllFaults))]
    public async Task A_start_is_sent_again_with_the_same_key_and_bytes(string fault)
    {
        var servers = new FakeServers((_, number) => number < 4 ? (Lost.GetValueOrDefault(fault) ?? Undone[fault])() : Document(Run));
        using var client = new DebateHttpClient("http://a.test", handler: servers, clock: new HastyClock());
        Assert.Equal("r1", (await client.Runs.StartAsync(new() { Question = "Is it so?", Options = new Dictionary<string, string> { ["rounds"] = "2" } }, Stop)).Id.Value);
        Assert.Equal(4, servers.Requests.Count);
        var sent = Assert.Single(servers.Requests.Distinct());
        Assert.Equal(("POST", "/v1/runs", """{"question":"Is it so?","options":{"rounds":"2"}}"""), (sent.Method, sent.Path, sent.Body));
        Assert.InRange(sent.Key!.Length, 20, 200);
        await client.Runs.StartAsync(new() { Question = "Is it so?" }, Stop);
        Assert.NotEqual(sent.Key, servers.Requests.Last().Key);
        await client.Runs.StartAsync(new() { Question = "Is it so?", IdempotencyKey = "mine" }, Stop);
        Assert.Equal(("mine", """{"question":"Is it so?"}"""), (servers.Requests.Last().Key, servers.Requests.Last().Body));
    }

    [Theory, MemberData(nameof(AllFaults))]
    public async Task What_has_no_key_is_sent_again_only_where_it_was_not_done(string fault)
    {
        var servers = new FakeServers((_, number) => number == 1 ? (Lost.GetValueOrDefault(fault) ?? Undone[fault])() : Document(Run));
        using var client = new DebateHttpClient("http://a.test,http://b.test", handler: servers, clock: new HastyClock());
        var joining = client.Tournaments.JoinAsync(new("t1"), new([new Seat("late", "greedy")]), Stop);
        if (Undone.ContainsKey(fault)) await joining;
        else Assert.Equal(FailureKind.Unreachable, (await Assert.ThrowsAsync<OutageException>(() => joining)).Cause);
        Assert.Equal(Undone.ContainsKey(fault) ? 2 : 1, servers.Requests.Count);
    }

    /// <summary>A removal whose response is lost was done or not: what is not there at the next attempt is gone either way.</summary>
    [Theory, MemberData(nameof(AllFaults))]
    public async Task What_is_not_there_is_removed_only_where_an_attempt_before_may_have_done_it(string fault)
    {
        var servers = new FakeServers((_, number) => number == 1 ? (Lost.GetValueOrDefault(fault) ?? Undone[fault])()
            : Problem(HttpStatusCode.NotFound, "there is no such run"));
        using var client = new DebateHttpClient("http://a.test", handler: servers, clock: new HastyClock());
        var removing = client.Runs.DeleteAsync(new("r1"), Stop);
        if (Lost.ContainsKey(fault)) await removing;
        else Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<RequestRefusedException>(() => removing)).Status);
        Assert.Equal(2, servers.Requests.Count);
        var asking = new FakeServers((_, number) => number == 1 ? (Lost.GetValueOrDefault(fault) ?? Undone[fault])()
            : Problem(HttpStatusCode.NotFound, "there is no such run"));
        using var reader = new DebateHttpClient("http://a.test", handler: asking, clock: new HastyClock());
        await Assert.ThrowsAsync<RequestRefusedException>(() => reader.Runs.ReportAsync(new("r1"), Stop));
    }

    [Theory]
    [InlineData(400), InlineData(404), InlineData(409), InlineData(412), InlineData(413), InlineData(415), InlineData(422)]
    public async Task A_refusal_says_why_and_is_final(int status)
    {
        var servers = new FakeServers((_, _) => Problem((HttpStatusCode)status, "rounds '0': it must be at least 1"));
        using var client = new DebateHttpClient("http://a.test,http://b.test", handler: servers, clock: new HastyClock());
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => client.Runs.ReportAsync(new("r1"), Stop));
        Assert.Equal(((HttpStatusCode)status, "rounds '0': it must be at least 1"), (refused.Status, refused.Message));
        Assert.Single(servers.Asked);
    }

    [Theory]
    [InlineData(401, FailureKind.Unauthorised), InlineData(403, FailureKind.Unauthorised)]
    [InlineData(500, FailureKind.Rejected), InlineData(507, FailureKind.Rejected), InlineData(301, FailureKind.Rejected), InlineData(308, FailureKind.Rejected)]
    public async Task A_failure_is_final_too(int status, FailureKind cause)
    {
        var servers = new FakeServers((_, _) => new((HttpStatusCode)status) { Headers = { { "Location", "http://evil.test/" } } });
        using var client = new DebateHttpClient("http://a.test,http://b.test", "secret", handler: servers, clock: new HastyClock());
        var failed = await Assert.ThrowsAsync<OutageException>(() => client.Runs.StartAsync(new() { Question = "x" }, Stop));
        Assert.Equal(cause, failed.Cause);
        Assert.Equal(["a.test"], servers.Asked);
        Assert.DoesNotContain("secret", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_server_is_asked_once_and_then_all_again_until_patience_ends()
    {
        var (told, clock) = (new ConcurrentQueue<string>(), new HastyClock());
        var servers = new FakeServers((_, _) => new HttpResponseMessage()) { Answer = _ => throw new HttpRequestException("gone") };
        using var client = new DebateHttpClient(
            "http://a.test,http://b.test,http://c.test", retry: RetryPolicy.Once with { Report = told.Enqueue }, handler: servers, clock: clock);
        await Assert.ThrowsAsync<OutageException>(() => client.Runs.ReportAsync(new("r1"), Stop));
        Assert.Equal(["a.test", "b.test", "c.test"], servers.Asked);
        Assert.Equal((2, TimeSpan.Zero), (told.Count, clock.Waited));
        await Assert.ThrowsAsync<OutageException>(() => client.With(RetryPolicy.Default).Runs.ReportAsync(new("r1"), Stop));
        Assert.InRange(clock.Waited, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(63));
        Assert.InRange(servers.Asked.Count, 30, 80);
    }

    [Fact]
    public async Task Who_is_busy_is_left_alone_as_long_as_it_says_and_is_not_away()
    {
        var clock = new HastyClock();
        var servers = new FakeServers((_, number) => number switch { < 6 => Busy("20"), 6 => new(HttpStatusCode.ServiceUnavailable), _ => Document(Run) });
        using var client = new DebateHttpClient("http://a.test", handler: servers, clock: clock);
        await client.Runs.StartAsync(new() { Question = "x" }, Stop);
        Assert.InRange(clock.Waited, TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(105));
        var never = new FakeServers((_, _) => Busy("1000000"));
        using var other = new DebateHttpClient("http://a.test", handler: never, clock: clock);
        var busy = await Assert.ThrowsAsync<OutageException>(() => other.Runs.StartAsync(new() { Question = "x" }, Stop));
        Assert.Equal(FailureKind.Unreachable, busy.Cause);
        Assert.InRange(never.Asked.Count, 20, 22);
    }

    [Fact]
    public async Task Who_cancels_gets_a_cancellation_and_who_waits_too_long_an_outage()
    {
        var servers = new FakeServers((_, _) => new TaskCompletionSource<HttpResponseMessage>().Task);
        using var client = new DebateHttpClient("http://a.test", handler: servers, clock: new HastyClock());
        using var cancelled = new CancellationTokenSource();
        var asking = client.Runs.ReportAsync(new("r1"), cancelled.Token);
        await Patience.UntilAsync(() => Task.FromResult(!servers.Asked.IsEmpty), "nobody is asked");
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        Assert.Single(servers.Asked);
        using var connection = new HttpConnection("http://a.test", null, servers, new HastyClock());
        var slow = new ApiRequest(HttpMethod.Get, "v1/x") { ResponseTimeout = TimeSpan.FromMilliseconds(1) };
        var lost = await Assert.ThrowsAsync<OutageException>(() => connection.CallAsync(slow, RetryPolicy.Once, _ => ValueTask.FromResult(0), Stop));
        Assert.Equal((FailureKind.Unreachable, true), (lost.Cause, lost.Message.Contains("does not answer within", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_body_that_stalls_counts_as_lost()
    {
        await using var stalled = new LivelyStream(new StalledStream(), TimeSpan.FromMilliseconds(1));
        await Assert.ThrowsAsync<IOException>(() => stalled.ReadAsync(new byte[1], Stop).AsTask());
    }

    [Fact]
    public async Task Pages_are_one_list()
    {
        var servers = new FakeServers((_, number) => Document(number == 1 ? $$"""{ "items": [{{Run}}], "next": "a b" }""" : $$"""{ "items": [{{Run}}, {{Run}}] }"""));
        using var client = new DebateHttpClient("http://a.test", handler: servers);
        Assert.Equal(3, await client.Runs.ListAsync().CountAsync());
        Assert.EndsWith("&cursor=a%20b", servers.Requests.Last().Path, StringComparison.Ordinal);
        Assert.StartsWith(servers.Requests.First().Path, servers.Requests.Last().Path, StringComparison.Ordinal);
    }

    /// <summary>The bytes of some events, cut at every place: what was not whole comes again, and nothing twice.</summary>
    [Fact]
    public async Task Events_that_are_cut_anywhere_come_once_and_in_order()
    {
        var whole = FormatEvents([.. Enumerable.Range(0, 9).Select(i => (long)i)]) + "event: end\ndata: {}\n\n";
        var cuts = Enumerable.Range(0, 50).Select(i => i * whole.Length / 50).ToArray();
        var servers = new FakeServers((_, number) => number > cuts.Length ? Stream(whole)
            : new() { Content = new StreamContent(new CutStream(whole[..cuts[number - 1]])) { Headers = { ContentType = new("text/event-stream") } } });
        using var client = new DebateHttpClient("http://a.test,http://b.test", handler: servers, clock: new HastyClock());
        Assert.Equal(Enumerable.Range(0, 9).Select(i => (long)i), await client.Runs.FollowAsync(new("run/1")).Select(e => e.Sequence).ToArrayAsync());
        Assert.Equal(cuts.Length + 1, servers.Asked.Count);
    }

    [Fact]
    public async Task What_is_no_stream_of_events_is_said()
    {
        using var client = new DebateHttpClient("http://a.test", handler: new FakeServers((_, _) => Document("{}")));
        var strange = await Assert.ThrowsAsync<OutageException>(async () => await client.Runs.FollowAsync(new("r1")).ToArrayAsync());
        Assert.Equal((FailureKind.Rejected, true), (strange.Cause, strange.Message.Contains("application/json in place of text/event-stream", StringComparison.Ordinal)));
    }

    /// <summary>A body that breaks off.</summary>
    private sealed class CutStream(string text = "{") : MemoryStream(System.Text.Encoding.UTF8.GetBytes(text))
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : throw new IOException("cut");
    }

    private sealed class StalledStream : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
