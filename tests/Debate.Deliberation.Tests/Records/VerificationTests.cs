using Debate.Core.Input;
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

    [Theory]
    [InlineData(7)]
    [InlineData(5)]
    [InlineData(4)]
    public async Task Lines_of_builds_that_wrote_them_without_replies_and_outcomes_are_intact(int appends)
    {
        _engine.Journal.DiesAfter = appends;
        if (appends < 7) await Assert.ThrowsAsync<KilledException>(() => _engine.RunAsync(_engine.Define("parent")));
        else await _engine.RunAsync(_engine.Define("parent"));
        foreach (var id in new[] { Parent, Child })
            _engine.Journal.Tamper(id, line => line with
            {
                OwnUsage = null, Outcome = null, Usage = line.Status == RunStatus.Running ? Usage.None : line.Usage,
            });
        Assert.Empty((await VerifyAsync()).Errors);
        Assert.Equal(UsageTotals.Sum(await _engine.Journal.ReadAsync(Child)),
            await RunTree.MeasureUsageAsync(_engine.Journal, (await _engine.Journal.FindSummaryAsync(Parent))!));
    }

    [Fact]
    public async Task An_altered_outcome_or_usage_of_a_reply_is_named()
    {
        await _engine.RunAsync(_engine.Define("parent") with { Budget = new(Calls: 1) });
        _engine.Journal.Tamper(Child, line => line with { Outcome = line.Outcome! with { Reason = "it was a whim" } });
        Assert.Equal(new IntegrityError(Child, null, "was changed after it was written"), Assert.Single((await VerifyAsync()).Errors));
        _engine.Journal.Tamper(Child, line => line with { OwnUsage = Usage.None });
        Assert.Equal(new IntegrityError(Child, null, "was changed after it was written"), Assert.Single((await VerifyAsync()).Errors));
    }

    [Fact]
    public async Task Usage_and_outcome_are_in_the_index_at_every_moment_and_no_journal_is_read_for_them()
    {
        for (var appends = 2; appends <= 7; appends++)
        {
            _engine.Journal.DiesAfter = appends;
            var run = _engine.Define("parent") with { Id = new($"run-{appends}") };
            if (appends < 7) await Assert.ThrowsAsync<KilledException>(() => _engine.RunAsync(run));
            else await _engine.RunAsync(run);
            var (parent, child) = (run.Id, run.Id.Child("c"));
            var used = UsageTotals.Sum(await _engine.Journal.ReadAsync(child));
            // Without their entries the lines alone can tell.
            foreach (var id in new[] { parent, child }) _engine.Journal.Cut(id, (await _engine.Journal.ReadAsync(id)).Count);
            Assert.Equal(used, await RunTree.MeasureUsageAsync(_engine.Journal, (await _engine.Journal.FindSummaryAsync(parent))!));
            Assert.Equal(appends == 7 ? Decision.Decided : null, (await _engine.Journal.FindSummaryAsync(parent))!.Outcome?.Decision);
            _engine.Journal.Revive();
        }
    }

    [Theory]
    [InlineData(200, 200)]
    [InlineData(201, 200)]
    [InlineData(100_000, 200)]
    public void Long_texts_of_an_outcome_are_cut_in_the_index(int length, int kept)
    {
        // A pair of surrogates is never halved, wherever the cut falls.
        foreach (var text in new[] { new string('a', length), "a" + string.Concat(Enumerable.Repeat("🙂", length / 2)) })
        {
            var head = OutcomeSummary.FromVerdict(new(Decision.Decided) { Answer = text });
            Assert.InRange(head.Answer!.Length, kept - 1, kept);
            Assert.True(text == head.Answer || head.Answer.EndsWith("...", StringComparison.Ordinal));
            Assert.DoesNotContain('\uFFFD', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(head.Answer)));
        }
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
