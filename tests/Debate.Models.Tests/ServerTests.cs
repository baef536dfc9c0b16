using System.Text.Json;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Testing;

namespace Debate.Models.Tests;

/// <summary>What servers refuse, and what a model's entry says of its server, happens behind the port.</summary>
public sealed class ServerTests
{
    private readonly List<string> _notices = [];

    /// <summary>Refusals as they come, with the field that they mean.</summary>
    public static TheoryData<string, int, string> Refused => new()
    {
        { "max_tokens", 400, """
            {"error": {"message": "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
             "param": "max_tokens", "code": "unsupported_parameter"}}
            """ },
        { "seed", 422, """
            {"detail": [{"type": "extra_forbidden", "loc": ["body", "seed"], "msg": "Extra inputs are not permitted", "input": "top_p"}]}
            """ },
        { "seed", 400, """{"message": "Unrecognized request argument supplied: seed"}""" },
        { "seed", 400, """property 'seed' is unsupported, did you mean 'n'?""" },
        { "temperature", 400, """
            {"error": {"message": "Unsupported value: 'temperature' does not support 0.7 with this model. Only the default (1).",
             "param": "temperature"}}
            """ },
        { "top_p", 400, """{"error": {"message": "`temperature` and `top_p` cannot both be specified for this model."}}""" },
        { "system", 400, """{"error": {"message": "System role not supported"}}""" },
        { "system", 400, """
            {"object": "error", "message": "Conversation roles must alternate user/assistant/user/assistant/...", "code": 400}
            """ },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Call_is_sent_once_more_without_what_is_refused_and_the_next_one_at_once(string field, int status, string error)
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync((call, _) => Task.FromResult(
            Has(call, field) ? new EndpointReply(status, error) : EndpointReply.Text("yes", 100)));
        using var models = Backends(SampleCalls.Endpoint(endpoint.Url));

        var first = await models.AskAsync(Sampled("1"), SampleCalls.Cancellation);
        var second = await models.AskAsync(Sampled("2"), SampleCalls.Cancellation);

        Assert.Equal(("yes", "yes", 1L), (first.Text, second.Text, first.Usage.Calls));
        Assert.Equal(["run/a/1/1", "run/a/1/2", "run/a/2/1"], endpoint.Log.Calls.Select(c => c.Name));
        Assert.All(endpoint.Log.Calls.Skip(1), c => Assert.True(Has(c, "max_tokens") || Has(c, "max_completion_tokens")));
        Assert.Equal(field switch { "max_tokens" => null, "system" => "system role", _ => field }, first.Unsent);
        Assert.Equal(first.Unsent, second.Unsent);
        Assert.StartsWith($"model m at {endpoint.Url}: it ", Assert.Single(_notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_refuses_one_thing_after_the_other_is_learned_in_one_call()
    {
        string[] refused = ["max_tokens", "seed", "temperature"];
        await using var endpoint = await SimulatedEndpoint.StartAsync((call, _) => Task.FromResult(
            refused.FirstOrDefault(f => Has(call, f)) is { } field ? EndpointReply.Error(400, $"Unsupported parameter: '{field}'")
                : EndpointReply.Text("yes")));
        using var models = Backends(SampleCalls.Endpoint(endpoint.Url));

        var reply = await models.AskAsync(Sampled("1"), SampleCalls.Cancellation);

        Assert.Equal(("yes", "seed, temperature", 4), (reply.Text, reply.Unsent, endpoint.Log.Count));
        Assert.Equal(
            $"model m at {endpoint.Url}: it takes the token limit as max_completion_tokens; "
            + "it refuses seed, temperature, and is asked without",
            Assert.Single(_notices));
    }

    [Theory]
    [InlineData("'max_tokens' or 'max_completion_tokens' is too large: 77. This model supports at most 50 tokens; unsupported.", 1)]
    [InlineData("temperature must be between 0 and 1: invalid", 1)]
    [InlineData("Unsupported parameter: 'max_tokens'; unsupported parameter: 'max_completion_tokens'", 2)]
    [InlineData("Unsupported parameter: 'seedling'", 1)]
    [InlineData("model 'seed' does not exist", 1)]
    public async Task Refused_value_is_the_callers_to_change_and_no_call_goes_without_a_token_limit(string message, int requests)
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync((_, _) => Task.FromResult(EndpointReply.Error(400, message)));
        using var models = Backends(SampleCalls.Endpoint(endpoint.Url));

        await Assert.ThrowsAsync<OutageException>(() => models.AskAsync(Sampled("1"), SampleCalls.Cancellation));

        Assert.Equal(requests, endpoint.Log.Count);
        Assert.All(endpoint.Log.Calls, c => Assert.True(Has(c, "max_tokens") || Has(c, "max_completion_tokens")));
        Assert.Empty(_notices);
    }

    [Fact]
    public async Task Entry_of_a_model_says_what_its_server_takes()
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync("yes");
        var spec = (EndpointSpec)ModelConfiguration.Read($$"""
            models:
              m: { endpoint: "{{endpoint.Url}}", model: there, maxTokensField: max_completion_tokens, seed: false, temperature: false,
                   systemRole: user, headers: { X-Title: a run }, apiVersion: 2025-01-01-preview, keyVariable: K,
                   extraBody: { top_k: 20, id: "7", options: { thinking: false, stops: [a, 1.5, null] } } }
            """, "c.yaml").Find("m");
        using var models = Backends(spec);

        var reply = await models.AskAsync(Sampled("1"), SampleCalls.Cancellation);

        var call = Assert.Single(endpoint.Log.Calls);
        Assert.Equal("?api-version=2025-01-01-preview", call.Query);
        Assert.Equal(("a run", "s3cret", null), (call.Headers["X-Title"], call.Headers["api-key"], call.Authorization));
        using var body = JsonDocument.Parse(call.Body);
        Assert.Equal(["model", "messages", "top_p", "max_completion_tokens", "top_k", "id", "options"],
            body.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal("""{"thinking":false,"stops":["a",1.5,null]}""", body.RootElement.GetProperty("options").GetRawText());
        Assert.Equal([new(Role.User, "Be brief.\n\nWhat is the average speed?")], call.Messages);
        Assert.Equal("seed, temperature", reply.Unsent);
        Assert.Equal(spec, ((EndpointSpec)ModelConfiguration.Read(new ModelConfiguration([spec]).ToJson(), "stored").Find("m")) with
        {
            Headers = spec.Headers,
        });
    }

    [Theory]
    [InlineData("extraBody: { max_tokens: 5 }", "models.m.extraBody.max_tokens '5': it is a field that every request has")]
    [InlineData("extraBody: { Messages: [] }", "models.m.extraBody.Messages")]
    [InlineData("extraBody: [1]", "models.m.extraBody 'a list': it must be a map")]
    [InlineData("headers: { authorization: x }", "models.m.headers.authorization 'x': it is a header that every request has")]
    [InlineData("headers: { 'a b': x }", "is no name of a header")]
    [InlineData("headers: { a: \"x\\ny\" }", "must be printable ASCII")]
    [InlineData("maxTokensField: tokens", "models.m.maxTokensField 'tokens': it must be one of max_tokens, max_completion_tokens")]
    [InlineData("systemRole: tool", "must be one of system, developer, user")]
    [InlineData("thoughts: share", "must be one of drop, keep")]
    [InlineData("seed: 7", "it must be true or false")]
    public void Bad_entry_is_refused_when_it_is_read(string field, string message)
    {
        var error = Assert.Throws<InputException>(() =>
            ModelConfiguration.Read($"models:\n  m: {{ endpoint: 'http://h/v1', model: m, {field} }}", "c.yaml"));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s:a u:b s:c u:d", SystemRole.System, "s:a u:b+c+d")]
    [InlineData("s:a s:b u:c a: u:d", SystemRole.System, "s:a+b u:c+d")]
    [InlineData("u:a a:b a:c u:d", SystemRole.System, "u:a a:b+c u:d")]
    [InlineData("s:a u:b a:c u:d", SystemRole.User, "u:a+b a:c u:d")]
    [InlineData("s:a", SystemRole.System, "u:a")]
    [InlineData("s: u:b", SystemRole.Developer, "u:b")]
    public void Messages_take_turns_and_none_is_empty(string chat, SystemRole system, string sent)
    {
        var arranged = ChatRequest.Arrange([.. chat.Split(' ').Select(Parse)], system);

        Assert.Equal(sent, string.Join(' ', arranged.Select(m =>
            $"{char.ToLowerInvariant($"{m.Role}"[0])}:{m.Text.Replace("\n\n", "+", StringComparison.Ordinal)}")));

        static ChatMessage Parse(string message) =>
            new(message[0] switch { 's' => Role.System, 'u' => Role.User, _ => Role.Assistant }, message[2..]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Thoughts_are_sent_back_only_where_the_entry_says_so(bool isKept)
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync("yes");
        using var models = Backends(SampleCalls.Endpoint(endpoint.Url) with { KeepsThoughts = isKept });
        var call = SampleCalls.To("m") with
        {
            Chat = [new(Role.User, "a"), new(Role.Assistant, "b") { Thoughts = "SECRET" }, new(Role.User, "c")],
        };

        await models.AskAsync(call, SampleCalls.Cancellation);

        Assert.Equal(isKept, endpoint.Log.Calls[0].Body.Contains("\"reasoning_content\":\"SECRET\"", StringComparison.Ordinal));
        Assert.Equal(isKept, endpoint.Log.Calls[0].Body.Contains("SECRET", StringComparison.Ordinal));
        Assert.Equal(isKept, models.GetTerms("m").KeepsThoughts);
    }

    private static ModelCall Sampled(string path) =>
        SampleCalls.To("m", path) with { Seat = new Seat("solver", "m") { Sampling = new(0.7, 0.9, 77) } };

    private static bool Has(ReceivedCall call, string field)
    {
        using var body = JsonDocument.Parse(call.Body);
        return field == "system"
            ? body.RootElement.GetProperty("messages").EnumerateArray().Any(m => m.GetProperty("role").GetString() == "system")
            : body.RootElement.TryGetProperty(field, out _);
    }

    private ModelRegistry Backends(EndpointSpec spec) =>
        SampleCalls.Backends(spec, new() { Clock = new SkippingClock(), OnNotice = _notices.Add, Environment = _ => "s3cret" });
}
