using CsCheck;
using Debate.Core;
using Debate.Deliberation.Engine;

namespace Debate.Deliberation.Tests.Engine;

public sealed class ReplayTests
{
    private const string Open = """{"preference": "No", "reason": "not yet", "answer": ""}""";

    [Fact]
    public async Task Run_that_dies_after_any_append_is_resumed_to_the_same_end_and_asks_nothing_recorded_again()
    {
        var whole = new EngineFixture(Reply);
        var expected = await whole.RunAsync(whole.Define("mad"));
        var paths = whole.Calls.Select(c => c.Path).ToArray();
        for (var appends = 1; appends <= paths.Length + 1; appends++)
        {
            var engine = new EngineFixture(Reply);
            engine.Journal.DiesAfter = appends;
            await Assert.ThrowsAsync<KilledException>(() => engine.RunAsync(engine.Define("mad")));
            engine.Journal.Revive();
            var resumed = await engine.RunAsync(engine.Define("mad"));
            Assert.Equal(expected.Usage, resumed.Usage);
            Assert.Equivalent(expected.Verdict, resumed.Verdict);
            var repeated = engine.Calls.GroupBy(c => c.Path).Count(g => g.Count() > 1);
            Assert.True(repeated <= 1, $"{repeated} calls were repeated after {appends} appends; one was in flight");
            Assert.Equal(paths.ToHashSet(), engine.Calls.Select(c => c.Path).ToHashSet());
            // Whoever replied is told once of each reply that was recorded, and of no other.
            Assert.Equal(paths, engine.Recorded);
        }
    }

    [Fact]
    public async Task Finished_run_is_answered_from_its_journal()
    {
        var engine = new EngineFixture(Reply);
        var first = await engine.RunAsync(engine.Define("mad"));
        var calls = engine.Calls.Count;
        var again = await engine.RunAsync(engine.Define("mad"));
        Assert.Equal(calls, engine.Calls.Count);
        Assert.Equivalent(first.Verdict, again.Verdict);
    }

    [Fact]
    public async Task Protocol_that_asks_something_else_at_a_recorded_place_is_refused_with_the_path()
    {
        var told = "one";
        var protocol = ScriptedProtocol.Protocol("fickle", async d =>
        {
            await d.AskAsync(new Ask(d.Seat("a"), Chat.Empty.User(told)));
            await d.AskAsync(new Ask(d.Seat("a"), Chat.Empty.User("two")));
            return ScriptedProtocol.Done;
        });
        var engine = new EngineFixture(_ => "reply", protocol);
        engine.Journal.DiesAfter = 2;
        await Assert.ThrowsAsync<KilledException>(() => engine.RunAsync(engine.Define("fickle")));
        engine.Journal.Revive();
        told = "something else";
        var error = await Assert.ThrowsAsync<ReplayException>(() => engine.RunAsync(engine.Define("fickle")));
        Assert.Contains("run at 0", error.Message);
    }

    [Fact]
    public async Task Run_of_another_protocol_version_is_not_resumed()
    {
        var engine = new EngineFixture(Reply);
        var error = await Assert.ThrowsAsync<ReplayException>(() => engine.RunAsync(engine.Define("mad") with { Version = "0+00000000" }));
        Assert.Contains("not resumed", error.Message);
    }

    [Fact]
    public async Task Changed_entry_is_found_by_its_number()
    {
        var engine = new EngineFixture(Reply);
        await engine.RunAsync(engine.Define("mad"));
        var id = new DeliberationId("run");
        engine.Journal.Tamper(id, 2, new StatementMade("", "affirmative", 1, "I never said this"));
        var error = Assert.Throws<ReplayException>(() => HashChain.Verify(id, engine.Journal.ReadAsync(id).Result));
        Assert.Contains("entry 2", error.Message);
    }

