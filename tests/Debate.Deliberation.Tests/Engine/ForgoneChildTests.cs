using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;

namespace Debate.Deliberation.Tests.Engine;

/// <summary>Children whose models are gone, and parents that can go on without them.</summary>
public sealed class ForgoneChildTests
{
    // Who meets whom: "12" are the seats of the models m1 and m2, who speak in this order, and of the judge.
    private static readonly string[] Duels = ["12", "23", "13", "21", "32", "31"];

    private readonly List<string> _open = [];
    private HashSet<string> _gone = [];
    private FailureKind _trouble = FailureKind.Unreachable;

    [Theory, InlineData(1), InlineData(6)]
    public async Task Model_that_is_gone_stops_only_its_own_children_and_the_parent_decides_what_they_mean(int concurrency)
    {
        _gone = ["m1"];
        var engine = Engine(concurrency, _ => new("forgone", "why"));
        var outcome = await engine.RunAsync(engine.Define("parent"));
        Assert.Equal((RunStatus.Finished, "forgone 23 forgone forgone 32 forgone"), (outcome.Status, outcome.Verdict!.Answer));
        Assert.Equal(["12: a", "13: a", "21: b", "31: b"], _open.Order(StringComparer.Ordinal));
        var forgone = (await BodiesAsync(engine)).OfType<ChildForgone>().ToArray();
        Assert.Equal([("forgone", "why")], forgone.Select(f => (f.Decision, f.Reason)).Distinct());
        // What those who are there said is paid for, and counted.
        Assert.Equal(engine.Calls.Count(c => !_gone.Contains(c.Seat.Model)), outcome.Usage.Calls);
        // A replay decides nothing again and asks nobody, whoever is back.
        _gone = [];
        _open.Clear();
        var calls = engine.Calls.Count;
        engine.Journal.Cut(new("run"), 1);
        var again = await new RunDriver(engine.Ports, new("run")).ResumeAsync();
        Assert.Equal((outcome.Verdict.Answer, outcome.Usage.Calls, calls), (again.Verdict!.Answer, again.Usage.Calls, engine.Calls.Count));
        Assert.Empty(_open);
    }

    [Fact]
    public async Task Children_of_a_model_that_is_gone_are_held_back_where_the_others_are_known_to_be_there()
    {
        _gone = ["m1"];
        var engine = Engine(1, _ => new("forgone", ""), "23", "12", "13", "21", "31");
        await engine.RunAsync(engine.Define("parent"));
        // One that fails, and one more try at the end.
        Assert.Equal(["run/12", "run/12"], engine.Calls.Where(c => c.Seat.Model == "m1").Select(c => c.Id.Value));
        Assert.DoesNotContain(engine.Calls, c => c.Id.Value is "run/13" or "run/21" or "run/31");
    }

    [Fact]
    public async Task Model_that_comes_back_while_others_play_is_seated_again()
    {
        _gone = ["m1"];
        var engine = Engine(1, _ => null, "12", "23", "13", "32", "31");
        var asked = engine.Reply;
        engine.Reply = call =>
        {
            if (call is { Id.Value: "run/32", Seat.Name: "judge" }) _gone = [];
            return asked(call);
        };
        var outcome = await engine.RunAsync(engine.Define("parent"));
        Assert.Equal((RunStatus.Finished, "12 23 13 32 31"), (outcome.Status, outcome.Verdict!.Answer));
        Assert.Empty(_open);
    }

    [Fact]
    public async Task Child_that_is_left_open_suspends_the_parent_whatever_that_returns_and_is_run_when_it_is_resumed()
    {
        _gone = ["m3"];
        var engine = Engine(2, _ => null);
        var outcome = await engine.RunAsync(engine.Define("parent"));
        Assert.Equal((RunStatus.Failed, FailureKind.Unreachable, null), (outcome.Status, outcome.Cause, outcome.Verdict));
        Assert.Equal("run/23: m3 is gone", outcome.Reason);
        Assert.Empty((await BodiesAsync(engine)).OfType<ChildForgone>());
        Assert.Equal(engine.Calls.Count(c => !_gone.Contains(c.Seat.Model)), outcome.Usage.Calls);
        _gone = [];
        var resumed = await new RunDriver(engine.Ports, new("run")).ResumeAsync();
        Assert.Equal((RunStatus.Finished, "12 23 13 21 32 31"), (resumed.Status, resumed.Verdict!.Answer));
        Assert.Equal(18, resumed.Usage.Calls);
    }

