using CsCheck;
using Debate.Argumentation;
using Debate.Argumentation.Semantics;
using Debate.Argumentation.Solving;
using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;

namespace Debate.Deliberation.Tests.Engine;

public sealed class SolveTests
{
    private static readonly Framework Chain = Framework.Create(3, [0, 1], [1, 2]);
    private static readonly Query Asked = new(QueryKind.Credulous, new Named("XX"), 2);
    private static readonly Answer Found = new(true, [0, 2]);

    [Fact]
    public async Task Answer_is_recorded_before_it_is_seen_and_replayed_without_solving_again()
    {
        var seen = new List<Answer>();
        var engine = Bench(async d =>
        {
            seen.Add(await d.SolveAsync(Chain, Asked));
            await d.SayAsync("a", "so", 1);
            return ScriptedProtocol.Done;
        });
        engine.Journal.DiesAfter = 2;
        await Assert.ThrowsAsync<KilledException>(() => engine.RunAsync(engine.Define("solving")));
        engine.Journal.Revive();
        Assert.Equal(RunStatus.Finished, (await engine.RunAsync(engine.Define("solving"))).Status);
        Assert.Single(engine.Questions);
        Assert.Equal(2, seen.Count);
        Assert.All(seen, answer => Assert.Equal([0, 2], answer.Witness!));
        var body = Assert.Single((await engine.Journal.ReadAsync(new("run"))).Select(e => e.ReadBody()).OfType<GraphSolved>());
        Assert.Equal((3, 2, "DC-XX", 2), (body.Arguments, body.Attacks, body.Problem, body.Argument));
    }

    [Fact]
    public async Task Equal_runs_give_equal_projections_with_the_answer_in_them()
    {
        async Task<string> ProjectedAsync()
        {
            var engine = Bench(async d => { await d.SolveAsync(Chain, Asked); return ScriptedProtocol.Done; });
            await engine.RunAsync(engine.Define("solving"));
            return string.Join('\n', CanonicalProjection.Format(RunRecord.Read(new("run"), await engine.Journal.ReadAsync(new("run")))));
        }
        var projected = await ProjectedAsync();
        Assert.Contains("\"kind\":\"solved\"", projected);
        Assert.Contains("\"witness\":[0,2]", projected);
        Assert.Equal(projected, await ProjectedAsync());
    }

    [Fact]
    public async Task Another_question_at_a_recorded_place_is_refused()
    {
        var framework = Chain;
        var engine = Bench(async d =>
        {
            await d.SolveAsync(framework, Asked);
            await d.SayAsync("a", "so", 1);
            return ScriptedProtocol.Done;
        });
        engine.Journal.DiesAfter = 2;
        await Assert.ThrowsAsync<KilledException>(() => engine.RunAsync(engine.Define("solving")));
        engine.Journal.Revive();
        framework = Framework.Create(3, [0, 2], [1, 1]);
        Assert.Contains("run at 0", (await Assert.ThrowsAsync<ReplayException>(() => engine.RunAsync(engine.Define("solving")))).Message);
    }

    [Fact]
    public async Task Solver_without_an_answer_suspends_and_the_run_goes_on_later()
    {
        var engine = Bench(async d => { await d.SolveAsync(Chain, Asked); return ScriptedProtocol.Done; });
        engine.Solve = (_, _) => throw new OutageException(FailureKind.Rejected, "the solver ran out of its 1 s");
        var suspended = await engine.RunAsync(engine.Define("solving"));
        Assert.Equal((RunStatus.Failed, "the solver ran out of its 1 s"), (suspended.Status, suspended.Reason));
        Assert.DoesNotContain((await engine.Journal.ReadAsync(new("run"))).Select(e => e.ReadBody()), b => b is GraphSolved);
        engine.Solve = (_, _) => Task.FromResult(Found);
        Assert.Equal(RunStatus.Finished, (await engine.RunAsync(engine.Define("solving"))).Status);
    }

    [Fact]
    public async Task Question_that_makes_no_sense_stops_the_run_with_the_reason()
    {
        var engine = Bench(async d => { await d.SolveAsync(Chain, Asked); return ScriptedProtocol.Done; });
        engine.Solve = new InlineSolvers().SolveAsync;
        var failed = await engine.RunAsync(engine.Define("solving"));
        Assert.Equal(RunStatus.Failed, failed.Status);
        Assert.Contains("DC-XX", failed.Reason);
    }

    [Fact]
    public async Task Stop_from_outside_cancels_the_solver()
    {
        var engine = Bench(async d => { await d.SolveAsync(Chain, Asked); return ScriptedProtocol.Done; });
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.Solve = async (_, cancellation) =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
            return Found;
        };
        var run = new RunDriver(engine.Ports, new("run"));
        var outcome = run.StartAsync(engine.Define("solving"));
        await asked.Task;
        run.Stop(RunStatus.Cancelled, "enough");
        Assert.Equal(RunStatus.Cancelled, (await outcome).Status);
    }

    [Fact]
    public void Call_carries_the_framework_and_the_query() =>
        Gen.Select(Gen.Int[1, 7], Gen.Int[0, 48].Array[0, 20]).Sample((count, pairs) =>
    {
        var (from, to) = (pairs.Select(p => p / 7 % count).ToArray(), pairs.Select(p => p % 7 % count).ToArray());
        var call = SolveCall.Create(Framework.Create(count, from, to), Asked);
        var again = call.ToFramework();
        Assert.Equal(from.Zip(to).Distinct().Order(), call.From.Zip(call.To));
        Assert.Equal((count, call.From.Length), (again.Count, again.AttackCount));
    }, iter: 200, seed: "0000000000003");

    [Theory]
    [InlineData(-1, 0, 0)]
    [InlineData(SolveCall.MaxArguments + 1, 0, 0)]
    [InlineData(2, 2, 0)]
    [InlineData(2, 0, -1)]
    public void Numbers_that_make_no_framework_are_refused(int count, int from, int to) =>
        Assert.Throws<InputException>(() => new SolveCall(count, [from], [to], "SE-PR").ToFramework());

    private static EngineFixture Bench(Func<IDeliberation, Task<Verdict>> run) =>
        new(_ => "", ScriptedProtocol.Protocol("solving", run)) { Solve = (_, _) => Task.FromResult(Found) };

    /// <summary>A semantics that only has a name.</summary>
    private sealed class Named(string code) : ISemantics
    {
        public string Name => code;

        public string Code => code;

        public int[]? Extension(Framework framework, SearchBudget budget) => null;

        public IEnumerable<int[]> Extensions(Framework framework, SearchBudget budget) => [];

        public Answer Credulous(Framework framework, int argument, SearchBudget budget) => new(false);

        public Answer Sceptical(Framework framework, int argument, SearchBudget budget) => new(true);
    }
}
