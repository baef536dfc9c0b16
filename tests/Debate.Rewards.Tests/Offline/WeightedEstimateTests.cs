using Debate.Rewards.Environments;
using Debate.Rewards.Offline;

namespace Debate.Rewards.Tests.Offline;

public sealed class WeightedEstimateTests
{
    private static readonly TransitionLog Log = TransitionLog.Generate(Chain.Environment, Chain.Anything, 20_000, seed: 8);

    [Fact]
    public void The_behaviour_itself_is_estimated_by_its_mean()
    {
        var estimate = WeightedEstimate.Compute(Log, Chain.Anything, Chain.Anything, .9);
        Assert.Equal((20_000, 20_000.0), (estimate.Episodes, estimate.EffectiveEpisodes));
        Assert.Equal(estimate.Truth, estimate.Value, .02);
    }

    [Fact]
    public void Another_policy_is_estimated_from_fewer_episodes()
    {
        var careful = Policy.FromProbabilities("careful", [.8, .2, 0, .8, .2, 0, .8, .2, 0, 1, 0, 0, 1, 0, 0], Chain.Environment.Outcomes);
        var estimate = WeightedEstimate.Compute(Log, careful, Chain.Anything, .9);
        Assert.Equal(estimate.Truth, estimate.Value, .05);
        Assert.True(estimate.EffectiveEpisodes < 15_000, $"{estimate}");
        Assert.True(estimate.Truth > WeightedEstimate.Compute(Log, Chain.Anything, Chain.Anything, .9).Truth + .1);
    }

    /// <summary>
    /// An episode with the three chosen steps has weight 27, every other has none, so the estimate is the one return that those have.
    /// </summary>
    [Fact]
    public void A_sure_policy_is_estimated_by_the_episodes_that_it_could_have_had()
    {
        var sure = Policy.Deterministic("sure", 3, [0, 0, 0, 0, 0]);
        var estimate = WeightedEstimate.Compute(Log, sure, Chain.Anything, .9);
        Assert.Equal(.81, estimate.Truth, 1e-12);
        Assert.Equal(.81, estimate.Value, 1e-6);
        Assert.Equal(20_000 / 27.0, estimate.EffectiveEpisodes, 80.0);
    }
}
