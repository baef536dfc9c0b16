using Debate.Core.Input;
using Debate.Rewards.Environments;
using Debate.Rewards.Offline;
using Debate.Rewards.Planning;
using Debate.Rewards.Policies;

namespace Debate.Rewards.Tests.Offline;

public sealed class FittedQTests
{
    private static readonly RewardScales Scales = new(Gamma: .9);

    /// <summary>Without randomness the data determine everything: 15 γ^k on the way, and one step less for waiting.</summary>
    [Fact]
    public void Certain_actions_are_worth_what_the_planner_says()
    {
        var log = TransitionLog.Generate(Chain.Environment, Policy.Deterministic("on", 3, [0, 0, 0, 0, 0]), 1, seed: 1);
        var values = FittedQ.Learn(log, log.ComputeRewards(0, Scales, null, default), Scales.Gamma);
        Assert.Equal(15 * .81, values.ValuesOf(0)[0], 1e-7);
        Assert.Equal(15 * .9, values.ValuesOf(1)[0], 1e-7);
        Assert.Equal(15, values.ValuesOf(2)[0], 1e-7);
        Assert.True(double.IsNaN(values.ValuesOf(0)[1]) && double.IsNaN(values.ValuesOf(0)[2]));
    }

    [Fact]
    public void Many_episodes_come_near_the_planner()
    {
        var log = TransitionLog.Generate(Chain.Environment, Chain.Anything, 20_000, seed: 2);
        var values = FittedQ.Learn(log, log.ComputeRewards(0, Scales, null, default), Scales.Gamma);
        var rewards = Array.ConvertAll(Chain.Environment.OutcomeRewards(-1, 1), r => 15 * r);
        var best = Planner.FindOptimalPolicy("best", Chain.Environment, rewards, Scales.Gamma);
        var planned = Planner.EvaluateActions(Chain.Environment, new(Chain.Environment, best, Scales.Gamma), rewards);
        foreach (var state in Chain.Environment.OpenStates)
            foreach (var action in Chain.Environment.Transitions.Admissible(state).ToArray())
                Assert.Equal(planned.ValuesOf(state)[action], values.ValuesOf(state)[action], .5);
        Assert.Equal(best.MostProbableAction(0), values.GreedyPolicy("learned").MostProbableAction(0));
    }

    [Fact]
    public void What_is_inadmissible_has_no_value_however_often_it_was_done()
    {
        var log = TransitionLog.Generate(Chain.Environment, Chain.Anything, 200, seed: 3);
        var values = FittedQ.Learn(log, log.ComputeRewards(0, Scales, null, default), Scales.Gamma);
        Assert.Contains(log.Steps, s => s is { State: 1, Action: 2 });
        Assert.True(double.IsNaN(values.ValuesOf(1)[2]));
        Assert.False(double.IsNaN(values.ValuesOf(0)[2]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_gamma_at_which_values_need_not_settle_is_refused(double gamma)
    {
        var log = TransitionLog.Generate(Chain.Environment, Chain.Anything, 1, seed: 3);
        Assert.Throws<InputException>(() => FittedQ.Learn(log, new double[log.Steps.Count], gamma));
    }

    /// <summary>Who waits for ever at a reward of 1 a step is worth 1 / (1 - gamma), which a billion sweeps would reach.</summary>
    [Fact]
    public void A_gamma_at_which_values_settle_too_slowly_is_said()
    {
        var log = TransitionLog.Generate(Chain.Environment, Chain.Anything, 20, seed: 3);
        double[] rewards = [.. log.Steps.Select(s => s is { State: 0, Action: 2 } ? 1.0 : 0)];
        var told = Assert.Throws<InputException>(() => FittedQ.Learn(log, rewards, 1 - 1e-9)).Message;
        Assert.Contains("still change after 100000 sweeps", told, StringComparison.Ordinal);
        Assert.Equal(100, FittedQ.Learn(log, rewards, .99).ValuesOf(0)[2], 1e-4);
    }

    [Fact]
    public void No_episodes_are_no_log() =>
        Assert.Throws<InputException>(() => TransitionLog.Generate(Chain.Environment, Chain.Anything, 0, seed: 3));
}