    [Fact]
    public async Task Older_activation_is_fenced_by_a_newer_one()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var protocol = ScriptedProtocol.Protocol("slow", async d =>
        {
            await gate.Task;
            await d.SayAsync("a", "hello", 1);
            return ScriptedProtocol.Done;
        });
        var engine = new EngineFixture(_ => "", protocol);
        var older = engine.RunAsync(engine.Define("slow"));
        var newer = engine.RunAsync(engine.Define("slow"));
        gate.SetResult();
        await Assert.ThrowsAsync<FencedException>(() => older);
        Assert.Equal(RunStatus.Finished, (await newer).Status);
    }

    [Fact]
    public async Task Run_whose_activations_never_get_anywhere_is_parked()
    {
        var protocol = ScriptedProtocol.Protocol("poison", _ => throw new KilledException());
        var engine = new EngineFixture(_ => "", protocol);
        for (var i = 0; i <= RunDriver.MaxTakeoversWithoutProgress; i++)
            await Assert.ThrowsAsync<KilledException>(() => engine.RunAsync(engine.Define("poison")));
        var parked = await engine.RunAsync(engine.Define("poison"));
        Assert.Equal(RunStatus.Failed, parked.Status);
        Assert.Contains("parked", parked.Reason);
    }

    [Fact]
    public async Task A_fault_of_ours_is_recorded_and_a_build_without_it_goes_on()
    {
        var isMended = false;
        var protocol = ScriptedProtocol.Protocol("faulty", async d =>
        {
            await d.SayAsync("a", "hello", 1);
            string? none = null;
            return isMended ? ScriptedProtocol.Done : ScriptedProtocol.Done with { Reason = none!.Trim() };
        });
        var engine = new EngineFixture(_ => "", protocol);
        var broken = await engine.RunAsync(engine.Define("faulty"));
        Assert.Equal(RunStatus.Failed, broken.Status);
        Assert.StartsWith("a fault of this program: NullReferenceException", broken.Reason, StringComparison.Ordinal);
        Assert.IsType<RunSuspended>((await engine.Journal.ReadAsync(new("run")))[^1].ReadBody());
        isMended = true;
        Assert.Equal(RunStatus.Finished, (await engine.RunAsync(engine.Define("faulty"))).Status);
    }

    [Theory]
    [InlineData("""{"kind":"started","snapshot":{"id":"x","kind":null,"name":"n","protocol":"p","version":"1","options":{},"problem":{"key":"k","text":"t"},"seed":1}}""")]
    [InlineData("""{"kind":"unheard of"}""")]
    [InlineData("""{"request":"r"}""")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("{")]
    public void An_entry_that_cannot_be_read_says_which(string body)
    {
        var entry = new JournalEntry(7, "the/path", default, System.Text.Encoding.UTF8.GetBytes(body), "");
        Assert.StartsWith("entry 7 (the/path) cannot be read: ", Assert.Throws<ReplayException>(entry.ReadBody).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Draws_are_a_function_of_seed_and_path() => Gen.Select(Gen.Long, Gen.String).Sample((seed, path) =>
        SeededRandom.Create(seed, path).NextUInt64() == SeededRandom.Create(seed, path).NextUInt64()
        && SeededRandom.Create(seed, path).NextUInt64() != SeededRandom.Create(seed + 1, path).NextUInt64()
        && SeededRandom.Create(seed, path).NextUInt64() != SeededRandom.Create(seed, path + "/0").NextUInt64());

    [Fact]
    public async Task Journal_holds_each_message_once_and_every_chat_can_be_rebuilt()
    {
        var engine = new EngineFixture(Reply);
        await engine.RunAsync(engine.Define("mad"));
        var asked = (await engine.Journal.ReadAsync(new("run"))).Select(e => e.ReadBody()).OfType<ModelReplied>().ToArray();
        var messages = new Dictionary<string, StoredMessage>();
        foreach (var body in asked)
        {
            foreach (var m in body.New) messages.Add(Chat.ComputeAddress(m.Before, m.Role, m.Text), m);
            Assert.True(messages.TryAdd(Chat.ComputeAddress(body.Chat, Role.Assistant, body.Reply),
                new(body.Chat, Role.Assistant, body.Reply)));
        }
        foreach (var (body, call) in asked.Zip(engine.Calls))
        {
            var rebuilt = new Stack<ChatMessage>();
            for (var at = body.Chat; at.Length > 0; at = messages[at].Before) rebuilt.Push(new(messages[at].Role, messages[at].Text));
            Assert.Equal(call.Chat, rebuilt);
        }
    }

    private static string Reply(ModelCall call) => call.Seat.Name switch
    {
        "moderator" => Open,
        "judge" => """{"answer": "4"}""",
        var seat => $"{seat} at {call.Path}. Answer: 4",
    };
}
