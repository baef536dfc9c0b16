namespace Debate.Deliberation.Tests.Engine;

public sealed class OpenBranchTests
{
    /// <summary>Where the problem's texts are megabytes, few branches hold copies of them at once; what is recorded is the same.</summary>
    [Theory]
    [InlineData(20, 6)]
    [InlineData(2 << 20, 2)]
    [InlineData(1 << 20, 4)]
    public async Task Branches_of_long_texts_wait_for_one_another_and_keep_their_paths(int length, int most)
    {
        var (open, seen) = (0, 0);
        EngineFixture? engine = null;
        var protocol = ScriptedProtocol.Protocol("six", async d =>
        {
            var said = await d.AllAsync([.. Enumerable.Range(0, 6).Select(i => new Func<IDeliberation, Task<string>>(async b =>
            {
                var now = Interlocked.Increment(ref open);
                lock (engine!.Calls) seen = Math.Max(seen, now);
                string reply = await b.AskAsync(new Ask(b.Seat("a"), Chat.Empty.User($"{i}?")));
                Interlocked.Decrement(ref open);
                return reply;
            }))]);
            return ScriptedProtocol.Done with { Answer = string.Join(' ', said) };
        });
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // As many as may be open are asked before any is answered.
        engine = new(call => call.Chat[^1].Text, protocol)
        {
            Delay = async _ =>
            {
                if (engine!.Calls.Count == most) all.TrySetResult();
                await all.Task;
            },
        };
        var definition = engine.Define("six");
        definition = definition with { Problem = definition.Problem with { Parts = [new("p", new string('x', length))] } };

        var outcome = await engine.RunAsync(definition);

        Assert.Equal("0? 1? 2? 3? 4? 5?", outcome.Verdict!.Answer);
        Assert.Equal((most, 6), (seen, engine.Calls.Count));
        Assert.Equal(Enumerable.Range(0, 6).Select(i => $"0/{i}/0"), engine.Calls.Select(c => c.Path).Order(StringComparer.Ordinal));
    }
}