    [Fact]
    public async Task Outage_names_the_seat_in_the_journal_and_old_entries_have_none()
    {
        _gone = ["m2"];
        var engine = Engine(1, _ => null, "12");
        await engine.RunAsync(engine.Define("parent"));
        var suspended = Assert.IsType<RunSuspended>((await engine.Journal.ReadAsync(new("run/12")))[^1].ReadBody());
        Assert.Equal([new AbsentSeat("b", "m2 is gone")], suspended.Absent!);
        Assert.Contains("\"absent\":[{\"seat\":\"b\",\"reason\":\"m2 is gone\"}]", Json(suspended), StringComparison.Ordinal);
        Assert.DoesNotContain("absent", Json(suspended with { Absent = null }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_that_is_rejected_stops_its_own_child_and_three_in_a_row_their_model()
    {
        (_gone, _trouble) = (["m1"], FailureKind.Rejected);
        var engine = Engine(1, _ => new("forgone", ""), "23", "12", "12b", "12c", "12d", "12e", "23b");
        var outcome = await engine.RunAsync(engine.Define("parent"));
        Assert.Equal("23 forgone forgone forgone forgone forgone 23b", outcome.Verdict!.Answer);
        // The fourth is tried once everything else is done, the fifth is not.
        Assert.Equal(["run/12", "run/12b", "run/12c", "run/12d"], engine.Calls.Where(c => c.Seat.Model == "m1").Select(c => c.Id.Value));
        // One child alone may be at fault.
        engine = Engine(1, _ => new("forgone", ""), "12", "13", "23");
        _gone = [];
        var first = engine.Reply;
        engine.Reply = call => call.Id.Value == "run/12" ? throw new OutageException(FailureKind.Rejected, "too long") : first(call);
        Assert.Equal("forgone 13 23", (await engine.RunAsync(engine.Define("parent"))).Verdict!.Answer);
    }

    [Fact]
    public async Task Budget_that_is_used_up_decides_nothing()
    {
        _gone = ["m1"];
        var engine = Engine(1, _ => new("forgone", ""));
        var outcome = await engine.RunAsync(engine.Define("parent") with { Budget = new(Calls: 5) });
        Assert.Equal(RunStatus.OutOfBudget, outcome.Status);
        Assert.Empty(_open);
        Assert.True(engine.Calls.Count(c => !_gone.Contains(c.Seat.Model)) <= 5);
        outcome = await new RunDriver(engine.Ports, new("run")).ResumeAsync(new Budget(Calls: 40));
        Assert.Equal("forgone 23 forgone forgone 32 forgone", outcome.Verdict!.Answer);
    }

    [Fact]
    public async Task Child_that_is_forgone_beforehand_is_not_started_unless_it_has_its_verdict()
    {
        var engine = Engine(1, _ => null, "12", "21");
        engine.Journal.DiesAfter = 11;
        await Assert.ThrowsAsync<KilledException>(() => engine.RunAsync(engine.Define("parent")));
        engine.Journal.Revive();
        _beforehand = new("withdrawn", "");
        var outcome = await new RunDriver(engine.Ports, new("run")).ResumeAsync();
        Assert.Equal("12 withdrawn", outcome.Verdict!.Answer);
        Assert.Equal(engine.Calls.Count, outcome.Usage.Calls);
        var projection = CanonicalProjection.Format(RunRecord.Read(new("run"), await engine.Journal.ReadAsync(new("run"))));
        Assert.Contains(projection, line => line.Contains("\"kind\":\"forgone\"", StringComparison.Ordinal)
            && line.Contains("\"child\":\"21\"", StringComparison.Ordinal));
    }

    private ChildDecision? _beforehand;

    private EngineFixture Engine(int concurrency, Func<OpenChild, ChildDecision?> decide, params string[] duels)
    {
        var duel = ScriptedProtocol.Protocol("duel", async d =>
        {
            foreach (var seat in d.Seats) await d.AskAsync(new Ask(seat, Chat.Empty.User("Speak.")));
            return new(Decision.Decided) { Answer = d.Problem.Key };
        });
        var parent = ScriptedProtocol.Protocol("parent", async d =>
        {
            Child[] children = [.. (duels.Length > 0 ? duels : Duels).Select(Create)];
            var results = await d.DeliberateAsync(children, concurrency, open =>
            {
                _open.AddRange(open.Select(o => $"{o.Child.Key}: {string.Join(' ', o.Absent.Select(a => a.Seat))}"));
                return [.. open.Select(decide)];
            });
            return new(Decision.Decided) { Answer = string.Join(' ', results.Select(r => r.Verdict?.Answer ?? r.Decision ?? "open")) };
        });
        return new(call => _gone.Contains(call.Seat.Model) ? throw new OutageException(_trouble, $"{call.Seat.Model} is gone") : "so",
            duel, parent);
    }

    private Child Create(string key) => new(
        key, "duel", new(key, "Who?"), [Debater("a", key[0]), Debater("b", key[1]), new("judge", "judge")], [])
    {
        Forgone = _beforehand,
    };

    private static Seat Debater(string seat, char number) => new(seat, $"m{number}") { Debater = $"d{number}" };

    private static async Task<EntryBody[]> BodiesAsync(EngineFixture engine) =>
        [.. (await engine.Journal.ReadAsync(new("run"))).Select(e => e.ReadBody())];

    private static string Json(EntryBody body) => System.Text.Encoding.UTF8.GetString(JournalJsonOptions.Serialize(body));
}
