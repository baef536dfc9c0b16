using CsCheck;
using Debate.Deliberation.Engine;

namespace Debate.Models.Tests;

/// <summary>The turns of a model in this process, over a fake of it: whatever happens, each reply is that of its own prompt.</summary>
public sealed class LocalSchedulerTests
{
    private static readonly LocalSampling Greedy = new(0, null, 1, 12, []);

    // Prompts out of few tokens, so that many have a head in common, longer and shorter than what is worth a copy.
    private static readonly Gen<int[]> Prompt =
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 40], Gen.Int[0, 2], Gen.Int[1, 6], (kind, shared, tail, own) =>
            (int[])[.. Enumerable.Repeat('A' + kind, shared), .. Enumerable.Repeat('a' + tail, own)]);

    private enum Act
    {
        Add,
        Step,
        Abort,
        Fail,
        Cancel,
    }

    private static readonly Gen<(Act Act, int[] Prompt, int Number)[]> Schedule = Gen.Select(
        Gen.Frequency((6, Gen.Const(Act.Add)), (12, Gen.Const(Act.Step)), (2, Gen.Const(Act.Abort)), (1, Gen.Const(Act.Fail)), (2, Gen.Const(Act.Cancel))),
        Prompt, Gen.Int[0, 1000]).Array[1, 40];

    [Fact]
    public void Every_reply_is_that_of_its_own_prompt_and_every_slot_holds_its_tokens_whatever_happens() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[0, 20], Gen.Bool, Gen.Bool, Schedule).Sample((slots, batch, canTrim, reuses, schedule) =>
        {
            var runtime = new FakeRuntime(FakeRuntime.ShapeOf(slots, 60, slots + batch)) { CanTrim = canTrim };
            var scheduler = new LocalScheduler(runtime, reuses);
            var turns = new List<(LocalTurn Turn, int[] Prompt)>();
            var hasFailed = false;
            foreach (var (act, prompt, number) in schedule)
            {
                runtime.Outcome = tokens => act switch
                {
                    Act.Abort => (LocalDecode.Aborted, number % (tokens + 1)),
                    Act.Fail => (LocalDecode.Failed, number % (tokens + 1)),
                    _ => null,
                };
                if (act == Act.Add) turns.Add((new(prompt, Greedy), prompt));
                if (act == Act.Add) scheduler.Add(turns[^1].Turn);
                else if (act == Act.Cancel && turns.Count > 0) turns[number % turns.Count].Turn.Cancel(new(canceled: true));
                else scheduler.Step();
                hasFailed |= act == Act.Fail;
                Check(runtime, scheduler);
            }
            runtime.Outcome = _ => null;
            // Each step computes a token of every running turn: whoever waits does so for no more than the prompts and replies before it.
            var most = turns.Sum(t => t.Prompt.Length + 2 * Greedy.MaxTokens) + 1;
            for (; scheduler.HasWork && most > 0; most--)
            {
                scheduler.Step();
                Check(runtime, scheduler);
            }
            Assert.False(scheduler.HasWork);
            foreach (var (turn, prompt) in turns)
                if (turn.Reply.IsCompletedSuccessfully) Assert.Equal(Reply(runtime, prompt), (string.Concat(turn.Reply.Result.Tokens.Select(t => $" {t}")), turn.Reply.Result.Finish));
                else Assert.True(turn.Reply.IsCanceled || hasFailed && turn.Reply.Exception!.InnerException is OutageException);
        }, iter: LongRun.Size(10_000, 200_000));

    [Fact]
    public void A_debate_that_goes_on_reads_only_what_is_new()
    {
        var runtime = new FakeRuntime(FakeRuntime.ShapeOf(4));
        var scheduler = new LocalScheduler(runtime);
        int[] shared = [.. Enumerable.Repeat((int)'s', 500)];
        Run(scheduler, [.. shared, 1, 1]);
        var first = runtime.Computed;
        var second = Run(scheduler, [.. shared, 2, 2]);
        Assert.Equal(500, second.ReusedTokens);
        var third = Run(scheduler, [.. shared, 2, 2, .. second.Tokens, 3]);
        Assert.Equal(500 + 2 + second.Tokens.Count - 1, third.ReusedTokens);
        Assert.InRange(runtime.Computed - first, 1, 100);
        Assert.Empty(runtime.Violations);
    }

    [Fact]
    public void A_text_that_many_ask_about_at_once_is_read_once()
    {
        var runtime = new FakeRuntime(FakeRuntime.ShapeOf(8, batch: 64));
        var scheduler = new LocalScheduler(runtime);
        int[] shared = [.. Enumerable.Range(0, 500).Select(i => 'a' + i % 26)];
        var turns = Enumerable.Range(0, 8).Select(i => new LocalTurn([.. shared, 1 + i, 2], Greedy)).ToArray();
        foreach (var turn in turns) scheduler.Add(turn);
        while (scheduler.HasWork) scheduler.Step();
        Assert.Equal(7 * 500, turns.Sum(turn => turn.Reused));
        Assert.InRange(runtime.Computed, 500, 500 + 8 * (2 + Greedy.MaxTokens));
    }

    /// <summary>Logarithms of probabilities, however the text is split over steps; the prompt is read once for both texts.</summary>
    [Theory]
    [InlineData(512)]
    [InlineData(3)]
    public void A_given_text_is_scored(int batch)
    {
        var runtime = new FakeRuntime(FakeRuntime.ShapeOf(2, batch: batch));
        var scheduler = new LocalScheduler(runtime);
        int[] prompt = [.. Enumerable.Repeat((int)'p', 30)];
        foreach (var given in (int[][])[[.. runtime.Tokenize("some text")], [.. runtime.Tokenize("another")], []])
        {
            var scores = Run(scheduler, new LocalTurn(prompt, given)).LogProbabilities;
            Assert.Equal(given.Length, scores.Count);
            for (var i = 0; i < given.Length; i++)
            {
                var logits = runtime.Follow([.. prompt, .. given[..i]]);
                Assert.Equal(logits[given[i]] - Math.Log(logits.Sum(x => Math.Exp(x))), scores[i], 1e-9);
            }
        }
        Assert.Empty(runtime.Violations);
    }

    [Fact]
    public void Without_reuse_everything_is_read_again()
    {
        var scheduler = new LocalScheduler(new FakeRuntime(FakeRuntime.ShapeOf(2)), reuses: false);
        int[] prompt = [.. Enumerable.Repeat((int)'s', 50)];
        Run(scheduler, prompt);
        Assert.Equal(0, Run(scheduler, prompt).ReusedTokens);
    }

    [Fact]
    public void A_reply_ends_at_its_token_limit_at_the_end_of_the_context_and_before_a_stop_text()
    {
        var runtime = new FakeRuntime(FakeRuntime.ShapeOf(1, context: 40)) { Says = "one two three" };
        int[] prompt = [.. Enumerable.Repeat((int)'x', 5), FakeRuntime.Start, .. runtime.Tokenize("assistant\n")];
        var scheduler = new LocalScheduler(runtime);
        var whole = Run(scheduler, prompt, Greedy with { MaxTokens = 99 });
        Assert.Equal(("one two three", null, 14), (whole.Text, whole.Finish, whole.Tokens.Count));
        var cut = Run(scheduler, prompt, Greedy with { MaxTokens = 7 });
        Assert.Equal(("one two", "length"), (cut.Text, cut.Finish));
        var stopped = Run(scheduler, prompt, Greedy with { MaxTokens = 99, Stops = ["three", " two t"] });
        Assert.Equal(("one", null), (stopped.Text, stopped.Finish));
        var full = Run(scheduler, [.. Enumerable.Repeat((int)'x', 20), .. prompt], Greedy with { MaxTokens = 99 });
        Assert.Equal(("one ", "length"), (full.Text[..4], full.Finish));
        Assert.Equal(40 - 36 + 1, full.Tokens.Count);
    }

    [Fact]
    public void Characters_that_come_in_pieces_are_put_together()
    {
        var text = new ReplyText(["Schluß"]);
        var bytes = System.Text.Encoding.UTF8.GetBytes("Grüße 🙂 Schluß danach");
        var isStopped = bytes.Select(b => text.Append([b])).TakeWhile(stopped => !stopped).Count() < bytes.Length;
        Assert.True(isStopped);
        Assert.Equal("Grüße 🙂 ", text.Complete());
        var cut = new ReplyText([]);
        cut.Append([(byte)'a', 0xF0, 0x9F]);
        Assert.Equal("a\uFFFD", cut.Complete());
    }

    private static LocalReply Run(LocalScheduler scheduler, int[] prompt, LocalSampling? sampling = null) =>
        Run(scheduler, new LocalTurn(prompt, sampling ?? Greedy));

    private static LocalReply Run(LocalScheduler scheduler, LocalTurn turn)
    {
        scheduler.Add(turn);
        while (scheduler.HasWork) scheduler.Step();
        return turn.Reply.Result;
    }

    private static void Check(FakeRuntime runtime, LocalScheduler scheduler)
    {
        Assert.Empty(runtime.Violations);
        foreach (var slot in scheduler.All) Assert.Equal(runtime.Held[slot.Id], slot.Tokens);
    }

    /// <summary>The reply to a prompt of a model that has nothing else to do.</summary>
    private static (string Tokens, string? Finish) Reply(FakeRuntime runtime, int[] prompt)
    {
        var (tokens, generated) = (prompt.ToList(), new List<int>());
        while (true)
        {
            var logits = runtime.Follow(tokens);
            var next = Array.IndexOf(logits, logits.Max());
            generated.Add(next);
            var isEnd = next == FakeRuntime.End;
            if (isEnd || generated.Count == Greedy.MaxTokens || tokens.Count >= runtime.Shape.Context)
                return (string.Concat(generated.Select(t => $" {t}")), isEnd ? null : "length");
            tokens.Add(next);
        }
    }
}

