using Debate.Deliberation;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Engine;
using Debate.Testing;

namespace Debate.Models.Tests;

public sealed class BernoulliTests
{
    private static readonly SimulatedSpec Model = new("sim", SimulatedKind.Bernoulli) { Accuracy = 0.6 };

    [Theory]
    [InlineData(0.6, 5, 0.6826)]
    [InlineData(0.6, 11, 0.7535)]
    [InlineData(0.4, 5, 0.3174)]
    public async Task Majority_of_samples_is_right_with_the_binomial_probability(double accuracy, int samples, double expected)
    {
        var trials = LongRun.Size(4_000, 20_000);
        using var backends = SampleCalls.Backends(Model with { Accuracy = accuracy });
        var right = 0;
        for (var trial = 0; trial < trials; trial++)
        {
            var votes = 0;
            for (var sample = 0; sample < samples; sample++)
                if (await IsRightAsync(backends, SampleCalls.To("sim", seed: trial) with { Sample = sample })) votes++;
            if (2 * votes > samples) right++;
        }

        var error = Math.Sqrt(expected * (1 - expected) / trials);
        Assert.InRange((double)right / trials, expected - 3 * error, expected + 3 * error);
    }

    [Fact]
    public async Task Same_seed_and_sample_give_the_same_reply_under_any_run_id_and_place()
    {
        using var backends = SampleCalls.Backends(Model);
        var call = SampleCalls.To("sim");

        var first = await backends.AskAsync(call, SampleCalls.Cancellation);

        Assert.Equal(first, await backends.AskAsync(call with { Id = new DeliberationId("other") }, SampleCalls.Cancellation));
        var samples = Enumerable.Range(0, 40).Select(i => backends.AskAsync(call with { Sample = i }, SampleCalls.Cancellation));
        var replies = await Task.WhenAll(samples);
        Assert.Equal(2, replies.Select(r => r.Text).Distinct().Count());
    }

    [Fact]
    public async Task Reply_reads_as_the_answer_in_the_form_that_the_prompt_asks_for()
    {
        using var backends = SampleCalls.Backends(Model with { Accuracy = 1 });
        var call = SampleCalls.To("sim");

        var free = await backends.AskAsync(call, SampleCalls.Cancellation);
        var line = await backends.AskAsync(call.Telling((Role.System, "End with \"Answer:\""), (Role.User, "Go.")),
            SampleCalls.Cancellation);
        var bare = await backends.AskAsync(call.Telling((Role.User, "Give your answer, nothing else.")), SampleCalls.Cancellation);

        Assert.Equal(["1.5", "1.5", "1.5"], new[] { free, line, bare }.Select(r => FinalAnswer.Extract(r.Text)));
        Assert.StartsWith("{\"reason\": ", free.Text, StringComparison.Ordinal);
        Assert.EndsWith("\nAnswer: 1.5", line.Text, StringComparison.Ordinal);
        Assert.Equal("1.5", bare.Text);
    }

    [Fact]
    public async Task Wrong_answers_are_the_known_ones_or_made_up_and_never_right()
    {
        Problem[] problems =
        [
            SampleCalls.Hill,
            new("n", "How many?") { Answers = ["42"] },
            new("yn", "Is it?") { Answers = ["Yes"] },
            new("t", "Who?") { Answers = ["Ada Lovelace"] },
            new("c", "Which?") { Answers = ["B"], Choices = ["one", "two", "three"] },
        ];
        using var backends = SampleCalls.Backends(Model with { Accuracy = 0, WrongAnswers = 3 });

        foreach (var problem in problems)
            for (var seed = 0; seed < 20; seed++)
            {
                var reply = await backends.AskAsync(SampleCalls.To("sim", seed: seed) with { Problem = problem }, SampleCalls.Cancellation);
                var answer = FinalAnswer.Extract(reply.Text);
                Assert.NotEqual("", answer);
                Assert.False(AnswerKey.IsRight(problem, answer), $"{problem.Key}: {answer}");
            }
    }

    [Fact]
    public async Task Behind_a_server_it_replies_as_in_the_process()
    {
        var book = new ProblemBook([SampleCalls.Hill, SampleCalls.Hill with { Key = "short", Text = "What" }]);
        await using var endpoint = await SimulatedEndpoint.StartAsync(new SimulatedChatClient(SimulatedModels.Create(Model), book));
        using var remote = SampleCalls.Backends(SampleCalls.Endpoint(endpoint.Url));
        using var local = SampleCalls.Backends(Model);

        for (var seed = 0; seed < 30; seed++)
        {
            var there = await remote.AskAsync(SampleCalls.To("m", seed: seed) with { Problem = null, Sample = seed % 3 },
                SampleCalls.Cancellation);
            var here = await local.AskAsync(SampleCalls.To("sim", seed: seed) with { Sample = seed % 3 }, SampleCalls.Cancellation);
            Assert.Equal(here, there);
        }
    }

    [Fact]
    public async Task Latency_passes_on_the_given_clock()
    {
        var clock = new SkippingClock();
        using var backends = SampleCalls.Backends(Model with { Latency = TimeSpan.FromSeconds(50) }, new() { Clock = clock });

        await backends.AskAsync(SampleCalls.To("sim"), SampleCalls.Cancellation);

        Assert.Equal(50, clock.Passed.TotalSeconds);
    }

    private static async Task<bool> IsRightAsync(ModelRegistry backends, ModelCall call) =>
        (await backends.AskAsync(call, SampleCalls.Cancellation)).Text.Contains("\"1.5\"", StringComparison.Ordinal);
}
