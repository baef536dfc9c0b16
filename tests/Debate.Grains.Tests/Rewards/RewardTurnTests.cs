using System.Collections.Immutable;
using Debate.Argumentation.Solving;
using Debate.Contracts;
using Debate.Core;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Grains.Placement;
using Debate.Grains.Rewards;
using Debate.Hosting;
using Debate.Models;
using Debate.Rewards.Environments;
using Debate.Rewards.Evidence;
using Debate.Rewards.Judges;
using Debate.Rewards.Serving;
using Debate.Runtime.Rewards;
using Debate.Runtime.Solving;
using Debate.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace Debate.Grains.Tests.Rewards;

/// <summary>A silo whose solver has two places, and a judge whose games take a while.</summary>
public sealed class RewardTurnTests : IAsyncLifetime
{
    private const int Features = 30, Reveals = 6, Calls = 24;
    private static readonly SolverOptions Solver = new() { Cores = 1, MaxOpen = 2 };
    private readonly TabularEnvironment _environment;
    private readonly LearnedJudge _judge;
    private InProcessTestCluster? _cluster;

    public RewardTurnTests()
    {
        var (simulator, draws) = (Benchmark.Create(Benchmark.Names[0], null).Environment, SeededRandom.Create(7, "features"));
        var names = Enumerable.Range(0, Features).Select(f => FormattableString.Invariant($"f{f}")).ToArray();
        var features = new FeatureTable(
            names, [.. Enumerable.Range(0, simulator.States * Features).Select(_ => (float)(4 * draws.NextDouble() - 2))]);
        _environment = new("wide", simulator.Transitions, simulator.Initial.ToArray(), [.. simulator.Outcomes], features);
        _judge = new(JudgeNetwork.CreateRandom(new(Features, simulator.Actions, 8), draws), names,
            new(Reveals, DemonstrationWeighting.InverseFrequency, "nothing", 7));
    }

    public async ValueTask InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton(Solver);
            silo.Services.AddSingleton(new RewardProfiles(
                [new("evidence", [new("judge-file", "judge.json")])], null,
                new Dictionary<string, EvidenceRewardService> { ["evidence"] = new(_judge, _environment) }));
            silo.UseRoles(SiloRoles.All).Services.AddDebate(new MemoryJournal(), new ModelRegistry(ModelConfiguration.Empty));
        });
        builder.ConfigureClient(client => client.Services.AddDebateWireFormat());
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
    }

    /// <summary>Of the games none is played on the grain's own turn: while the solver has no place for them, the grain answers others.</summary>
    [Fact]
    public async Task No_turn_of_a_grain_is_held_by_evidence_games()
    {
        var grain = _cluster!.Client.GetGrain<IRewardGrain>(0);
        RewardCall[] calls = [.. Enumerable.Range(0, Calls).Select(state => Call(state, state % 8, (state + 3) % 8))];
        Task<ImmutableArray<RewardReply>> asked;
        Task<RewardReply> alone;
        await using (await HoldSolverAsync())
        {
            asked = grain.ScoreManyAsync([.. calls], CancellationToken.None);
            alone = grain.ScoreAsync(Call(0, 0, 1), CancellationToken.None);
            await UntilAsync(active => active > Solver.MaxOpen);
            var other = await grain.ScoreAsync(Call(0, 0, 1) with { Answers = [] }, CancellationToken.None);
            Assert.Equal(RewardFailure.Rejected, other.Trouble);
            Assert.Equal((false, false), (asked.IsCompleted, alone.IsCompleted));
        }
        Assert.Equal(calls.Select(Reward), (await asked).Select(r => r.Outcome!.Rewards[0]));
        Assert.NotNull((await alone).Outcome);
    }

    [Fact]
    public async Task Games_of_a_caller_that_hangs_up_are_cancelled()
    {
        using var hangUp = new CancellationTokenSource();
        await using var _ = await HoldSolverAsync();
        RewardCall[] calls = [.. Enumerable.Range(0, Calls).Select(state => Call(state, state % 8, (state + 5) % 8))];
        var asked = _cluster!.Client.GetGrain<IRewardGrain>(0).ScoreManyAsync([.. calls], hangUp.Token);
        await UntilAsync(active => active > Solver.MaxOpen);
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        await UntilAsync(active => active == Solver.MaxOpen);
    }

    private SolverScheduler Scheduler => _cluster!.Silos[0].ServiceProvider.GetRequiredService<SolverScheduler>();

    /// <summary>Takes all places of the solver until the result is disposed, so that no game can be played before.</summary>
    private async Task<IAsyncDisposable> HoldSolverAsync()
    {
        var held = new HeldSolver(Scheduler);
        await UntilAsync(active => active == Solver.MaxOpen);
        return held;
    }

    private Task UntilAsync(Func<int, bool> active) => Patience.UntilAsync(
        () => Task.FromResult(active(Scheduler.ActiveCount)), $"the solver has {Scheduler.ActiveCount} searches");

    private sealed class HeldSolver : IAsyncDisposable
    {
        private readonly ManualResetEventSlim _released = new();
        private readonly Task[] _searches;

        public HeldSolver(SolverScheduler scheduler) => _searches = [.. Enumerable.Range(0, Solver.MaxOpen).Select(_ =>
            scheduler.RunAsync(_ => { _released.Wait(); return ""; }, SolveLimits.Default, CancellationToken.None))];

        public async ValueTask DisposeAsync()
        {
            _released.Set();
            await Task.WhenAll(_searches);
            _released.Dispose();
        }
    }

    private double Reward(RewardCall call)
    {
        var label = EvidenceLabel.Parse(call.Label, "", "wide");
        return DebateReward.Compute(_judge, _environment.Features, label.State, (label.Action, label.Other)).Signed;
    }

    private static RewardCall Call(int state, int action, int other) => new("evidence", "", [""])
    {
        Label = FormattableString.Invariant($$"""{"state": {{state}}, "action": {{action}}, "other": {{other}}}"""), Shape = "margin",
    };
}
