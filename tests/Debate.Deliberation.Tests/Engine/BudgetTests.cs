using System.Globalization;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;

namespace Debate.Deliberation.Tests.Engine;

public sealed class BudgetTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(10)]
    public async Task Calls_never_exceed_the_budget_and_a_larger_one_resumes(int calls)
    {
        var engine = new EngineFixture(Reply);
        var stopped = await engine.RunAsync(engine.Define("mad") with { Budget = new(Calls: calls) });
        Assert.Equal((RunStatus.OutOfBudget, (long)calls, calls), (stopped.Status, stopped.Usage.Calls, engine.Calls.Count));
        var finished = await new RunDriver(engine.Ports, new("run")).ResumeAsync(new Budget(Calls: 11));
        Assert.Equal((RunStatus.Finished, 11L, 11), (finished.Status, finished.Usage.Calls, engine.Calls.Count));
    }

    [Fact]
    public async Task Tokens_and_cost_are_reserved_before_a_call_is_sent()
    {
        var engine = new EngineFixture(Reply) { PerCall = new(1, 0, 100, 50, 0.3m) };
        Assert.Equal(3, (await engine.RunAsync(engine.Define("mad") with { Budget = new(Cost: 1) })).Usage.Calls);
        engine = new EngineFixture(Reply) { PerCall = new(1, 0, 100, 50, 0.3m) };
        Assert.Equal(6, (await engine.RunAsync(engine.Define("mad") with { Budget = new(Tokens: 1000) })).Usage.Calls);
    }

    [Theory]
    [InlineData(1_000_000_000, 0, 1)]
    [InlineData(0, 1_000_000, 1)]
    [InlineData(600, 0, 2)]
    public async Task Usage_beyond_what_was_reserved_is_booked_as_told_and_ends_the_budget(long tokens, int cost, int calls)
    {
        var told = new Usage(1, 0, tokens, 5, cost);
        var engine = new EngineFixture(Reply) { PerCall = new(1, 0, 100, 50, 0.1m), Told = told };
        var stopped = await engine.RunAsync(engine.Define("mad") with { Budget = new(Tokens: 1000, Cost: 10) });
        Assert.Equal((RunStatus.OutOfBudget, calls), (stopped.Status, engine.Calls.Count));
        Assert.Equal((tokens * calls, 5L * calls, (decimal)cost * calls), (stopped.Usage.TokensIn, stopped.Usage.TokensOut, stopped.Usage.Cost));
        var again = await new RunDriver(engine.Ports, new("run")).ResumeAsync();
        Assert.Equal((RunStatus.OutOfBudget, calls), (again.Status, engine.Calls.Count));
    }

    [Fact]
    public async Task Time_counts_only_while_somebody_drives_the_run()
    {
        EngineFixture? engine = null;
        engine = new EngineFixture(call =>
        {
            engine!.Clock.Turn(TimeSpan.FromSeconds(10));
            return Reply(call);
        });
        var stopped = await engine.RunAsync(engine.Define("mad") with { Budget = new(Time: TimeSpan.FromSeconds(35)) });
        Assert.Equal((RunStatus.OutOfBudget, 4L), (stopped.Status, stopped.Usage.Calls));
        engine.Clock.Turn(TimeSpan.FromDays(1));
        var again = await new RunDriver(engine.Ports, new("run")).ResumeAsync(new Budget(Time: TimeSpan.FromSeconds(75)));
        Assert.Equal((RunStatus.OutOfBudget, 8L), (again.Status, again.Usage.Calls));
        engine.Clock.Turn(TimeSpan.FromDays(1));
        Assert.Equal(RunStatus.Finished, (await new RunDriver(engine.Ports, new("run"))
            .ResumeAsync(new Budget(Time: TimeSpan.FromSeconds(115)))).Status);
    }

    [Fact]
    public async Task Branches_have_equal_parts_and_cannot_take_from_each_other()
    {
        var seen = new List<long?>();
        var protocol = ScriptedProtocol.Protocol("fork", async d =>
        {
            await d.AllAsync(Enumerable.Range(0, 3).Select(_ => new Func<IDeliberation, Task<int>>(b =>
            {
                seen.Add(b.Budget.Calls);
                return Task.FromResult(0);
            })).ToArray());
            return ScriptedProtocol.Done;
        });
        var engine = new EngineFixture(_ => "", protocol);
        await engine.RunAsync(engine.Define("fork") with { Budget = new(Calls: 8) });
        Assert.Equal([3, 3, 2], seen);
    }

    [Fact]
    public async Task Suspension_cannot_be_caught_by_a_protocol()
    {
        var protocol = ScriptedProtocol.Protocol("stubborn", async d =>
        {
            try
            {
                await d.AskAsync(new Ask(d.Seat("a"), Chat.Empty.User("hello")));
            }
            catch (SuspendedException)
            {
                return ScriptedProtocol.Done;
            }
            return ScriptedProtocol.Done;
        });
        var engine = new EngineFixture(_ => throw new OutageException(FailureKind.Unreachable, "nobody answers"), protocol);
        var outcome = await engine.RunAsync(engine.Define("stubborn"));
        Assert.Equal((RunStatus.Failed, FailureKind.Unreachable, "nobody answers"), (outcome.Status, outcome.Cause, outcome.Reason));
        Assert.DoesNotContain((await engine.Journal.ReadAsync(new("run"))).Select(e => e.ReadBody()), b => b is RunCompleted
            or ModelReplied);
    }

    [Fact]
    public async Task Parent_cannot_be_used_while_branches_are_open()
    {
        var protocol = ScriptedProtocol.Protocol("rude", async d =>
        {
            await d.AllAsync<int>([async _ => { await d.SayAsync("a", "me too", 1); return 0; }]);
            return ScriptedProtocol.Done;
        });
        var engine = new EngineFixture(_ => "", protocol);
        var outcome = await engine.RunAsync(engine.Define("rude"));
        Assert.Equal(RunStatus.Failed, outcome.Status);
        Assert.StartsWith("a fault of this program: InvalidOperationException", outcome.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(33, 8)]
    [InlineData(20, 8)]
    [InlineData(7, 3)]
    public async Task Children_share_a_scarce_budget_so_that_some_finish_and_none_overshoots(int calls, int concurrency)
    {
        var engine = new EngineFixture(Reply, Parent(6, concurrency));
        var outcome = await engine.RunAsync(engine.Define("parent") with { Budget = new(Calls: calls) });
        Assert.Equal(RunStatus.OutOfBudget, outcome.Status);
        Assert.True(engine.Calls.Count <= calls, $"{engine.Calls.Count} calls on a budget of {calls}");
        var finished = (await engine.Journal.ReadAsync(new("run"))).Count(e => e.ReadBody() is ChildCompleted);
        Assert.True(finished >= calls / 11 - 1, $"{finished} children finished with {calls} calls, {outcome.Usage}");
        Assert.Equal(engine.Calls.Count, outcome.Usage.Calls);

        var whole = await new RunDriver(engine.Ports, new("run")).ResumeAsync(new Budget(Calls: 66));
        Assert.Equal((RunStatus.Finished, 66L, 66), (whole.Status, whole.Usage.Calls, engine.Calls.Count));
    }

    [Fact]
    public async Task Children_that_cost_nothing_run_side_by_side_on_any_budget()
    {
        var (started, eightOpen) = (0, new TaskCompletionSource());
        var protocol = ScriptedProtocol.Protocol("free", async _ =>
        {
            var mine = Interlocked.Increment(ref started);
            if (mine == 11) eightOpen.SetResult();
            if (mine > 3) await eightOpen.Task.WaitAsync(Patience.Long);
            return ScriptedProtocol.Done;
        });
        var parent = ScriptedProtocol.Protocol("parent", async d =>
        {
            await d.DeliberateAsync([.. Enumerable.Range(0, 40).Select(i => new Child($"c{i}", "free", d.Problem, [], []))], 16);
            return ScriptedProtocol.Done;
        });
        var engine = new EngineFixture(_ => "", protocol, parent);
        Assert.Equal(RunStatus.Finished, (await engine.RunAsync(engine.Define("parent") with { Budget = new(Calls: 100, Cost: 0) }))
            .Status);
    }

    [Fact]
    public async Task Without_a_budget_all_children_run_side_by_side_from_the_start()
    {
        var (started, allOpen) = (0, new TaskCompletionSource());
        var protocol = ScriptedProtocol.Protocol("free", async _ =>
        {
            if (Interlocked.Increment(ref started) == 16) allOpen.SetResult();
            await allOpen.Task.WaitAsync(Patience.Long);
            return ScriptedProtocol.Done;
        });
        var parent = ScriptedProtocol.Protocol("parent", async d =>
        {
            await d.DeliberateAsync([.. Enumerable.Range(0, 40).Select(i => new Child($"c{i}", "free", d.Problem, [], []))], 16);
            return ScriptedProtocol.Done;
        });
        var engine = new EngineFixture(_ => "", protocol, parent);
        Assert.Equal(RunStatus.Finished, (await engine.RunAsync(engine.Define("parent"))).Status);
    }

    [Fact]
    public async Task Child_that_came_further_than_its_parent_knows_is_taken_up_without_a_lease()
    {
        var engine = new EngineFixture(Reply, Parent(2, 1));
        engine.Journal.DiesAfter = 14;
        await Assert.ThrowsAsync<KilledException>(() => engine.RunAsync(engine.Define("parent") with { Budget = new(Calls: 11) }));
        engine.Journal.Revive();
        Assert.Equal(11, engine.Calls.Count);
        var resumed = await engine.RunAsync(engine.Define("parent") with { Budget = new(Calls: 11) });
        Assert.Equal((RunStatus.OutOfBudget, 11L, 11), (resumed.Status, resumed.Usage.Calls, engine.Calls.Count));
        Assert.Single(await engine.Journal.ReadAsync(new("run")), e => e.ReadBody() is ChildCompleted);
    }

    /// <summary>
    /// One child needs more than its first lease and is waiting for a larger one when the parent dies; the others continue.
    /// </summary>
    [Fact]
    public async Task Parent_that_dies_and_comes_back_lends_nobody_what_its_living_children_hold()
    {
        var lost = 0;
        var (callStep, entryStep) = (LongRun.Size(10, 4), LongRun.Size(3, 2));
        for (var calls = 20; calls <= 60; calls += callStep)
            for (var entries = 12; entries <= 70; entries += entryStep)
            {
                var engine = new EngineFixture(Reply, Long, LongParent(2, 9, 3, 12, 2, 5, 8, 3, 4, 9));
                var definition = engine.Define("parent") with { Budget = new(Calls: calls) };
                engine.Journal.DiesAfter = entries;
                if (!await DiesAsync(engine, definition)) continue;
                engine.ChildrenLive = true;
                var outcome = await engine.RunAsync(definition);
                Assert.True(outcome.Usage.Calls <= calls,
                    $"{outcome.Usage.Calls} calls on a budget of {calls}, killed after {entries} entries");
                lost++;
            }
        Assert.True(lost > 50);
    }

    [Fact]
    public async Task Child_that_fails_suspends_its_parent_after_the_others_finished_and_runs_again()
    {
        var broken = true;
        var engine = new EngineFixture(c => broken && c.Id.Value == "run/child-2" ? throw new OutageException(FailureKind.Rejected, "no")
            : Reply(c), Parent(5, 2));
        var failed = await engine.RunAsync(engine.Define("parent"));
        Assert.Equal(RunStatus.Failed, failed.Status);
        Assert.Contains("run/child-2: no", failed.Reason);
        Assert.Equal(4, (await engine.Journal.ReadAsync(new("run"))).Count(e => e.ReadBody() is ChildCompleted));
        broken = false;
        var before = engine.Calls.Count;
        Assert.Equal(RunStatus.Finished, (await new RunDriver(engine.Ports, new("run")).ResumeAsync()).Status);
        Assert.All(engine.Calls.Skip(before), c => Assert.Equal("run/child-2", c.Id.Value));
    }

    private static ProtocolDescriptor Parent(int children, int concurrency) => ScriptedProtocol.Protocol("parent", async d =>
    {
        var all = Enumerable.Range(0, children).Select(i => new Child(
            $"child-{i}", "mad", d.Problem, [.. Mad.Descriptor.Seats(Complete()).Select(s => new Seat(s, "model"))], new())).ToArray();
        var verdicts = await d.DeliberateAsync(all, concurrency);
        return new(Decision.Decided) { Answer = string.Join(' ', verdicts.Select(v => v.Answer)) };
    });

    private static async Task<bool> DiesAsync(EngineFixture engine, RunDefinition definition)
    {
        try
        {
            await engine.RunAsync(definition);
            return false;
        }
        catch (KilledException)
        {
            engine.Journal.Revive();
            return true;
        }
    }

    /// <summary>Makes as many calls as the key of its problem says.</summary>
    private static ProtocolDescriptor Long { get; } = ScriptedProtocol.Protocol("long", async d =>
    {
        for (var i = int.Parse(d.Problem.Key, CultureInfo.InvariantCulture); i > 0; i--)
            await d.AskAsync(new Ask(d.Seats[0], Chat.Empty.User($"{i}")));
        return ScriptedProtocol.Done;
    });

    private static ProtocolDescriptor LongParent(params int[] calls) => ScriptedProtocol.Protocol("parent", async d =>
    {
        await d.DeliberateAsync([.. calls.Select((n, i) => new Child(
            $"child-{i}", "long", d.Problem with { Key = n.ToString(CultureInfo.InvariantCulture) }, [new Seat("a", "model")], []))], 4);
        return ScriptedProtocol.Done;
    });

    private static ProtocolOptions Complete() => new ProtocolOptions().ValidateAndComplete("mad", Mad.Descriptor.Options);

    private static string Reply(ModelCall call) => call.Seat.Name switch
    {
        "moderator" => """{"answer": ""}""",
        "judge" => """{"answer": "4"}""",
        _ => "Answer: 4",
    };
}
