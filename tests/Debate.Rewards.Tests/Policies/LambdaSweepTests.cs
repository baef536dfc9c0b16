using Debate.Core;
using Debate.Core.Input;
using Debate.Rewards.Environments;
using Debate.Rewards.Environments.Simulator;
using Debate.Rewards.Evidence;
using Debate.Rewards.Judges;
using Debate.Rewards.Offline;
using Debate.Rewards.Planning;
using Debate.Rewards.Policies;

namespace Debate.Rewards.Tests.Policies;

public sealed class LambdaSweepTests
{
    private static readonly Benchmark Simulator = Benchmark.Create(SepsisSimulator.Name, text: null);
    /// <summary>A short horizon, so that planning is quick.</summary>
    private static readonly RewardScales Scales = new(Gamma: .9);

    private static readonly PolicyMeter Meter = new(
        Simulator, Scales.Gamma, TransitionLog.Generate(Simulator.Environment, Simulator.Expert, 500, seed: 9));

    private static readonly LambdaSweep Sweep = new(Simulator, Scales, Meter);
    private static readonly Lazy<DebateRewardTable> Debated =
        new(() => DebateRewardTable.FromDebates(Judge(2), Simulator.Environment, Sweep.Baseline));
    private static readonly Lazy<DebateRewardTable> Judged =
        new(() => DebateRewardTable.FromFullStateJudge(Judge(7), Simulator.Environment, Sweep.Baseline));

    [Fact]
    public void Without_debate_reward_the_policy_is_the_baseline()
    {
        var point = Sweep.Plan(0, Debated.Value, RewardVariant.Signed);
        Assert.Equal(new PolicyDisagreement(0, null, null, null), point.Measures.Disagreement);
        Assert.Equal(PolicyValue.Compute(Simulator.Environment, Sweep.Baseline), point.Measures.Value with { Policy = "lambda 0" });
    }

    /// <summary>
    /// A planner that trades one reward for another gets more of the first and less of the second, whatever the rewards are.
    /// </summary>
    [Theory]
    [InlineData(RewardVariant.Signed)]
    [InlineData(RewardVariant.Indicator)]
    public void More_weight_on_debate_buys_debate_for_outcome(RewardVariant form)
    {
        var points = new[] { 0, .02, .1, 1 }.Select(lambda => Sweep.Plan(lambda, Debated.Value, form).Policy).ToArray();
        var debate = points.Select(p => Return(p, Rewards(Debated.Value, form))).ToArray();
        var outcome = points.Select(p => Return(p, Simulator.Environment.OutcomeRewards(-1, 1))).ToArray();
        for (var i = 1; i < points.Length; i++)
        {
            Assert.True(debate[i] >= debate[i - 1] - 1e-6, $"{debate[i - 1]} {debate[i]}");
            Assert.True(outcome[i] <= outcome[i - 1] + 1e-6, $"{outcome[i - 1]} {outcome[i]}");
        }
        Assert.True(debate[^1] > debate[0] + .1);
    }

    [Fact]
    public void With_debate_reward_alone_and_signed_departures_are_preferred()
    {
        var point = Sweep.Plan(1, Judged.Value, RewardVariant.Signed);
        Assert.True(point.Measures.Disagreement is { Share: > .05, Preferred: > .9 }, $"{point}");
        Assert.Equal(0, Judged.Value.FlipShare);
    }

    [Fact]
    public void The_baseline_is_worth_nothing_against_itself()
    {
        foreach (var state in Simulator.Environment.OpenStates)
            Assert.Equal(0, Debated.Value.Reward(state, Sweep.Baseline.MostProbableAction(state)).Signed);
        Assert.Equal(Simulator.Environment.OpenStates.Count * 7, Debated.Value.Count);
    }

    [Fact]
    public void A_judge_that_sees_little_is_no_full_state_judge() =>
        Assert.Contains(
            "2 items", Assert.Throws<InputException>(() =>
                DebateRewardTable.FromFullStateJudge(Judge(2), Simulator.Environment, Sweep.Baseline)).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(-.1)]
    [InlineData(double.NaN)]
    public void A_lambda_outside_the_unit_interval_is_refused(double lambda) =>
        Assert.Throws<InputException>(() => Sweep.Plan(lambda, Debated.Value, RewardVariant.Signed));

    [Fact]
    public void Equal_seeds_make_equal_sweeps()
    {
        var study = new SweepStudy(Simulator, Scales, [.1], episodes: 200);
        var training = new JudgeTraining(2, 3) { Steps = 30, Hidden = 8 };
        SweepPoint[] Points() => [.. study.Run(training).Arms.SelectMany(a => a.Points).Select(p => p with { Policy = Sweep.Baseline })];
        Assert.Equal(Points(), Points());
    }

    [Fact]
    public async Task Comparisons_through_the_port_are_those_made_here()
    {
        var asked = await DebateRewardTable.FromSourceAsync(
            new LocalDebateRewards(Judge(2), Simulator.Environment.Features), (Simulator.Environment, Sweep.Baseline),
            stop: TestContext.Current.CancellationToken);
        Assert.Equal((Debated.Value.Count, Debated.Value.FlipShare), (asked.Count, asked.FlipShare));
        foreach (var state in Simulator.Environment.OpenStates)
            for (var action = 0; action < 8; action++) Assert.Equal(Debated.Value.Reward(state, action), asked.Reward(state, action));
    }

    [Fact]
    public async Task A_source_that_answers_too_few_questions_is_refused() => Assert.Contains(
        "255 answers to 256", (await Assert.ThrowsAsync<InputException>(() => DebateRewardTable.FromSourceAsync(
            new Forgetful(), (Simulator.Environment, Sweep.Baseline), stop: TestContext.Current.CancellationToken))).Message,
        StringComparison.Ordinal);

    private sealed class Forgetful : IDebateRewards
    {
        public ValueTask<IReadOnlyList<DebateReward>> GetRewardsAsync(IReadOnlyList<DebateQuestion> questions, CancellationToken stop) =>
            ValueTask.FromResult<IReadOnlyList<DebateReward>>(new DebateReward[questions.Count - 1]);
    }

    private static LearnedJudge Judge(int items) => new(
        JudgeNetwork.CreateRandom(new(7, 8, 8), SeededRandom.Create(items, "judge")), SepsisSimulator.Features,
        new(items, DemonstrationWeighting.InverseFrequency, "nothing", 0));

    private static double[] Rewards(DebateRewardTable comparisons, RewardVariant form)
    {
        var rewards = new double[Simulator.Environment.States * 8];
        foreach (var state in Simulator.Environment.OpenStates)
            for (var action = 0; action < 8; action++)
                rewards[state * 8 + action] = form == RewardVariant.Signed ? comparisons.Reward(state, action).Signed
                    : comparisons.Reward(state, action).Indicator;
        return rewards;
    }

    private static double Return(Policy policy, double[] rewards)
    {
        var values = new PolicyChain(Simulator.Environment, policy, Scales.Gamma).StateValues(rewards);
        return Simulator.Environment.OpenStates.Sum(s => Simulator.Environment.Initial[s] * values[s]);
    }
}
