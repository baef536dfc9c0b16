using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Testing;

namespace Debate.Models.Tests;

public sealed class CacheTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("debate-cache").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Second_equal_call_is_answered_without_leaving_the_process()
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync((_, _) => Task.FromResult(EndpointReply.Text("yes", 7, 3, "length")));
        using var backends = Backends(endpoint.Url);

        var first = await backends.AskAsync(SampleCalls.To("m", "1"), SampleCalls.Cancellation);
        var second = await backends.AskAsync(SampleCalls.To("m", "2"), SampleCalls.Cancellation);

        Assert.Equal(new Usage(1, 0, 7, 3), first.Usage);
        Assert.Equal(new ModelReply("yes", new Usage(0, 1), "length"), second);
        Assert.Equal(1, endpoint.Log.Count);
    }

    [Fact]
    public async Task Cache_serves_another_process_and_another_endpoint_of_the_same_model()
    {
        await using var here = await SimulatedEndpoint.StartAsync("yes");
        await using var there = await SimulatedEndpoint.StartAsync("no");
        using (var backends = Backends(here.Url)) await backends.AskAsync(SampleCalls.To("m"), SampleCalls.Cancellation);
        using var other = Backends(there.Url);

        Assert.Equal("yes", (await other.AskAsync(SampleCalls.To("m"), SampleCalls.Cancellation)).Text);
        Assert.Equal(0, there.Log.Count);
    }

    [Fact]
    public async Task Whatever_changes_the_answer_is_asked_anew()
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync("yes");
        using var backends = Backends(endpoint.Url);
        var call = SampleCalls.To("m").Telling((Role.System, "Be brief."), (Role.User, "Why?"));
        ModelCall[] variants =
        [
            call,
            call.Telling((Role.System, "Be brief."), (Role.User, "Why not?")),
            call.Telling((Role.User, "Be brief."), (Role.User, "Why?")),
            call.Telling((Role.System, "Be brief.Why?"), (Role.User, "")),
            call with { Sample = 1 },
            call with { Seed = 8 },
            Sampled(call, new(Temperature: 0.5)),
            Sampled(call, new(TopP: 0.5)),
            Sampled(call, new(MaxTokens: 5)),
        ];

        foreach (var variant in variants) await backends.AskAsync(variant, SampleCalls.Cancellation);
        Assert.Equal(variants.Length, endpoint.Log.Count);
        foreach (var variant in variants) await backends.AskAsync(variant, SampleCalls.Cancellation);
        Assert.Equal(variants.Length, endpoint.Log.Count);
    }

    /// <summary>The key is what it was before 2026-11-30, so that older folders go on to serve.</summary>
    [Fact]
    public void Key_covers_the_model_and_not_what_its_server_takes()
    {
        var (call, spec) = (SampleCalls.To("m"), SampleCalls.Endpoint("http://127.0.0.1:1/v1"));
        var key = ReplyCache.ComputeKey(spec, call);

        Assert.Equal("1ebb0063b7f1558e3d62d562481a67b92892e5832d210104898b5ad15cb1526f", key);
        Assert.NotEqual(key, ReplyCache.ComputeKey(spec with { Model = "other" }, call));
        Assert.Equal(key, ReplyCache.ComputeKey(
            spec with { SendsSeed = false, SystemRole = SystemRole.User, MaxTokensField = "max_completion_tokens" }, call));
    }

    [Fact]
    public async Task Thoughts_are_cached_beside_the_reply_and_taken_out_of_replies_cached_before()
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync("<think>hm</think>yes");
        using var backends = Backends(endpoint.Url);
        await backends.AskAsync(SampleCalls.To("m"), SampleCalls.Cancellation);
        var file = Assert.Single(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));

        Assert.Equal(("yes", "hm"), await AskAsync());
        await File.WriteAllTextAsync(
            file, """{"model": "m", "text": "<think>old</think>no", "finish": "stop"}""", SampleCalls.Cancellation);
        Assert.Equal(("no", "old"), await AskAsync());
        Assert.Equal(1, endpoint.Log.Count);

        async Task<(string, string?)> AskAsync()
        {
            var reply = await backends.AskAsync(SampleCalls.To("m"), SampleCalls.Cancellation);
            return (reply.Text, reply.Thoughts);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"text\": \"ye")]
    [InlineData("[1, 2]")]
    [InlineData("{\"text\": 5, \"finish\": null}")]
    public async Task Spoiled_file_is_a_miss_and_is_replaced(string content)
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync("yes");
        using var backends = Backends(endpoint.Url);
        await backends.AskAsync(SampleCalls.To("m"), SampleCalls.Cancellation);
        var file = Assert.Single(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
        await File.WriteAllTextAsync(file, content, SampleCalls.Cancellation);

        await backends.AskAsync(SampleCalls.To("m"), SampleCalls.Cancellation);
        await backends.AskAsync(SampleCalls.To("m"), SampleCalls.Cancellation);

        Assert.Equal(2, endpoint.Log.Count);
    }

    [Fact]
    public async Task Without_a_folder_nothing_is_cached()
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync("yes");
        using var backends = SampleCalls.Backends(SampleCalls.Endpoint(endpoint.Url));

        await backends.AskAsync(SampleCalls.To("m"), SampleCalls.Cancellation);
        await backends.AskAsync(SampleCalls.To("m"), SampleCalls.Cancellation);

        Assert.Equal(2, endpoint.Log.Count);
    }

    private static ModelCall Sampled(ModelCall call, Sampling sampling) => call with { Seat = call.Seat with { Sampling = sampling } };

    private ModelRegistry Backends(string url) => SampleCalls.Backends(SampleCalls.Endpoint(url), new() { CacheFolder = _folder });
}
