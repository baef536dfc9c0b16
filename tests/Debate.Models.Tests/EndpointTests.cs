using System.Text.Json;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Testing;

namespace Debate.Models.Tests;

public sealed class EndpointTests
{
    [Fact]
    public async Task Request_carries_call_seat_model_messages_and_sampling_in_the_forms_that_every_server_knows()
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync("four");
        using var backends = SampleCalls.Backends(SampleCalls.Endpoint(endpoint.Url));
        var call = SampleCalls.To("m", "3/1/0", "affirmative") with { Seat =
            new Seat("affirmative", "m") { Sampling = new(0.25, 0.9, 77) } };

        var reply = await backends.AskAsync(call, SampleCalls.Cancellation);

        Assert.Equal("four", reply.Text);
        var received = Assert.Single(endpoint.Log.Calls);
        Assert.Equal("run/a/3/1/0/1", received.Name);
        Assert.Equal(("run/a/3/1/0", 1, "affirmative"), (received.Call, received.Attempt, received.Seat));
        Assert.Equal(call.Chat, received.Messages);
        Assert.Null(received.Authorization);
        using var body = JsonDocument.Parse(received.Body);
        Assert.Equal(
            ["max_tokens", "messages", "model", "seed", "temperature", "top_p"],
            body.RootElement.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.Equal(77, body.RootElement.GetProperty("max_tokens").GetInt32());
        Assert.Equal("0.25", body.RootElement.GetProperty("temperature").GetRawText());
        Assert.Equal(CallSeed.Derive(call), body.RootElement.GetProperty("seed").GetInt64());
        Assert.Equal("model-there", received.Model);
    }

    [Fact]
    public async Task Nothing_is_sent_before_what_must_be_done_before()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var (called, done, first) = (Signal(), Signal(), new TaskCompletionSource<byte>(TaskCreationOptions.RunContinuationsAsynchronously));
        using var hangUp = new CancellationTokenSource();
        var accepting = AcceptAsync();
        using var backends = SampleCalls.Backends(SampleCalls.Endpoint($"http://{listener.LocalEndpoint}/v1"), new()
        {
            BeforeRequest = _ =>
            {
                called.TrySetResult();
                return done.Task;
            },
        });
        var asked = backends.AskAsync(SampleCalls.To("m", "1"), hangUp.Token);
        await called.Task.WaitAsync(Patience.Long);
        Assert.False(asked.IsCompleted);
        Assert.False(first.Task.IsCompleted);
        done.SetResult();
        Assert.Equal((byte)'P', await first.Task.WaitAsync(Patience.Long));
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        listener.Stop();
        await Record.ExceptionAsync(() => accepting);

        // On a busy machine the client may give an attempt up and connect anew: what counts is the first byte of any of them.
        async Task AcceptAsync()
        {
            while (true) _ = ReadAsync(await listener.AcceptTcpClientAsync());
        }

        async Task ReadAsync(System.Net.Sockets.TcpClient connection)
        {
            var one = new byte[1];
            if (await connection.GetStream().ReadAsync(one) == 1) first.TrySetResult(one[0]);
        }

        static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    [Fact]
    public async Task Calls_made_in_turn_arrive_in_that_order()
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync("yes");
        using var backends = SampleCalls.Backends(SampleCalls.Endpoint(endpoint.Url));

