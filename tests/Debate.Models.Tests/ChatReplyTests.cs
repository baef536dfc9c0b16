using System.Text;
using System.Text.Json;
using CsCheck;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Readers;
using Debate.Testing;

namespace Debate.Models.Tests;

/// <summary>What a reply says of itself: that it was cut, refused, an error; what it used; and how much of it is read.</summary>
public sealed class ChatReplyTests
{
    private readonly SkippingClock _clock = new();

    [Theory]
    [InlineData("""{"content": null, "reasoning_content": "so long"}""", "length", "", "so long", "length")]
    [InlineData("""{"content": "<think>so long"}""", "length", "", "so long", "length")]
    [InlineData("""{"content": "<think>so long"}""", "stop", "", "so long", "length")]
    [InlineData("""{"content": "analysisWe need to"}""", "length", "", "We need to", "length")]
    [InlineData("""{"content": "<|channel|>analysis<|message|>so long"}""", "stop", "", "so long", "length")]
    [InlineData("""{"content": "4 <think> or 5"}""", "stop", "4", "or 5", null)]
    [InlineData("""{"content": "Maybe 5.</think>"}""", "stop", "", "Maybe 5.", null)]
    [InlineData("""{"content": "<think>a</think>4</think>"}""", "stop", "4", "a", null)]
    [InlineData("""{"content": null}""", "stop", "", null, null)]
    [InlineData("""{}""", "", "", null, null)]
    [InlineData("""{"content": ""}""", "STOP", "", null, null)]
    [InlineData("""{"content": "cut"}""", "MAX_TOKENS", "cut", null, "length")]
    [InlineData("""{"content": null, "refusal": "I cannot\nhelp."}""", "stop", "I cannot\nhelp.", null, "refusal")]
    [InlineData("""{"content": [{"type": "refusal", "refusal": "No."}]}""", "stop", "No.", null, "refusal")]
    [InlineData("""{"content": null, "tool_calls": [{"function": {"arguments": {}}}]}""", "tool_calls", "", null, "tool_calls")]
    [InlineData("""{"content": "4\u0000"}""", "stop", "4", null, null)]
    [InlineData("""{"content": "half \ud83d of \ude00 a pair \ud83d\ude00"}""", "stop", "half \uFFFD of \uFFFD a pair \U0001F600", null,
        null)]
    [InlineData("""{"content": "a\tb	c"}""", "stop", "a\tb\tc", null, null)]
    public void Every_ending_is_told(string message, string finish, string text, string? thoughts, string? told)
    {
        var reply = ChatReplyReader.Read(Encoding.UTF8.GetBytes(Habits.Message(message, finish).Body));

        Assert.Equal((text, thoughts, told), (reply.Text, reply.Thoughts, reply.Finish));
    }

    [Theory]
    [InlineData("The tag `<think>` opens a thought, `</think>` closes it.")]
    [InlineData("He said \"<think>\" and nothing else.")]
    [InlineData("A <reasoning> tag, 3 < 4 and [1] & 2.")]
    [InlineData("  kept as it is \n")]
    [InlineData("analysis of the facts: 4")]
    [InlineData("Use <b>bold</b> and <thinker>.")]
    public void Text_that_only_speaks_of_thoughts_is_left_as_it_is(string text) =>
        Assert.Equal(new SplitReply(text, null, false), ThoughtSplitter.Split(text));

    [Fact]
    public void Thoughts_are_taken_out_whole_and_nothing_is_lost_or_invented()
    {
        var word = Gen.String[Gen.Char['a', 'z'], 1, 6];
        var tags = Gen.OneOf("think", "THINK", "thinking", "seed:think");
        Gen.Select(word, word, tags, Gen.Bool).Sample((thought, said, tag, isOpened) =>
        {
            var split = ThoughtSplitter.Split($"{(isOpened ? $"<{tag}>" : "")}{thought}</{tag}> {said}");
            return split == new SplitReply(said, thought, false);
        });
    }

    [Theory]
    [InlineData("<think>")]
    [InlineData("</think>")]
    [InlineData("<think></think>")]
    [InlineData("<think> a </thinking> b ")]
    [InlineData("<reasoning> a ")]
    [InlineData("<|channel|>analysis<|message|>x")]
    [InlineData("&lt;think&gt;")]
    [InlineData("<")]
    public void Splitting_takes_time_in_proportion_to_the_length(string unit) =>
        LinearTime.Holds(unit, text => ThoughtSplitter.Split(text));

