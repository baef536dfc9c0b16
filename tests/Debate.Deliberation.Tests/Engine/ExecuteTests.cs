using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;

namespace Debate.Deliberation.Tests.Engine;

/// <summary>Programs as an effect: recorded, replayed, refused, suspended and stopped.</summary>
public sealed class ExecuteTests
{
    private static readonly ProgramCall Program = new(ProgramCall.JavaScript, "6 * 7", "input");

    [Fact]
    public async Task Result_is_recorded_before_it_is_seen_and_replayed_without_running_again()
    {
        var (seen, programs) = (new List<ProgramResult>(), new FakePrograms(_ => new(ProgramEnd.Failed, "half\0 \ud800", "no\ud800")));
        var engine = Bench(programs, async d =>
        {
            seen.Add(await d.ExecuteAsync(Program));
            await d.SayAsync("a", "so", 1);
            return ScriptedProtocol.Done;
        });
        engine.Journal.DiesAfter = 2;
        await Assert.ThrowsAsync<KilledException>(() => engine.RunAsync(engine.Define("executing")));
        engine.Journal.Revive();
        Assert.Equal(RunStatus.Finished, (await engine.RunAsync(engine.Define("executing"))).Status);
        Assert.Single(programs.Calls);
        // What a journal cannot keep is not seen the first time either.
        Assert.Equal(2, seen.Count);
        Assert.All(seen, result => Assert.Equal(new(ProgramEnd.Failed, "half\uFFFD \uFFFD", "no\uFFFD"), result));
        var body = Assert.Single((await engine.Journal.ReadAsync(new("run"))).Select(e => e.ReadBody()).OfType<ProgramExecuted>());
        Assert.Equal(("javascript", "6 * 7", "input"), (body.Language, body.Source, body.Input));
        var record = RunRecord.Read(new("run"), await engine.Journal.ReadAsync(new("run")));
        Assert.Equal(["javascript, 5 characters: failed, 7 characters of output"],
            RunReport.Create(record, RunStatus.Finished, Usage.None).Executed);
        Assert.Contains("\"kind\":\"executed\"", string.Join('\n', CanonicalProjection.Format(record)));
    }

    [Fact]
    public async Task Seed_follows_from_the_path_and_no_budget_is_used()
    {
        var programs = new FakePrograms(_ => new(ProgramEnd.Done, "42"));
        var engine = Bench(programs, async d =>
        {
            await d.ExecuteAsync(Program);
            await d.ExecuteAsync(Program with { Seed = 5 });
            return ScriptedProtocol.Done;
        });
        var outcome = await engine.RunAsync(engine.Define("executing") with { Budget = new(Calls: 1) });
        Assert.Equal((RunStatus.Finished, 0L), (outcome.Status, outcome.Usage.Calls));
        Assert.Equal([new("run"), new("run")], programs.Runs);
        Assert.Equal(2, programs.Calls.Select(c => c.Seed).Distinct().Count());
        var again = Bench(programs, async d => { await d.ExecuteAsync(Program); return ScriptedProtocol.Done; });
        await again.RunAsync(again.Define("executing"));
        Assert.Equal(programs.Calls[0].Seed, programs.Calls[2].Seed);
    }

    [Theory]
    [InlineData("other source")]
    [InlineData("other input")]
    [InlineData("other language")]
    [InlineData("other limits")]
    public async Task Another_program_at_a_recorded_place_is_refused(string what)
    {
        var program = Program;
        var engine = Bench(new(_ => new(ProgramEnd.Done, "42")), async d =>
        {
            await d.ExecuteAsync(program);
            await d.SayAsync("a", "so", 1);
            return ScriptedProtocol.Done;
        });
        engine.Journal.DiesAfter = 2;
        await Assert.ThrowsAsync<KilledException>(() => engine.RunAsync(engine.Define("executing")));
        engine.Journal.Revive();
        program = what switch
        {
            "other source" => Program with { Source = "6 * 8" },
            "other input" => Program with { Input = "" },
            "other language" => Program with { Language = ProgramCall.Python },
            _ => Program with { Limits = new() },
        };
        Assert.Contains("run at 0", (await Assert.ThrowsAsync<ReplayException>(() => engine.RunAsync(engine.Define("executing")))).Message);
    }