        for (var i = 0; i < 10; i++) await backends.AskAsync(SampleCalls.To("m", $"{i}"), SampleCalls.Cancellation);

        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"run/a/{i}/1"), endpoint.Log.Calls.Select(c => c.Name));
        Assert.Equal(1, endpoint.Log.MostOpen);
    }

    [Fact]
    public async Task Usage_is_the_servers_and_costs_what_the_configuration_says()
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync((_, _) => Task.FromResult(EndpointReply.Text("yes", 2000, 500)));
        using var backends = SampleCalls.Backends(
            SampleCalls.Endpoint(endpoint.Url) with { PricePerMillionIn = 0.15m, PricePerMillionOut = 0.6m });

        var reply = await backends.AskAsync(SampleCalls.To("m"), SampleCalls.Cancellation);

        Assert.Equal(new Usage(1, 0, 2000, 500, 0.0006m), reply.Usage);
        Assert.Null(reply.Finish);
    }

    [Fact]
    public async Task Where_the_server_does_not_count_a_token_is_four_characters()
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync((_, _) => Task.FromResult(EndpointReply.Uncounted("12345")));
        using var backends = SampleCalls.Backends(SampleCalls.Endpoint(endpoint.Url));

        var reply = await backends.AskAsync(SampleCalls.To("m"), SampleCalls.Cancellation);

        Assert.Equal((9L, 2L), (reply.Usage.TokensIn, reply.Usage.TokensOut));
    }

    [Theory]
    [InlineData("stop", null)]
    [InlineData("length", "length")]
    [InlineData("content_filter", "content_filter")]
    [InlineData("model_length", "model_length")]
    public async Task Finish_tells_every_end_that_is_not_the_ordinary_one(string sent, string? finish)
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync((_, _) => Task.FromResult(EndpointReply.Text("cut", finish: sent)));
        using var backends = SampleCalls.Backends(SampleCalls.Endpoint(endpoint.Url));

        var reply = await backends.AskAsync(SampleCalls.To("m"), SampleCalls.Cancellation);

        Assert.Equal(("cut", finish), (reply.Text, reply.Finish));
    }

    [Fact]
    public async Task Key_of_the_named_variable_goes_to_the_endpoint()
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync("yes");
        using var backends = SampleCalls.Backends(
            SampleCalls.Endpoint(endpoint.Url) with { KeyVariable = "SOME_KEY" },
            new() { Environment = name => name == "SOME_KEY" ? "s3cret\n" : null });

        await backends.AskAsync(SampleCalls.To("m"), SampleCalls.Cancellation);

        Assert.Equal("Bearer s3cret", endpoint.Log.Calls[0].Authorization);
    }

    [Theory]
    [InlineData(null, "is not set")]
    [InlineData(" ", "is not set")]
    [InlineData("s3cret s3cret", "has characters that no key has")]
    [InlineData("s\u00e9cret", "has characters that no key has")]
    public async Task Unusable_key_is_named_before_anything_is_sent(string? key, string wrong)
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync("yes");
        using var backends = SampleCalls.Backends(
            SampleCalls.Endpoint(endpoint.Url) with { KeyVariable = "SOME_KEY" }, new() { Environment = _ => key });

        var outage = await Assert.ThrowsAsync<OutageException>(() => backends.AskAsync(SampleCalls.To("m"), SampleCalls.Cancellation));

        Assert.Equal(FailureKind.Unauthorised, outage.Cause);
        Assert.Equal($"model m: variable SOME_KEY, which should hold its key, {wrong}", outage.Message);
        Assert.Equal(0, endpoint.Log.Count);
    }

    [Fact]
    public async Task Redirect_is_not_followed()
    {
        await using var elsewhere = await SimulatedEndpoint.StartAsync("stolen");
        await using var endpoint = await SimulatedEndpoint.StartAsync(
            (_, _) => Task.FromResult(new EndpointReply(307, "") { Location = $"{elsewhere.Url}/chat/completions" }));
        using var backends = SampleCalls.Backends(SampleCalls.Endpoint(endpoint.Url));

        var outage = await Assert.ThrowsAsync<OutageException>(() => backends.AskAsync(SampleCalls.To("m"), SampleCalls.Cancellation));

        Assert.Equal(FailureKind.Rejected, outage.Cause);
        Assert.Contains("redirect", outage.Message, StringComparison.Ordinal);
        Assert.Equal((1, 0), (endpoint.Log.Count, elsewhere.Log.Count));
    }

    [Fact]
    public async Task Cancelled_call_hangs_up()
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync(Faults.Hangs);
        using var backends = SampleCalls.Backends(SampleCalls.Endpoint(endpoint.Url));
        using var cancel = new CancellationTokenSource();

        var asked = backends.AskAsync(SampleCalls.To("m"), cancel.Token);
        await endpoint.Log.ReceivedAsync(1);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        while (endpoint.Log.Open > 0) await Task.Yield();
        Assert.Equal(1, endpoint.Log.Abandoned);
    }

    [Fact]
    public async Task Unknown_model_is_an_input_error_that_lists_the_known_ones()
    {
        using var backends = SampleCalls.Backends(SampleCalls.Endpoint("http://127.0.0.1:9/v1"));

        var error = await Assert.ThrowsAsync<InputException>(() => backends.AskAsync(SampleCalls.To("other"), SampleCalls.Cancellation));

        Assert.Contains("model 'other'", error.Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => backends.GetTerms("other"));
    }
}