/// <summary>Drawing tokens from logits.</summary>
public sealed class TokenSamplerTests
{
    private static readonly float[] Logits = [.. new[] { .5, .25, .125, .0625, .0625 }.Select(p => (float)Math.Log(p))];

    [Theory]
    [InlineData(1.0, null, new[] { .5, .25, .125, .0625, .0625 })]
    [InlineData(0.5, null, new[] { .25, .0625, .015625, .00390625, .00390625 })]
    [InlineData(1.0, 0.7, new[] { .5, .25, 0, 0, 0 })]
    [InlineData(1.0, 0.5, new[] { 1.0, 0, 0, 0, 0 })]
    public void Frequencies_are_the_probabilities(double temperature, double? topP, double[] weights)
    {
        const int draws = 20_000;
        var sampler = new TokenSampler(new(temperature, topP, 5, 1, []));
        var counts = new int[weights.Length];
        for (var i = 0; i < draws; i++) counts[sampler.Draw(Logits)]++;
        for (var i = 0; i < weights.Length; i++)
        {
            var p = weights[i] / weights.Sum();
            // Five standard deviations.
            Assert.InRange(counts[i], draws * p - 5 * Math.Sqrt(draws * p * (1 - p)), draws * p + 5 * Math.Sqrt(draws * p * (1 - p)));
        }
    }

    [Fact]
    public void The_seed_alone_decides_and_zero_is_greedy()
    {
        int[] Draw(double temperature, long seed)
        {
            var sampler = new TokenSampler(new(temperature, null, seed, 1, []));
            return [.. Enumerable.Range(0, 50).Select(_ => sampler.Draw(Logits))];
        }
        Assert.Equal(Draw(1, 3), Draw(1, 3));
        Assert.NotEqual(Draw(1, 3), Draw(1, 4));
        Assert.All(Draw(0, 3), token => Assert.Equal(0, token));
    }

    [Fact]
    public void Logits_that_are_no_numbers_are_an_error() => Assert.All((float[][])[[1, float.NaN], [float.PositiveInfinity, 1], []],
        logits => Assert.Throws<InvalidOperationException>(() => { new TokenSampler(new(1, null, 1, 1, [])).Draw(logits); }));
}
