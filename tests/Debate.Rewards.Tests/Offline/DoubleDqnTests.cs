using Debate.Core;
using Debate.Core.Input;
using Debate.Rewards.Environments;
using Debate.Rewards.Networks;
using Debate.Rewards.Offline;
using Debate.Rewards.Policies;

namespace Debate.Rewards.Tests.Offline;

public sealed class DoubleDqnTests
{
    private static readonly TransitionLog Log = TransitionLog.Generate(Chain.Environment, Chain.Anything, 300, seed: 5);
    private static readonly IReadOnlyList<double> Rewards = Log.ComputeRewards(0, new RewardScales(), null, default);
    private static readonly DoubleDqn Quick =
        new(Seed: 1) { Updates = LongRun.Size(800, 1500), BatchSize = 32, NSteps = 1, LearningRate = 1e-3 };

    [Fact]
    public void The_way_to_survival_is_learned()
    {
        var values = Quick.Learn(Log, Rewards, .9);
        var policy = values.GreedyPolicy("learned");
        Assert.Equal([0, 0, 0], Chain.Environment.OpenStates.Select(policy.MostProbableAction));
        Assert.Equal(15, values.ValuesOf(2)[0], 2.0);
        Assert.True(double.IsNaN(values.ValuesOf(1)[2]));
    }

    [Fact]
    public void Equal_seeds_make_equal_values_and_others_do_not()
    {
        double[] Values(long seed) => (Quick with { Seed = seed, Updates = 20 }).Learn(Log, Rewards, .9).ValuesOf(0).ToArray();
        Assert.Equal(Values(1), Values(1));
        Assert.NotEqual(Values(1), Values(2));
    }

    [Fact]
    public void Samples_gather_rewards_to_the_end_of_their_episode()
    {
        var on = Policy.Deterministic("on", 3, [0, 0, 0, 0, 0]);
        var log = TransitionLog.Generate(Chain.Environment, on, 2, seed: 1);
        var samples = NStepSamples.Create(log, [1, 2, 4, 8, 16, 32], 2, .5);
        Assert.Equal(new(0, 0, 1 + .5f * 2, 2, .25f), samples[0]);
        Assert.Equal(new(1, 0, 2 + .5f * 4, -1, .25f), samples[1]);
        Assert.Equal(new(2, 0, 4, -1, .5f), samples[2]);
        Assert.Equal(new(0, 0, 8 + .5f * 16, 2, .25f), samples[3]);
    }

    /// <summary>P(i) = p_i^α / Σ p^α, and weights (n P(i))^-β divided by the largest.</summary>
    [Fact]
    public void Samples_are_drawn_by_their_errors_and_weighed_against_it()
    {
        var replay = new PrioritizedReplay(3, alpha: .5, beta: 1);
        foreach (var (sample, error) in new[] { (0, 1.0), (1, -4.0), (2, 9.0) }) replay.UpdatePriority(sample, error);
        var (samples, weights) = (new int[6000], new float[6000]);
        replay.SampleBatch(SeededRandom.Create(1, "replay"), samples, weights);
        Assert.Equal(1 / 6.0, samples.Count(s => s == 0) / 6000.0, .002);
        Assert.Equal(1 / 2.0, samples.Count(s => s == 2) / 6000.0, .002);
        Assert.Equal(1, weights[Array.IndexOf(samples, 0)], 1e-5);
        Assert.Equal(1 / 3.0, weights[Array.IndexOf(samples, 2)], 1e-5);
    }

    [Fact]
    public void Gradients_of_the_dueling_network_agree_with_finite_differences()
    {
        var network = new DuelingNetwork(new(3, 6, 5, 4));
        network.InitialiseParameters(SeededRandom.Create(2, "parameters"));
        float[] inputs = [.3f, -1, .7f, 1.2f, .1f, -.4f];
        float[] weights = [1, -.5f, .25f, 2, -1, .75f, .5f, -.25f];
        double Loss()
        {
            var outputs = network.Forward(inputs, 2);
            var sum = 0.0;
            for (var i = 0; i < weights.Length; i++) sum += (double)weights[i] * outputs[i];
            return sum;
        }
        Loss();
        network.Backward([.. weights]);
        const float step = 1e-3f;
        for (var i = 0; i < network.Parameters.Length; i++)
        {
            var at = network.Parameters[i];
            network.Parameters[i] = at + step;
            var up = Loss();
            network.Parameters[i] = at - step;
            var down = Loss();
            network.Parameters[i] = at;
            Assert.Equal((up - down) / (2.0 * step), network.Gradient[i], 3e-3);
        }
        Assert.True(network.Gradient.Count(g => Math.Abs(g) > 1e-3) > network.Gradient.Length / 2);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 0)]
    public void What_learns_nothing_is_refused(int updates, int batch, int steps) => Assert.Throws<InputException>(
        () => (Quick with { Updates = updates, BatchSize = batch, NSteps = steps }).Learn(Log, Rewards, .9));
}
