using System.Text.Json;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Testing;

namespace Debate.Models.Tests;

/// <summary>What models can do beyond replying, as their entries say it and as it goes over the wire.</summary>
public sealed class AbilityTests
{
    private static readonly (Role, string)[] Begun = [(Role.User, "The capital of France?"), (Role.Assistant, "It is Par")];

    [Theory]
    [InlineData("{ endpoint: 'http://h/v1', model: m }", Abilities.None)]
    [InlineData("{ endpoint: 'http://h/v1', model: m, can: [prefix] }", Abilities.Prefix)]
    [InlineData("{ endpoint: 'http://h/v1', model: m, can: [prefix, log-probabilities], prefix: vllm, log-probabilities: vllm }",
        Abilities.Prefix | Abilities.LogProbabilities)]
    [InlineData("{ simulated: reasoner }", Abilities.Prefix)]
    [InlineData("{ simulated: scripted, script: { '*': a } }", Abilities.Prefix)]
    [InlineData("{ simulated: scripted, script: { '*': a }, scores: { Paris: -1.5 } }", Abilities.Prefix | Abilities.LogProbabilities)]
    [InlineData("{ simulated: debater }", Abilities.None)]
    public void An_entry_says_what_its_model_can(string entry, Abilities abilities)
    {
        var models = ModelConfiguration.Read($"models:\n  m: {entry}", "c.yaml");
        Assert.Equal(abilities, models.Find("m").Terms.Abilities);
        var again = ModelConfiguration.Read(models.ToJson(), "stored").Find("m");
        Assert.Equal((abilities, models.Find("m").ComputeFingerprint()), (again.Terms.Abilities, again.ComputeFingerprint()));
    }

    [Theory]
    [InlineData("can: [prefixes]", "models.m.can 'a list': it must be a list of prefix, log-probabilities")]
    [InlineData("can: [prefix, log-probabilities]", "log-probabilities wants 'log-probabilities: vllm' beside it")]
    [InlineData("can: [log-probabilities], log-probabilities: vllm", "log-probabilities wants prefix too")]
    [InlineData("can: [prefix], prefix: last", "models.m.prefix 'last': it must be one of final-message, vllm")]
    [InlineData("extraBody: { continue_final_message: true }", "is a field that every request has")]
    public void What_an_entry_cannot_say_is_refused(string field, string message) => Assert.Contains(message, Assert.Throws<InputException>(
        () => ModelConfiguration.Read($"models:\n  m: {{ endpoint: 'http://h/v1', model: m, {field} }}", "c.yaml")).Message);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_that_is_begun_is_sent_last_and_marked_where_the_server_wants_it(bool marks)
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync("is.");
        using var models = SampleCalls.Backends(SampleCalls.Endpoint(endpoint.Url) with { Can = Abilities.Prefix, MarksPrefix = marks });

        var reply = await models.AskAsync(SampleCalls.To("m").Telling(Begun), SampleCalls.Cancellation);
        await models.AskAsync(SampleCalls.To("m", "1").Telling(Begun[0]), SampleCalls.Cancellation);