    [Fact]
    public async Task Runner_that_is_away_suspends_and_the_run_goes_on_later()
    {
        var programs = new FakePrograms(_ => throw new OutageException(FailureKind.Unreachable, "no silo ran the program"));
        var engine = Bench(programs, async d => { await d.ExecuteAsync(Program); return ScriptedProtocol.Done; });
        var suspended = await engine.RunAsync(engine.Define("executing"));
        Assert.Equal((RunStatus.Failed, "no silo ran the program"), (suspended.Status, suspended.Reason));
        Assert.DoesNotContain((await engine.Journal.ReadAsync(new("run"))).Select(e => e.ReadBody()), b => b is ProgramExecuted);
        programs.Answer = _ => new(ProgramEnd.Done, "42");
        Assert.Equal(RunStatus.Finished, (await engine.RunAsync(engine.Define("executing"))).Status);
    }

    [Fact]
    public async Task Language_that_is_not_run_is_refused_before_the_first_entry()
    {
        var engine = Bench(new(_ => new(ProgramEnd.Done, "")), d => Task.FromResult(ScriptedProtocol.Done), "cobol");
        var refused = await Assert.ThrowsAsync<InputException>(() => engine.RunAsync(engine.Define("executing")));
        Assert.Contains("language 'cobol'", refused.Message);
        Assert.Empty(await engine.Journal.ReadAsync(new("run")));
    }

    [Fact]
    public async Task Stop_from_outside_cancels_the_program()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var programs = new FakePrograms(_ => new(ProgramEnd.Done, ""))
        {
            Delay = stop => { asked.SetResult(); return Task.Delay(Timeout.Infinite, stop); },
        };
        var engine = Bench(programs, async d => { await d.ExecuteAsync(Program); return ScriptedProtocol.Done; });
        var run = new RunDriver(engine.Ports, new("run"));
        var outcome = run.StartAsync(engine.Define("executing"));
        await asked.Task;
        run.Stop(RunStatus.Cancelled, "enough");
        Assert.Equal(RunStatus.Cancelled, (await outcome).Status);
    }

    [Fact]
    public async Task Record_of_a_child_holds_what_it_asked_in_private()
    {
        RunRecord? read = null;
        var engine = Bench(new(_ => new(ProgramEnd.Done, "42")), async d =>
        {
            await d.DeliberateAsync(new Child("c", "direct", d.Problem, [new("solver", "model")], []));
            read = await d.ReadAsync("c");
            return ScriptedProtocol.Done;
        });
        engine.Reply = _ => "4";
        await engine.RunAsync(engine.Define("executing"));
        Assert.Equal("4", Assert.Single(read!.Entries.Select(e => e.Body).OfType<ModelReplied>()).Reply);
    }

    private static EngineFixture Bench(FakePrograms programs, Func<IDeliberation, Task<Verdict>> run, string language = "javascript")
    {
        var protocol = new ProtocolDescriptor<NoOptions>("executing", 1, () => new ScriptedProtocol(run))
        {
            Seats = _ => ["a", "b"],
            Language = _ => language,
        };
        var engine = new EngineFixture(_ => "", protocol);
        engine.Ports = engine.Ports with { Programs = programs };
        return engine;
    }
}

/// <summary>Programs whose results a test decides.</summary>
internal sealed class FakePrograms(Func<ProgramCall, ProgramResult> answer) : IPrograms
{
    public Func<ProgramCall, ProgramResult> Answer { get; set; } = answer;

    public Func<CancellationToken, Task> Delay { get; init; } = _ => Task.CompletedTask;

    public List<ProgramCall> Calls { get; } = [];

    public List<DeliberationId> Runs { get; } = [];

    bool IPrograms.Runs(string language) => language != "cobol";

    public async Task<ProgramResult> RunAsync(DeliberationId run, ProgramCall call, CancellationToken cancellation)
    {
        lock (Calls)
        {
            Calls.Add(call);
            Runs.Add(run);
        }
        await Delay(cancellation);
        return Answer(call);
    }
}
