using Debate.Core.Input;
using Debate.Deliberation.Engine;

namespace Debate.Deliberation.Tests.Engine;

/// <summary>What must hold for every protocol of the room, at every call that it makes.</summary>
public sealed class ProtocolLawTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    public static TheoryData<string> Protocols => ProtocolBench.Names;

    /// <summary>Protocols that go on with what a seat has begun.</summary>
    public static TheoryData<string> Continuing =>
        [.. ProtocolBench.All.Where(p => p.Options.Any(o => o.Name == "prefix")).Select(p => p.Name).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Protocols))]
    public async Task Stopped_with_any_call_in_flight_it_ends_at_once_and_goes_on_as_if_nothing_had_been(string protocol)
    {
        var whole = ProtocolBench.Create();
        await whole.RunAsync(ProtocolBench.Define(whole, protocol));
        var expected = await ProtocolBench.ProjectAsync(whole);
        for (var at = 0; at < whole.Calls.Count; at++)
        {
            var (inFlight, calls, isBlocked) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), 0, true);
            var engine = ProtocolBench.Create(_ =>
            {
                if (!isBlocked || Interlocked.Increment(ref calls) <= at) return Task.CompletedTask;
                inFlight.TrySetResult();
                return new TaskCompletionSource().Task;
            });
            var driver = new RunDriver(engine.Ports, new("run"));
            var running = driver.StartAsync(ProtocolBench.Define(engine, protocol));
            await inFlight.Task.WaitAsync(Long);
            driver.Stop(RunStatus.Cancelled, "halted");
            var outcome = await running.WaitAsync(Long);
            Assert.Equal((RunStatus.Cancelled, null), (outcome.Status, outcome.Verdict));

            isBlocked = false;
            Assert.Equal(RunStatus.Finished, (await engine.RunAsync(ProtocolBench.Define(engine, protocol))).Status);
            Assert.Equal(expected, await ProtocolBench.ProjectAsync(engine));
        }
    }

    [Theory, MemberData(nameof(Protocols))]
    public async Task No_budget_is_exceeded_and_a_larger_one_goes_on_to_the_same_end(string protocol)
    {
        var whole = ProtocolBench.Create();
        await whole.RunAsync(ProtocolBench.Define(whole, protocol));
        var expected = await ProtocolBench.ProjectAsync(whole);
        for (var calls = 0; calls < whole.Calls.Count; calls++)
        {
            var engine = ProtocolBench.Create();
            var outcome = await engine.RunAsync(ProtocolBench.Define(engine, protocol) with { Budget = new(Calls: calls) });
            Assert.Equal((RunStatus.OutOfBudget, null), (outcome.Status, outcome.Verdict));
            Assert.True(engine.Calls.Count <= calls, $"{engine.Calls.Count} calls on a budget of {calls}");
            Assert.Equal(engine.Calls.Count, outcome.Usage.Calls);
            outcome = await new RunDriver(engine.Ports, new("run")).ResumeAsync(Budget.Unlimited);
            Assert.Equal(RunStatus.Finished, outcome.Status);
            Assert.Equal(expected, await ProtocolBench.ProjectAsync(engine));
        }
    }

    [Theory, MemberData(nameof(Continuing))]
    public async Task A_model_that_cannot_continue_a_message_is_refused_or_noted(string protocol)
    {
        var engine = ProtocolBench.Create();
        var refused = await Assert.ThrowsAsync<InputException>(() => engine.RunAsync(ProtocolBench.Define(engine, protocol, ("prefix", "require"))));
        Assert.Equal("model 'model': cannot continue a message; say can: [prefix] in its entry where its server does", refused.Message);
        Assert.Empty(await engine.Journal.ReadAsync(new("run")));

        var outcome = await engine.RunAsync(ProtocolBench.Define(engine, protocol));
        Assert.Contains("prefix: turn (model model cannot continue a message)", outcome.Verdict!.Notes);
        Assert.DoesNotContain(engine.Calls, c => c.Chat[^1].Role == Role.Assistant);

        engine = ProtocolBench.Create(abilities: Abilities.Prefix);
        outcome = await engine.RunAsync(ProtocolBench.Define(engine, protocol, ("prefix", "require")));
        Assert.Contains("prefix: continued", outcome.Verdict!.Notes);
        Assert.Contains(engine.Calls, c => c.Chat[^1].Role == Role.Assistant);
    }
}