        Assert.Equal("is.", reply.Text);
        var (first, second) = (endpoint.Log.Calls[0], endpoint.Log.Calls[1]);
        Assert.Equal(Begun, first.Messages.Select(m => (m.Role, m.Text)));
        Assert.Equal(marks ? (true, false) : (null, null), Flags(first));
        Assert.Equal((null, null), Flags(second));
    }

    [Fact]
    public async Task A_text_is_scored_by_the_tokens_at_the_end_of_the_prompt_that_spell_it()
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync((_, _) => Task.FromResult(Scored(
            """null, {"1": {"logprob": -9.5, "rank": 4, "decoded_token": "<user>"}}, {"2": {"logprob": -1.25, "decoded_token": " Par"}}, {"3": {"logprob": -0.5, "decoded_token": "is"}}""")));
        using var models = SampleCalls.Backends(Vllm(endpoint));

        var score = await models.ScoreAsync(Score(" Paris"), SampleCalls.Cancellation);

        Assert.Equal((-1.75, 2), (score.LogProbability, score.Tokens));
        Assert.Equal((1, 4L), (score.Usage.Calls, score.Usage.TokensIn));
        using var body = JsonDocument.Parse(Assert.Single(endpoint.Log.Calls).Body);
        Assert.Equal((0, 1), (body.RootElement.GetProperty("prompt_logprobs").GetInt32(), body.RootElement.GetProperty("max_tokens").GetInt32()));
        Assert.Equal((true, false), Flags(endpoint.Log.Calls[0]));
        Assert.Equal((Role.Assistant, " Paris"), (endpoint.Log.Calls[0].Messages[^1].Role, endpoint.Log.Calls[0].Messages[^1].Text));
    }

    [Theory]
    [InlineData("""{"2": {"logprob": -1.25, "decoded_token": "Lon"}}, {"3": {"logprob": -0.5, "decoded_token": "don"}}""", "do not spell the text")]
    [InlineData("""{"3": {"logprob": -0.5, "decoded_token": "is"}}""", "do not spell the text")]
    [InlineData("""{"3": {"p": -0.5}}""", "are of an unknown form")]
    [InlineData(null, "has no prompt_logprobs")]
    public async Task A_server_that_tells_no_score_is_an_outage_that_says_so(string? tokens, string message)
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync(
            (_, _) => Task.FromResult(tokens is null ? EndpointReply.Text("is") : Scored(tokens)));
        using var models = SampleCalls.Backends(Vllm(endpoint) with { RetryWindow = TimeSpan.Zero });
        var outage = await Assert.ThrowsAsync<OutageException>(() => models.ScoreAsync(Score(" Paris"), SampleCalls.Cancellation));
        Assert.Contains(message, outage.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_scores_by_the_phrases_that_stand_in_chat_or_text()
    {
        var scores = System.Collections.Immutable.ImmutableSortedDictionary<string, double>.Empty
            .Add("Paris", -0.5).Add("France", -1).Add("Rome", -7);
        using var models = SampleCalls.Backends(new SimulatedSpec("m", SimulatedKind.Scripted)
        {
            Script = System.Collections.Immutable.ImmutableSortedDictionary<string, System.Collections.Immutable.ImmutableArray<string>>.Empty
                .Add("*", ["a"]),
            Scores = scores,
        });
        Assert.Equal(-1.5, (await models.ScoreAsync(Score(" Paris"), SampleCalls.Cancellation)).LogProbability, 1e-12);
        Assert.Equal(-8, (await models.ScoreAsync(Score(" Rome"), SampleCalls.Cancellation)).LogProbability, 1e-12);
    }

    [Fact]
    public async Task A_model_that_cannot_tell_is_refused()
    {
        using var models = SampleCalls.Backends(new SimulatedSpec("m", SimulatedKind.Bernoulli));
        Assert.Contains("cannot tell how probable a text is", (await Assert.ThrowsAsync<InputException>(
            () => models.ScoreAsync(Score("x"), SampleCalls.Cancellation))).Message, StringComparison.Ordinal);
    }

    private static ScoreCall Score(string text) =>
        new(DeliberationId.Parse("run/a"), "0", new Seat("solver", "m"), [new(Role.User, "The capital of France?")], text);

    private static EndpointSpec Vllm(SimulatedEndpoint endpoint) =>
        SampleCalls.Endpoint(endpoint.Url) with { Can = Abilities.Prefix | Abilities.LogProbabilities };

    private static EndpointReply Scored(string tokens) => new(200,
        $$$"""{"choices":[{"index":0,"finish_reason":"length","message":{"role":"assistant","content":"!"}}],"usage":{"prompt_tokens":4,"completion_tokens":1},"prompt_logprobs":[{{{tokens}}}]}""");

    private static (bool? Continue, bool? Generate) Flags(ReceivedCall call)
    {
        using var body = JsonDocument.Parse(call.Body);
        return (Find("continue_final_message"), Find("add_generation_prompt"));

        bool? Find(string field) => body.RootElement.TryGetProperty(field, out var value) ? value.GetBoolean() : null;
    }
}
