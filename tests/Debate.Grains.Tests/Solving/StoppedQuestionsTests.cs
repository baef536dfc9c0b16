using Debate.Contracts;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Grains.Placement;
using Debate.Grains.Solving;
using Debate.Grains.Tests.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Debate.Grains.Tests.Solving;

/// <summary>A stop ends its question whichever of both comes first.</summary>
public sealed class StoppedQuestionsTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly StoppedQuestions _questions;

    public StoppedQuestionsTests() => _questions = new(_clock);

    [Fact]
    public async Task Question_that_comes_after_its_stop_is_cancelled_and_the_stop_forgotten()
    {
        var ticket = Guid.NewGuid();
        Assert.False(_questions.Stop(ticket));
        Assert.False(_questions.Stop(ticket));
        Assert.False(await IsStoppedAsync(Guid.NewGuid()));
        Assert.True(await IsStoppedAsync(ticket));
        Assert.False(await IsStoppedAsync(ticket));
        Assert.Equal(0, _questions.WaitingCount);
    }

    [Fact]
    public async Task Question_that_runs_is_cancelled_by_its_own_stop_alone()
    {
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        var (stopped, other) = (AskEndlesslyAsync(first), AskEndlesslyAsync(second));
        Assert.True(_questions.Stop(first));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped.WaitAsync(Patience.Long));
        Assert.False(other.IsCompleted);
        Assert.True(_questions.Stop(second));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => other.WaitAsync(Patience.Long));
        Assert.Equal(0, _questions.WaitingCount);
    }

    [Fact]
    public async Task Stop_whose_question_never_comes_is_forgotten()
    {
        var (old, young) = (Guid.NewGuid(), Guid.NewGuid());
        _questions.Stop(old);
        _clock.Advance(StoppedQuestions.Retention / 2);
        _questions.Stop(young);
        _clock.Advance(StoppedQuestions.Retention / 2);
        Assert.False(await IsStoppedAsync(old));
        Assert.Equal(1, _questions.WaitingCount);
        Assert.True(await IsStoppedAsync(young));
    }

    [Fact]
    public async Task Only_so_many_stops_are_kept_the_latest()
    {
        var tickets = Enumerable.Range(0, StoppedQuestions.MaxWaiting + 10).Select(_ => Guid.NewGuid()).ToArray();
        foreach (var ticket in tickets) _questions.Stop(ticket);
        Assert.Equal(StoppedQuestions.MaxWaiting, _questions.WaitingCount);
        Assert.False(await IsStoppedAsync(tickets[9]));
        Assert.True(await IsStoppedAsync(tickets[10]));
        Assert.True(await IsStoppedAsync(tickets[^1]));
    }

    /// <summary>
    /// The question is held back on its way until the run has been stopped, and then comes to each of the solvers, without Orleans' own
    /// cancellation: whichever it is sent to knows the stop already.
    /// </summary>
    [Fact]
    public async Task Stop_of_a_run_that_overtakes_its_question_ends_it_on_whichever_silo_it_comes_to()
    {
        await using var cluster = new ClusterFixture("web,deliberation,model-host", "solver", "solver");
        var held = new TaskCompletionSource<(SolveCall Call, SolveLimits Limits)>(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.Send = async call =>
        {
            if (call.InterfaceMethod.DeclaringType == typeof(ISolverGrain) && call.Request.GetArgument(0) is SolveCall question)
            {
                held.SetResult((question, (SolveLimits)call.Request.GetArgument(1)!));
                await Task.Delay(Timeout.Infinite, (CancellationToken)call.Request.GetArgument(2)!);
            }
            await call.Invoke();
        }; await cluster.InitializeAsync();
        var grain = cluster.Grain("overtaken");
        await grain.StartAsync(cluster.Define("overtaken", "solves-hard", new WatchedModel()));
        var late = await held.Task.WaitAsync(Patience.Long);
        Assert.Equal(RunStatus.Cancelled, (await grain.StopAsync(RunStatus.Cancelled, "enough"))!.Status);
        cluster.Send = call => call.Invoke();
        var silos = cluster.Silos.Where(s => cluster.Roles(s.Name).HasRole(SiloRole.Solver)).ToArray();
        foreach (var silo in silos)
        {
            var stops = silo.ServiceProvider.GetRequiredService<StoppedQuestions>();
            await Patience.UntilAsync(() => Task.FromResult(stops.WaitingCount > 0), $"{silo.Name} does not know the stop");
            // A silo that has a solver asks its own.
            var asked = silo.ServiceProvider.GetRequiredService<IGrainFactory>().GetGrain<ISolverGrain>(0)
                .SolveAsync(late.Call, late.Limits, CancellationToken.None);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked.WaitAsync(Patience.Long));
        }
        Assert.All(silos, silo => Assert.Equal(0, silo.ServiceProvider.GetRequiredService<StoppedQuestions>().WaitingCount));
    }

    private async Task<bool> IsStoppedAsync(Guid ticket) =>
        await _questions.AnswerAsync(ticket, stop => Task.FromResult(stop.IsCancellationRequested), CancellationToken.None);

    private Task<bool> AskEndlesslyAsync(Guid ticket) => _questions.AnswerAsync(ticket, async stop =>
    {
        await Task.Delay(Timeout.Infinite, stop);
        return true;
    }, CancellationToken.None);
}
