using Debate.Deliberation.Engine;
using Debate.Testing;

namespace Debate.Models.Tests;

public sealed class RetryTests
{
    private readonly SkippingClock _clock = new();

    [Theory]
    [InlineData(408)]
    [InlineData(409)]
    [InlineData(425)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(529)]
    public async Task Failure_that_may_pass_is_tried_again_under_the_next_attempt(int status)
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync(
            Faults.First([EndpointReply.Error(status, "later"), EndpointReply.Error(status, "later")], Says("yes")));
        using var backends = Backends(endpoint);

        var reply = await backends.AskAsync(SampleCalls.To("m", "4"), SampleCalls.Cancellation);

        Assert.Equal("yes", reply.Text);
        Assert.Equal(1, reply.Usage.Calls);
        Assert.Equal(["run/a/4/1", "run/a/4/2", "run/a/4/3"], endpoint.Log.Calls.Select(c => c.Name));
    }

    [Fact]
    public async Task An_endpoint_that_keeps_failing_is_told_from_its_second_failure_on_and_then_now_and_then()
    {
        var told = new List<RetryNotice>();
        await using var endpoint = await SimulatedEndpoint.StartAsync((_, _) => Task.FromResult(EndpointReply.Error(503, "no s3cret")));
        using var backends = SampleCalls.Backends(
            SampleCalls.Endpoint(endpoint.Url) with { KeyVariable = "K" },
            new() { Clock = _clock, Environment = _ => "s3cret", OnRetry = told.Add });

        await Assert.ThrowsAsync<OutageException>(() => backends.AskAsync(SampleCalls.To("m"), SampleCalls.Cancellation));

        Assert.InRange(told.Count, 8, 18);
        Assert.InRange(told[0].Delay.TotalSeconds, 0.5, 1);
        Assert.Matches(@"^model m at http\S+: it answered 503: no \*\*\*; trying again in 0\.\d s$", $"{told[0]}");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_failure_alone_is_not_told(bool givesUpEarly)
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync(Faults.First([EndpointReply.Error(503, "later")], Says("yes")));
        using var backends = SampleCalls.Backends(
            SampleCalls.Endpoint(endpoint.Url),
            new() { Clock = _clock, GivesUpEarly = givesUpEarly, OnRetry = notice => Assert.Fail($"{notice}") });
        Assert.Equal("yes", (await backends.AskAsync(SampleCalls.To("m"), SampleCalls.Cancellation)).Text);
    }

    [Theory]
    [InlineData("20", 20)]
    [InlineData("Thu, 01 Jan 2026 00:00:40 GMT", 40)]
    public async Task Retry_after_is_honoured_in_seconds_and_as_a_date(string retryAfter, int seconds)
    {
        var respond = Faults.First([EndpointReply.Error(429, "slow down", retryAfter)], Says("yes"));
        await using var endpoint = await SimulatedEndpoint.StartAsync(respond, _clock);
        using var backends = Backends(endpoint);

        await backends.AskAsync(SampleCalls.To("m"), SampleCalls.Cancellation);

        var waited = endpoint.Log.Calls[1].Started - endpoint.Log.Calls[0].Started;
        Assert.InRange(waited.TotalSeconds, seconds, seconds + 0.1);
    }

    [Fact]
    public async Task Waits_grow_up_to_fifteen_seconds_and_are_the_same_for_the_same_seed()
    {
        var first = await WaitsAsync(seed: 5);
        var again = await WaitsAsync(seed: 5);
        var other = await WaitsAsync(seed: 6);

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        Assert.InRange(first[0], 0.2, 0.7);
        Assert.InRange(first[2], 0.9, 2.2);
        Assert.All(first[6..^1], w => Assert.InRange(w, 7.3, 15.2));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Refused_key_is_not_tried_again_and_never_shown(int status)
    {
        var refusal = EndpointReply.Error(status, "bad key s3cret given");
        await using var endpoint = await SimulatedEndpoint.StartAsync((_, _) => Task.FromResult(refusal));
        using var backends = SampleCalls.Backends(
            SampleCalls.Endpoint(endpoint.Url) with { KeyVariable = "K" }, new() { Clock = _clock, Environment = _ => "s3cret" });

        var outage = await Assert.ThrowsAsync<OutageException>(() => backends.AskAsync(SampleCalls.To("m"), SampleCalls.Cancellation));

        Assert.Equal(FailureKind.Unauthorised, outage.Cause);
        Assert.DoesNotContain("s3cret", outage.Message, StringComparison.Ordinal);
        Assert.Equal(1, endpoint.Log.Count);
    }

    [Fact]
    public async Task Rejected_call_is_one_clean_line_at_once()
    {
        var said = "model 'x'\u001b[31m does\nnot exist " + new string('z', 1000);
        await using var endpoint = await SimulatedEndpoint.StartAsync((_, _) => Task.FromResult(EndpointReply.Error(400, said)));
        using var backends = Backends(endpoint);

        var outage = await Assert.ThrowsAsync<OutageException>(() => backends.AskAsync(SampleCalls.To("m"), SampleCalls.Cancellation));

        Assert.Equal(FailureKind.Rejected, outage.Cause);
        Assert.Contains("answered 400: model 'x' does not exist zzz", outage.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(outage.Message, char.IsControl);
        Assert.InRange(outage.Message.Length, 300, 420);
        Assert.Equal(1, endpoint.Log.Count);
    }

    [Fact]
    public async Task Body_that_no_model_sent_is_tried_again()
    {
        EndpointReply[] broken =
        [
            EndpointReply.Malformed(), EndpointReply.Malformed("{}"), EndpointReply.Malformed("""{"choices": []}"""),
            EndpointReply.Malformed(""), EndpointReply.Text("never seen whole") with { Cut = true },
        ];
        await using var endpoint = await SimulatedEndpoint.StartAsync(Faults.First(broken, Says("yes")));
        using var backends = Backends(endpoint);

        var reply = await backends.AskAsync(SampleCalls.To("m"), SampleCalls.Cancellation);

        Assert.Equal("yes", reply.Text);
        Assert.Equal(6, endpoint.Log.Count);
    }

    [Fact]
    public async Task Endpoint_that_is_dead_for_a_minute_costs_nothing()
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync("yes");
        using var backends = Backends(endpoint);
        await endpoint.StopAsync();

        _clock.BeforeSkip = () => _clock.Passed > TimeSpan.FromMinutes(1) ? endpoint.StartAsync() : Task.CompletedTask;

        Assert.Equal("yes", (await backends.AskAsync(SampleCalls.To("m"), SampleCalls.Cancellation)).Text);
        Assert.InRange(_clock.Passed.TotalSeconds, 60, 100);
        Assert.Equal(1, endpoint.Log.Count);
    }

    [Fact]
    public async Task Endpoint_that_stays_dead_is_unreachable_after_the_patience_and_not_before()
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync("yes");
        using var backends = Backends(endpoint);
        await endpoint.StopAsync();

        var outage = await Assert.ThrowsAsync<OutageException>(() => backends.AskAsync(SampleCalls.To("m"), SampleCalls.Cancellation));

        Assert.Equal(FailureKind.Unreachable, outage.Cause);
        Assert.InRange(_clock.Passed.TotalSeconds, 179.9, 180.1);
    }

    [Theory]
    [InlineData(null, null, false, 5)]
    [InlineData(null, 20, false, 20)]
    [InlineData(40, 20, false, 40)]
    [InlineData(null, null, true, 180)]
    public async Task Endpoint_that_nobody_has_seen_alive_is_given_up_early_unless_it_is_waited_for(
        int? ofModel, int? ofCommand, bool isKnown, int seconds)
    {
        var told = new List<RetryNotice>();
        await using var endpoint = await SimulatedEndpoint.StartAsync("yes");
        await endpoint.StopAsync();
        using var backends = SampleCalls.Backends(
            SampleCalls.Endpoint(endpoint.Url) with { WaitForStart = ofModel is { } own ? TimeSpan.FromSeconds(own) : null },
            new()
            {
                Clock = _clock, GivesUpEarly = true, HasAnswered = _ => isKnown, OnRetry = told.Add,
                WaitForModels = ofCommand is { } given ? TimeSpan.FromSeconds(given) : null,
            });

        var outage = await Assert.ThrowsAsync<OutageException>(() => backends.AskAsync(SampleCalls.To("m"), SampleCalls.Cancellation));

        Assert.InRange(_clock.Passed.TotalSeconds, seconds - 0.1, seconds + 0.1);
        Assert.Contains("it cannot be reached: Connection refused", outage.Message, StringComparison.Ordinal);
        Assert.Equal(seconds == 5, outage.Message.Contains("--wait-for-models", StringComparison.Ordinal));
        Assert.InRange(told[0].Delay.TotalSeconds, 0.2, 0.5);
    }

    [Fact]
    public async Task Endpoint_that_has_answered_in_this_process_has_the_whole_patience()
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync("yes");
        using var backends = SampleCalls.Backends(SampleCalls.Endpoint(endpoint.Url), new() { Clock = _clock, GivesUpEarly = true });
        await backends.AskAsync(SampleCalls.To("m"), SampleCalls.Cancellation);
        await endpoint.StopAsync();

        await Assert.ThrowsAsync<OutageException>(() => backends.AskAsync(SampleCalls.To("m", "1"), SampleCalls.Cancellation));

        Assert.InRange(_clock.Passed.TotalSeconds, 179.9, 180.1);
    }

    [Fact]
    public async Task Server_that_says_it_is_loading_is_there()
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync(Faults.DeadUntil(
            _clock.GetUtcNow() + TimeSpan.FromSeconds(60), _clock, Says("yes")), _clock);
        using var backends = SampleCalls.Backends(SampleCalls.Endpoint(endpoint.Url), new() { Clock = _clock, GivesUpEarly = true });

        Assert.Equal("yes", (await backends.AskAsync(SampleCalls.To("m"), SampleCalls.Cancellation)).Text);
    }

    [Fact]
    public async Task Calls_behind_a_dead_endpoint_share_its_patience_and_a_later_outage_has_its_own()
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync("yes");
        using var backends = Backends(endpoint);
        await endpoint.StopAsync();
        await Assert.ThrowsAsync<OutageException>(() => backends.AskAsync(SampleCalls.To("m"), SampleCalls.Cancellation));
        var first = _clock.Passed;

        await Assert.ThrowsAsync<OutageException>(() => backends.AskAsync(SampleCalls.To("m", "1"), SampleCalls.Cancellation));
        Assert.Equal(first, _clock.Passed);

        _clock.Advance(TimeSpan.FromHours(1));
        await Assert.ThrowsAsync<OutageException>(() => backends.AskAsync(SampleCalls.To("m", "2"), SampleCalls.Cancellation));
        Assert.InRange((_clock.Passed - first - TimeSpan.FromHours(1)).TotalSeconds, 179.9, 180.1);
    }

    [Fact]
    public async Task Failure_that_lasts_is_told_with_what_the_server_said()
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync((_, _) => Task.FromResult(EndpointReply.Error(503, "overloaded")));
        using var backends = Backends(endpoint);

        var outage = await Assert.ThrowsAsync<OutageException>(() => backends.AskAsync(SampleCalls.To("m"), SampleCalls.Cancellation));

        Assert.Equal(FailureKind.Rejected, outage.Cause);
        Assert.Contains("answered 503: overloaded (after ", outage.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_that_the_server_asks_for_beyond_the_patience_is_not_begun()
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync((_, _) => Task.FromResult(EndpointReply.Error(429, "quota", "3600")));
        using var backends = Backends(endpoint);

        var outage = await Assert.ThrowsAsync<OutageException>(() => backends.AskAsync(SampleCalls.To("m"), SampleCalls.Cancellation));

        Assert.Equal(FailureKind.Rejected, outage.Cause);
        Assert.Equal(1, endpoint.Log.Count);
    }

    [Fact]
    public async Task Hanging_request_is_given_up_after_the_time_limit_and_tried_again()
    {
        var calls = 0;
        await using var endpoint = await SimulatedEndpoint.StartAsync((call, hungUp) =>
            (Interlocked.Increment(ref calls) == 1 ? Faults.Hangs : Says("yes"))(call, hungUp));
        var clock = new SkippingClock { Longest = TimeSpan.FromSeconds(10) };
        using var backends = SampleCalls.Backends(
            SampleCalls.Endpoint(endpoint.Url) with { Timeout = TimeSpan.FromSeconds(30) }, new() { Clock = clock });

        var asked = backends.AskAsync(SampleCalls.To("m"), SampleCalls.Cancellation);
        await endpoint.Log.ReceivedAsync(1);
        clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal("yes", (await asked).Text);
        Assert.Equal(["run/a/0/1", "run/a/0/2"], endpoint.Log.Calls.Select(c => c.Name));
        Assert.InRange(clock.Passed.TotalSeconds, 30, 31);
    }

    [Fact]
    public async Task Cancellation_ends_the_wait_between_attempts()
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync((_, _) => Task.FromResult(EndpointReply.Error(503, "overloaded")));
        using var backends = SampleCalls.Backends(SampleCalls.Endpoint(endpoint.Url),
            new() { Clock = new SkippingClock { Longest = TimeSpan.Zero } });
        using var cancel = new CancellationTokenSource();

        var asked = backends.AskAsync(SampleCalls.To("m"), cancel.Token);
        await endpoint.Log.ReceivedAsync(1);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }

    [Fact]
    public async Task Retries_pay_for_the_rate()
    {
        var respond = Faults.First([EndpointReply.Error(503, "overloaded")], Says("yes"));
        await using var endpoint = await SimulatedEndpoint.StartAsync(respond, _clock);
        using var backends = SampleCalls.Backends(SampleCalls.Endpoint(endpoint.Url) with { RequestsPerMinute = 3 },
            new() { Clock = _clock });

        using (await backends.AdmitAsync("m", SampleCalls.Somebody, SampleCalls.Cancellation)) await backends.AskAsync(SampleCalls.To("m"),
            SampleCalls.Cancellation);

        Assert.InRange((endpoint.Log.Calls[1].Started - endpoint.Log.Calls[0].Started).TotalSeconds, 19.9, 20.1);
    }

    [Fact]
    public async Task Wait_for_another_start_does_not_count_against_the_time_limit()
    {
        var respond = Faults.First([EndpointReply.Error(503, "overloaded")], Says("yes"));
        await using var endpoint = await SimulatedEndpoint.StartAsync(respond);
        var clock = new SkippingClock { Kept = TimeSpan.FromSeconds(40) };
        var spec = SampleCalls.Endpoint(endpoint.Url) with { RequestsPerMinute = 1, Timeout = TimeSpan.FromSeconds(40) };
        using var backends = SampleCalls.Backends(spec, new() { Clock = clock });

        using (await backends.AdmitAsync("m", SampleCalls.Somebody, SampleCalls.Cancellation))
            Assert.Equal("yes", (await backends.AskAsync(SampleCalls.To("m"), SampleCalls.Cancellation)).Text);

        Assert.InRange(clock.Passed.TotalSeconds, 59.9, 60.1);
        Assert.Equal(2, endpoint.Log.Count);
    }

    private ModelRegistry Backends(SimulatedEndpoint endpoint) =>
        SampleCalls.Backends(SampleCalls.Endpoint(endpoint.Url), new() { Clock = _clock });

    private static Responder Says(string text) => (_, _) => Task.FromResult(EndpointReply.Text(text));

    private async Task<double[]> WaitsAsync(long seed)
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync((_, _) => Task.FromResult(EndpointReply.Error(500, "no")), _clock);
        using var backends = Backends(endpoint);
        await Assert.ThrowsAsync<OutageException>(() => backends.AskAsync(SampleCalls.To("m", seed: seed), SampleCalls.Cancellation));
        var starts = endpoint.Log.Calls.Select(c => c.Started).ToArray();
        return [.. starts.Zip(starts.Skip(1), (a, b) => (b - a).TotalSeconds)];
    }
}
