using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Deliberation.Tests.Engine;

namespace Debate.Deliberation.Tests.Records;

/// <summary>A parent with one child, whose two calls are answered; both runs end with a verdict.</summary>
public sealed class VerificationTests
{
    private static readonly DeliberationId Parent = new("run"), Child = new("run/c");
    private readonly EngineFixture _engine;

    public VerificationTests() => _engine = new(_ => "yes",
        ScriptedProtocol.Protocol("parent", async d =>
        {
            await d.DeliberateAsync([new Child("c", "child", d.Problem, d.Seats, new())], 1);
            return ScriptedProtocol.Done;
        }),
        ScriptedProtocol.Protocol("child", async d =>
        {
            await d.AskAsync(new Ask(d.Seat("a"), Chat.Empty.User("1")));
            await d.AskAsync(new Ask(d.Seat("a"), Chat.Empty.User("2")));
            return ScriptedProtocol.Done;
        }));

    [Fact]
    public async Task What_was_written_is_intact()
    {
        var verified = await RunAsync();
        Assert.Equal((2, 7L, true), (verified.Runs, verified.Entries, verified.Intact));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task A_run_is_intact_wherever_it_was_killed_and_after_it_went_on(int appends)
    {
        _engine.Journal.DiesAfter = appends;
        await Assert.ThrowsAsync<KilledException>(() => _engine.RunAsync(_engine.Define("parent")));
        _engine.Journal.Revive();
        Assert.Empty((await VerifyAsync()).Errors);
        Assert.Empty((await RunAsync()).Errors);
    }

    [Fact]
    public async Task A_suspended_run_is_intact_and_its_cut_end_shows()
    {
        await _engine.RunAsync(_engine.Define("parent") with { Budget = new(Calls: 1) });
        Assert.Empty((await VerifyAsync()).Errors);
        _engine.Journal.Cut(Child, 1);
        Assert.Equal(new IntegrityError(Child, 2,
            "is missing: the journal ends before it, and the index says that the run is out-of-budget"),
            Assert.Single((await VerifyAsync()).Errors));
    }

    [Theory]
    [InlineData("run", 1, 2)]
    [InlineData("run", 2, 1)]
    [InlineData("run", 3, 0)]
    [InlineData("run/c", 1, 3)]
    [InlineData("run/c", 4, 0)]
    public async Task A_cut_end_is_named_by_the_first_entry_that_is_missing(string id, int cut, long entry)
    {
        await RunAsync();
        _engine.Journal.Cut(new(id), cut);
        var error = Assert.Single((await VerifyAsync()).Errors);
        Assert.Equal((id, entry), (error.Run.Value, error.Entry));
    }

    [Fact]
    public async Task A_child_that_was_cut_with_its_line_is_missed_by_its_parent()
    {
        await RunAsync();
        _engine.Journal.Cut(Child, 1);
        _engine.Journal.Tamper(Child, line => line with { Status = RunStatus.Running, Finished = null, Usage = Usage.None });
        Assert.Equal(new IntegrityError(Child, 3, "is missing: the journal ends before it, and its parent recorded its verdict"),
            Assert.Single((await VerifyAsync()).Errors));
        _engine.Journal.Cut(Child, 3);
        _engine.Journal.Tamper(Child, _ => null);
        Assert.Equal(0, Assert.Single((await VerifyAsync()).Errors).Entry);
    }

    [Theory]
    [InlineData(RunStatus.Failed)]
    [InlineData(RunStatus.Running)]
    public async Task An_altered_status_is_named(RunStatus status)
    {
        await RunAsync();
        _engine.Journal.Tamper(Parent, line => line with { Status = status });
        var error = Assert.Single((await VerifyAsync()).Errors);
        Assert.Equal((Parent, null), (error.Run, error.Entry));
    }

    [Fact]
    public async Task A_changed_entry_is_named_and_other_runs_are_still_looked_at()
    {
        await RunAsync();
        _engine.Journal.Tamper(Child, 1, new StatementMade("", "a", 1, "I never said this"));
        _engine.Journal.Tamper(Parent, line => line with { Name = "another" });
        Assert.Equal(["run", "run/c"], (await VerifyAsync()).Errors.Select(b => b.Run.Value));
    }

    [Fact]
    public async Task Changes_of_a_graph_are_a_chain_and_no_run()
    {
        var graph = new DeliberationId("~graphs/g");
        var drawn = JournalEntry.Seal(JournalEntry.NoHash, 0, "drawn", DateTimeOffset.UnixEpoch, new GraphSnapshotTaken("{}", 0, ""));
        await _engine.Journal.AppendAsync(graph, drawn);
        Assert.Empty((await VerifyAsync(graph)).Errors);
        var refusal = Assert.Throws<InputException>(() => RunRecord.Read(graph, [drawn]));
        Assert.Contains("not of a run", refusal.Message, StringComparison.Ordinal);
        _engine.Journal.Tamper(graph, 0, new GraphSnapshotTaken("{ }", 0, ""));
        Assert.Equal(0, Assert.Single((await VerifyAsync(graph)).Errors).Entry);
    }

    private async Task<Verification> RunAsync()
    {
        Assert.Equal(RunStatus.Finished, (await _engine.RunAsync(_engine.Define("parent"))).Status);
        return await VerifyAsync();
    }

    private Task<Verification> VerifyAsync(DeliberationId? id = null) =>
        Verification.VerifyAsync(_engine.Journal, id ?? Parent, (told, recorded) => told == recorded);
}