    [Fact]
    public void Body_cut_anywhere_is_mended_to_json_that_says_no_more_than_the_whole()
    {
        var words = Gen.String[Gen.Char["az\"\\\n\u00E9{],"], 0, 20];
        Gen.Select(words, words, Gen.Int[0, 400], Gen.Bool).Sample((content, junk, at, isEscaped) =>
        {
            var options = new JsonSerializerOptions
            {
                Encoder = isEscaped ? null : System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            };
            var body = JsonSerializer.SerializeToUtf8Bytes(
                new { junk = new object?[] { junk, 1.5, null, true }, choices = new[] { new { message = new { content } } } }, options);
            var cut = ChatReplyReader.Read(body.AsMemory(0, Math.Max(1, Math.Min(at, body.Length - 1))), isCut: true);
            var text = cut.Text.Replace("\uFFFD", "", StringComparison.Ordinal);
            return cut.Finish == "length" && content.StartsWith(text, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("""{"error": {"message": "no credits", "code": 402}}""", 1, "answered 200 with an error (402): no credits")]
    [InlineData("""{"error": {"message": "bad input", "type": "invalid_request_error"}}""", 1, "(400): bad input")]
    [InlineData("""{"error": {"message": "upstream", "code": "502"}}""", 2, "(502): upstream")]
    [InlineData("""{"error": "it is overloaded"}""", 2, "(502): it is overloaded")]
    [InlineData("""{"object": "error", "message": "no such model", "code": 404}""", 1, "(404): no such model")]
    [InlineData("""{"choices": [{"message": {"content": ""}, "error": {"code": 400, "message": "upstream"}}]}""", 1, "(400): upstream")]
    [InlineData("""{"error": {"code": 503}, "choices": [{"message": {"content": ""}}]}""", 2, "answered 200 with an error (503)")]
    [InlineData("""{"choices": null}""", 2, "its reply cannot be read: the body is no chat completion")]
    [InlineData("""{"choices": [{"index": 0, "message": null}]}""", 2, "its reply cannot be read: the body is no chat completion")]
    [InlineData("""[1]""", 2, "its reply cannot be read: the body is no chat completion")]
    [InlineData("""nothing""", 2, "its reply cannot be read: the body is not JSON")]
    public async Task Error_in_a_200_is_an_error_and_what_cannot_be_read_is_tried_again(string body, int least, string said)
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync((_, _) => Task.FromResult(Habits.Body(body)));
        using var models = Backends(endpoint);

        var outage = await Assert.ThrowsAsync<OutageException>(() => models.AskAsync(SampleCalls.To("m"), SampleCalls.Cancellation));

        Assert.StartsWith($"model m at {endpoint.Url}: ", outage.Message, StringComparison.Ordinal);
        Assert.Contains(said, outage.Message, StringComparison.Ordinal);
        Assert.Equal(least > 1, endpoint.Log.Count > 1);
    }

    [Theory]
    [InlineData("""{"prompt_tokens": 2000, "completion_tokens": 500}""", 2000, 500, 0)]
    [InlineData("""{"prompt_tokens": "2000", "completion_tokens": 500.0}""", 2000, 500, 0)]
    [InlineData("""{"input_tokens": 2000, "output_tokens": 500}""", 2000, 500, 0)]
    [InlineData("""{"prompt_tokens": 3, "completion_tokens": 2}""", 3, 2, 0)]
    [InlineData("""{"prompt_tokens": 2000, "completion_tokens": 1}""", 2000, 8, 1)]
    [InlineData("""{"prompt_tokens": 2000, "completion_tokens": 0}""", 2000, 8, 1)]
    [InlineData("""{"prompt_tokens": 2000, "completion_tokens": -5}""", 2000, 8, 1)]
    [InlineData("""{"prompt_tokens": 0, "completion_tokens": 500}""", 9, 500, 1)]
    [InlineData("""{"prompt_tokens": null, "completion_tokens": "many"}""", 9, 8, 1)]
    [InlineData("""{"completion_tokens": 1e300}""", 9, 8, 1)]
    [InlineData("""{}""", 9, 8, 1)]
    [InlineData("""null""", 9, 8, 1)]
    [InlineData("""[]""", 9, 8, 1)]
    public async Task Count_that_cannot_be_is_our_estimate_and_says_so(string usage, long tokensIn, long tokensOut, long estimated)
    {
        // Thirty bytes: at least two tokens, and eight by our estimate. The prompt has 35.
        const string content = "\u00E9\u00E9\u00E9\u00E9\u00E9 twenty bytes more.";
        await using var endpoint = await SimulatedEndpoint.StartAsync((_, _) => Task.FromResult(
            Habits.Body($$"""{"usage": {{usage}}, "choices": [{"message": {"content": "{{content}}"} }]}""")));
        using var models = Backends(endpoint);

        var used = (await models.AskAsync(SampleCalls.To("m"), SampleCalls.Cancellation)).Usage;

        Assert.Equal((tokensIn, tokensOut, estimated), (used.TokensIn, used.TokensOut, used.Estimated));
    }

    [Fact]
    public async Task Text_beyond_the_token_limit_is_cut_and_booked()
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync(
            (_, _) => Task.FromResult(Habits.Text(new string('\u00E9', 5_000_000))));
        using var models = SampleCalls.Backends(SampleCalls.Endpoint(endpoint.Url));

        var reply = await models.AskAsync(Limited(100), SampleCalls.Cancellation);

        Assert.Equal((3200, "length"), (reply.Text.Length, reply.Finish));
        Assert.Equal((1600, 1), (reply.Usage.TokensOut, reply.Usage.Estimated));
        Assert.Equal(1, endpoint.Log.Count);
    }

    [Fact]
    public async Task Endless_thoughts_are_cut_before_a_word_is_said()
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync((_, _) => Task.FromResult(
            Habits.Message($$"""{"reasoning_content": "{{new string('h', 3_000_000)}}", "content": "yes"}""")));
        using var models = SampleCalls.Backends(SampleCalls.Endpoint(endpoint.Url) with { MaxBytesPerToken = 5 });

        var reply = await models.AskAsync(Limited(10), SampleCalls.Cancellation);

        Assert.Equal(("", new string('h', 50), "length"), (reply.Text, reply.Thoughts, reply.Finish));
    }

    private static ModelCall Limited(int tokens)
    {
        var call = SampleCalls.To("m");
        return call with { Seat = call.Seat with { Sampling = call.Seat.Sampling with { MaxTokens = tokens } } };
    }

    private ModelRegistry Backends(SimulatedEndpoint endpoint) =>
        SampleCalls.Backends(SampleCalls.Endpoint(endpoint.Url), new() { Clock = _clock });
}
