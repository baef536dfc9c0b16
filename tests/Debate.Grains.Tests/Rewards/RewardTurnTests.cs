using System.Collections.Concurrent;
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
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace Debate.Grains.Tests.Rewards;

/// <summary>A silo whose log tells of every turn of a grain that takes longer than 100 ms, and a judge whose games take a while.</summary>
public sealed class RewardTurnTests : IAsyncLifetime
{
    private const int Features = 30, Reveals = 6, Calls = 24;
    private static readonly SolverOptions Solver = new() { Cores = 1, MaxOpen = 2 };
    private readonly WarningLog _log = new();
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
            silo.Services.AddSingleton<ILoggerProvider>(_log);
            silo.Services.AddSingleton(Solver);
            silo.Services.Configure<SchedulingOptions>(o => o.TurnWarningLengthThreshold = TimeSpan.FromMilliseconds(100));
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

    [Fact]
    public async Task No_turn_of_a_grain_is_held_by_evidence_games()
    {
        var grain = _cluster!.Client.GetGrain<IRewardGrain>(0);
        Assert.NotNull((await grain.ScoreAsync(Call(0, 0, 1), CancellationToken.None)).Outcome);
        // A machine that is busy with other things holds up a turn now and then, but not always.
        var end = Environment.TickCount64 + Patience.Long.TotalMilliseconds;
        for (var attempt = 1; ; attempt++)
        {
            _log.Lines.Clear();
            RewardCall[] calls = [.. Enumerable.Range(attempt % 20 * Calls, Calls).Select(state => Call(state, state % 8, (state + 3) % 8))];
            var replies = await grain.ScoreManyAsync([.. calls], CancellationToken.None);
            Assert.Equal(calls.Select(Reward), replies.Select(r => r.Outcome!.Rewards[0]));
            var held = _log.Lines.Where(l => l.Contains("took elapsed time", StringComparison.Ordinal)).ToArray();
            if (held.Length == 0) return;
            Assert.True(Environment.TickCount64 < end, string.Join('\n', held));
        }
    }

    [Fact]
    public async Task Games_of_a_caller_that_hangs_up_are_cancelled()
    {
        var scheduler = _cluster!.Silos[0].ServiceProvider.GetRequiredService<SolverScheduler>();
        using var enough = new CancellationTokenSource();
        using var hangUp = new CancellationTokenSource();
        // These take all places of the solver, so that no game could end by itself.
        var endless = Enumerable.Range(0, Solver.MaxOpen).Select(_ => scheduler.RunAsync<string>(Spin, SolveLimits.Default, enough.Token))
            .ToArray();
        RewardCall[] calls = [.. Enumerable.Range(0, Calls).Select(state => Call(state, state % 8, (state + 5) % 8))];
        var asked = _cluster.Client.GetGrain<IRewardGrain>(0).ScoreManyAsync([.. calls], hangUp.Token);
        while (scheduler.ActiveCount == Solver.MaxOpen) await Task.Yield();
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        using var patience = new CancellationTokenSource(Patience.Long);
        while (scheduler.ActiveCount > Solver.MaxOpen && !patience.IsCancellationRequested) await Task.Yield();
        Assert.Equal(Solver.MaxOpen, scheduler.ActiveCount);
        await enough.CancelAsync();
        foreach (var search in endless) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => search);
    }

    private static string Spin(SearchBudget budget)
    {
        while (true) budget.Spend(1);
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

    /// <summary>Collects warnings.</summary>
    private sealed class WarningLog : ILoggerProvider, ILogger
    {
        public ConcurrentBag<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) Lines.Add(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}
