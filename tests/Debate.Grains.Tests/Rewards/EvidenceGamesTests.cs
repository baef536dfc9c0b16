using Debate.Argumentation.Solving;
using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Rewards.Environments;
using Debate.Rewards.Evidence;
using Debate.Rewards.Judges;
using Debate.Rewards.Serving;
using Debate.Rewards.Texts;
using Debate.Runtime.Rewards;
using Debate.Runtime.Solving;

namespace Debate.Grains.Tests.Rewards;

/// <summary>Endless games stand in for hard ones: what passes them passes any.</summary>
public sealed class EvidenceGamesTests : IDisposable
{
    private static readonly SolverOptions Options = new() { Cores = 1, MaxOpen = 8, MaxQueued = 4 };

    private readonly CancellationTokenSource _enough = new();
    private readonly SolverScheduler _scheduler = new(Options, TimeProvider.System);
    private readonly EvidenceGames _games;

    public EvidenceGamesTests() => _games = new(_scheduler, Options, TimeProvider.System);

    public void Dispose()
    {
        _enough.Cancel();
        _enough.Dispose();
    }

    [Fact]
    public async Task A_single_request_passes_a_batch_of_any_size()
    {
        var batch = Enumerable.Range(0, 50).Select(_ => EndlessAsync(isOfBatch: true)).ToArray();
        for (var i = 0; i < 5; i++) Assert.Equal(i, await PlayAsync(_ => i));
        Assert.DoesNotContain(batch, game => game.IsCompleted);
    }

    [Fact]
    public async Task A_run_s_question_to_the_solver_passes_any_number_of_games()
    {
        var games = Enumerable.Range(0, 50).Select(_ => EndlessAsync(isOfBatch: false)).ToArray();
        var found = await _scheduler.RunAsync(_ => "answer", SolveLimits.Default, default).WaitAsync(Patience.Long);
        Assert.Equal("answer", found.Value);
        Assert.DoesNotContain(games, game => game.IsCompleted);
    }

    [Fact]
    public async Task A_busy_solver_is_waited_for_and_games_are_solver_threads_work()
    {
        using var leave = new CancellationTokenSource();
        var searches = Enumerable.Range(0, Options.MaxOpen + Options.MaxQueued)
            .Select(_ => _scheduler.RunAsync<string>(Spin, SolveLimits.Default, leave.Token)).ToArray();
        var game = PlayAsync(_ => Thread.CurrentThread.Name!);
        Assert.Equal(SolveFailure.Busy, (await _scheduler.RunAsync(_ => "", SolveLimits.Default, default)).Failure);
        Assert.False(game.IsCompleted);
        await leave.CancelAsync();
        Assert.Equal("solver", await game);
        foreach (var search in searches) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => search);
    }

    [Fact]
    public async Task A_quick_game_waits_for_no_place_of_the_solver()
    {
        var searches = Enumerable.Range(0, Options.MaxOpen + Options.MaxQueued)
            .Select(_ => _scheduler.RunAsync<string>(Spin, SolveLimits.Default, _enough.Token)).ToArray();
        var environment = Benchmark.Create(Benchmark.Names[0], null).Environment;
        var network = JudgeNetwork.CreateRandom(new(environment.Features.Count, environment.Actions, 8), SeededRandom.Create(1, "judge"));
        var judge = new LearnedJudge(network, environment.Features.Names, new(2, DemonstrationWeighting.InverseFrequency, "nothing", 1));
        var call = new RewardCall(null, "", [""]) { Label = """{"state": 5, "action": 1, "other": 2}""" };
        var asked = new EvidenceRewardService(judge, environment)
            .ScoreAsync(call, WrittenShape.Margin.Value, new(_games, Patience.Long, IsOfBatch: true, _enough.Token));
        Assert.True(asked.IsCompletedSuccessfully);
        Assert.Equal([DebateReward.Compute(judge, environment.Features, 5, (1, 2)).Signed], (await asked).Rewards);
        Assert.DoesNotContain(searches, search => search.IsCompleted);
    }

    [Fact]
    public async Task A_game_that_is_cancelled_gives_its_place_back_and_one_that_is_invalid_says_so()
    {
        for (var round = 0; round < 3; round++)
        {
            using var stop = new CancellationTokenSource();
            var games = Enumerable.Range(0, 12).Select(i => _games.PlayAsync<string>(Spin, i % 2 == 0, stop.Token)).ToArray();
            await stop.CancelAsync();
            foreach (var game in games) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => game.WaitAsync(Patience.Long));
        }
        Assert.Equal(0, _scheduler.ActiveCount);
        var wrong = await Assert.ThrowsAsync<InputException>(() => PlayAsync<int>(_ => throw new InputException("state 9: there is none")));
        Assert.Equal("state 9: there is none", wrong.Message);
    }

    [Fact]
    public async Task Whose_time_is_up_gets_the_same_game_s_reward_by_asking_again()
    {
        var (played, end) = (0, new TaskCompletionSource<string>());
        var game = new SharedComputation<string>(_ =>
        {
            Interlocked.Increment(ref played);
            return end.Task;
        });
        Assert.True(game.TryJoin());
        await Assert.ThrowsAsync<TimeoutException>(
            () => game.WaitAsync(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None));
        Assert.True(game.TryJoin());
        var again = game.WaitAsync(Patience.Long, TimeProvider.System, CancellationToken.None);
        end.SetResult("reward");
        Assert.Equal(("reward", 1), (await again, played));
    }

    [Fact]
    public async Task A_game_ends_when_the_last_who_waits_for_it_hangs_up_and_not_before()
    {
        var stopped = CancellationToken.None;
        var started = new TaskCompletionSource();
        var game = new SharedComputation<string>(async stop =>
        {
            stopped = stop;
            started.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, stop);
            return "";
        });
        using var one = new CancellationTokenSource();
        using var other = new CancellationTokenSource();
        Assert.True(game.TryJoin() && game.TryJoin());
        var (first, last) = (game.WaitAsync(Patience.Long, TimeProvider.System, one.Token), game.WaitAsync(Patience.Long, TimeProvider.System, other.Token));
        await started.Task;
        await one.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.False(stopped.IsCancellationRequested);
        Assert.True(game.TryJoin());
        await other.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => last);
        Assert.False(stopped.IsCancellationRequested);
        using var third = new CancellationTokenSource(0);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => game.WaitAsync(Patience.Long, TimeProvider.System, third.Token));
        Assert.True(stopped.IsCancellationRequested);
        Assert.False(game.TryJoin());
    }

    private Task<T> PlayAsync<T>(Func<SearchBudget, T> game) where T : notnull =>
        _games.PlayAsync(game, isOfBatch: false, CancellationToken.None).WaitAsync(Patience.Long);

    private Task<string> EndlessAsync(bool isOfBatch) => _games.PlayAsync<string>(Spin, isOfBatch, _enough.Token);

    private static string Spin(SearchBudget budget)
    {
        while (true) budget.Spend(1);
    }
}
