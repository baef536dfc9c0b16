using Debate.Argumentation.Solving;
using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Runtime.Solving;

namespace Debate.Grains.Tests.Solving;

/// <summary>Endless searches stand in for hard instances: what works alongside them works alongside any search.</summary>
public sealed class SolverSchedulerTests
{
    private static readonly SolveLimits NoLimit = new(TimeSpan.FromMinutes(10));

    private readonly SolverScheduler _scheduler = new(new() { Cores = 1, MaxOpen = 4, MaxQueued = 2 }, TimeProvider.System);

    [Fact]
    public async Task Search_runs_on_a_thread_of_its_own()
    {
        var found = await _scheduler.RunAsync(_ => $"{Thread.CurrentThread.Name} {Thread.CurrentThread.IsThreadPoolThread}", NoLimit,
            default);
        Assert.Equal("solver False", found.Value);
    }

    [Fact]
    public async Task Small_searches_are_answered_one_after_the_other_while_a_hard_one_runs()
    {
        using var enough = new CancellationTokenSource();
        var hard = Endless(enough.Token);
        for (var i = 0; i < 20; i++)
        {
            var found = await _scheduler.RunAsync(budget => { budget.Spend(1); return "small"; }, NoLimit, default).WaitAsync(Patience.Long);
            Assert.Equal("small", found.Value);
        }
        Assert.False(hard.IsCompleted);
        enough.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hard.WaitAsync(Patience.Long));
        Assert.Equal(0, _scheduler.ActiveCount);
    }

    [Fact]
    public async Task Hard_searches_all_get_on()
    {
        using var enough = new CancellationTokenSource();
        var steps = new int[4];
        var searches = Enumerable.Range(0, 4).Select(i => Endless(enough.Token, () => Interlocked.Increment(ref steps[i]))).ToArray();
        using var timeLimit = new CancellationTokenSource(Patience.Long);
        while (steps.Any(s => Volatile.Read(ref s) < 1000) && !timeLimit.IsCancellationRequested) await Task.Yield();
        Assert.All(steps, s => Assert.InRange(s, 1000, int.MaxValue));
        enough.Cancel();
        foreach (var search in searches) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => search.WaitAsync(Patience.Long));
    }

    [Fact]
    public async Task Search_that_waits_for_its_turn_can_be_cancelled_and_the_others_go_on()
    {
        using var never = new CancellationTokenSource();
        using var stubborn = new ManualResetEventSlim();
        using var begun = new SemaphoreSlim(0);
        var holder = _scheduler.RunAsync(_ => { begun.Release(); stubborn.Wait(); return "held"; }, NoLimit, default);
        await begun.WaitAsync();
        using var cancel = new CancellationTokenSource();
        var waiting = Endless(cancel.Token);
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience.Long));
        Assert.False(holder.IsCompleted);
        stubborn.Set();
        Assert.Equal("held", (await holder.WaitAsync(Patience.Long)).Value);
        Assert.Equal("next", (await _scheduler.RunAsync(_ => "next", NoLimit, default).WaitAsync(Patience.Long)).Value);
    }

    [Fact]
    public async Task Time_is_up_as_data()
    {
        var found = await _scheduler.RunAsync<string>(Spin, new(TimeSpan.FromMilliseconds(30)), default).WaitAsync(Patience.Long);
        Assert.Equal((null, SolveFailure.OutOfTime, "no answer within 0.03 s"), (found.Value, found.Failure, found.Message));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(31 * 60)]
    public async Task Time_that_no_call_can_wait_is_rejected(int seconds)
    {
        var found = await _scheduler.RunAsync(_ => "", new(TimeSpan.FromSeconds(seconds)), default);
        Assert.Equal(SolveFailure.Rejected, found.Failure);
    }

    [Fact]
    public async Task Conflicts_are_spent_as_data_and_at_the_same_place_each_time()
    {
        var steps = 0;
        for (var i = 1; i <= 2; i++)
        {
            var found = await _scheduler.RunAsync<string>(e => Spin(e, () => steps++), new(Conflicts: 100), default).WaitAsync(Patience.Long);
            Assert.Equal((null, SolveFailure.OutOfConflicts), (found.Value, found.Failure));
            Assert.Equal(100 * i, steps);
        }
    }

    [Fact]
    public async Task What_makes_no_sense_is_data_and_what_is_broken_is_not()
    {
        var found = await _scheduler.RunAsync<string>(_ => throw new InputException("argument 9: there is none"), NoLimit, default);
        Assert.Equal((SolveFailure.Rejected, "argument 9: there is none"), (found.Failure, found.Message));
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            _scheduler.RunAsync<string>(_ => throw new InvalidOperationException(), NoLimit, default));
    }

    [Fact]
    public async Task One_that_stops_sends_who_asks_elsewhere()
    {
        using var enough = new CancellationTokenSource();
        var (open, gone) = (Endless(default), Endless(enough.Token));
        enough.Cancel();
        _scheduler.Stop();
        Assert.Equal((SolveFailure.Busy, "this process stops; ask another one"), await FailureAsync(open));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone.WaitAsync(Patience.Long));
        Assert.Equal(SolveFailure.Busy, (await _scheduler.RunAsync(_ => "", NoLimit, default)).Failure);
        Assert.Equal(0, _scheduler.ActiveCount);

        static async Task<(SolveFailure, string?)> FailureAsync(Task<SearchResult<string>> search)
        {
            var found = await search.WaitAsync(Patience.Long);
            return (found.Failure, found.Message);
        }
    }

    [Fact]
    public async Task One_more_than_there_is_room_for_is_told_so_and_room_comes_back()
    {
        using var enough = new CancellationTokenSource();
        var six = Enumerable.Range(0, 6).Select(_ => Endless(enough.Token)).ToArray();
        Assert.Equal(SolveFailure.Busy, (await _scheduler.RunAsync(_ => "", NoLimit, default)).Failure);
        enough.Cancel();
        foreach (var search in six) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => search.WaitAsync(Patience.Long));
        Assert.Equal("room", (await _scheduler.RunAsync(_ => "room", NoLimit, default)).Value);
    }

    private Task<SearchResult<string>> Endless(CancellationToken cancellation, Action? each = null) =>
        _scheduler.RunAsync(budget => Spin(budget, each), NoLimit, cancellation);

    private static string Spin(SearchBudget budget) => Spin(budget, null);

    private static string Spin(SearchBudget budget, Action? each)
    {
        while (true)
        {
            budget.Spend(1);
            each?.Invoke();
        }
    }
}
