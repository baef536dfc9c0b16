using CsCheck;
using Debate.Core.Input;
using Debate.Rewards.Environments;
using Debate.Rewards.Judges;
using Debate.Rewards.Policies;
using Debate.Rewards.Tests.Offline;

namespace Debate.Rewards.Tests.Policies;

public sealed class PolicyMeasuresTests
{
    private static readonly (PairDistribution Weighted, PairDistribution Unweighted) Laws = (
        PairDistribution.Create(Chain.Environment, Chain.Anything, DemonstrationWeighting.InverseFrequency),
        PairDistribution.Create(Chain.Environment, Chain.Anything, DemonstrationWeighting.Unweighted));

    [Fact]
    public void Unknown_actions_are_not_chosen_and_unknown_states_take_the_first_admissible()
    {
        var nan = double.NaN;
        var values = new ActionValues(Chain.Environment, [nan, -1, -2, 1, 2, 99, nan, nan, nan, 0, 0, 0, 0, 0, 0]);
        var greedy = values.GreedyPolicy("g");
        Assert.Equal([1, 1, 0], Chain.Environment.OpenStates.Select(greedy.MostProbableAction));
        Assert.Equal(2, values.KnownStateCount);
        var softmax = values.SoftmaxPolicy("s");
        Assert.Equal(0, softmax.ActionProbabilities(0)[0]);
        Assert.Equal(1 / (1 + Math.Exp(-1)), softmax.ActionProbabilities(0)[1], 1e-12);
        Assert.Equal((0, 0), (softmax.ActionProbabilities(1)[2], softmax.ActionProbabilities(2)[1]));
        Assert.Throws<InputException>(() => new ActionValues(Chain.Environment, [1]));
    }

    /// <summary>Action 1 in the corridor: half of the remaining episodes die at each step.</summary>
    [Fact]
    public void The_course_of_an_episode_is_followed_step_by_step()
    {
        var bold = Policy.Deterministic("bold", 3, [1, 1, 1, 0, 0]);
        Assert.Equal(new HorizonStatistics(2, 0, .75, .25), HorizonStatistics.Compute(Chain.Environment, bold, 2));
        Assert.Equal(new HorizonStatistics(21, .125, .875, 0), HorizonStatistics.Compute(Chain.Environment, bold));
        var waits = Policy.Deterministic("waits", 3, [2, 0, 0, 0, 0]);
        Assert.Equal(new HorizonStatistics(21, 0, 0, 1), HorizonStatistics.Compute(Chain.Environment, waits));
    }

    /// <summary>
    /// Pairs of admissible actions, each equally likely: the first state has six, the other two have two each. Values that cover all pairs
    /// but are all equal are right in half of them.
    /// </summary>
    [Fact]
    public void Alignment_counts_the_pairs_that_are_known()
    {
        var nan = double.NaN;
        var equal = Alignment.Compute(Chain.Environment, new(Chain.Environment, new double[15]), Laws);
        Assert.Equal((.5, .5, 1), (equal.Weighted, equal.Unweighted, equal.Covered));
        var half = Alignment.Compute(Chain.Environment, new(Chain.Environment, [1, 0, nan, .. Enumerable.Repeat(nan, 12)]), Laws);
        Assert.Equal(.5, half.Unweighted, 1e-12);
        Assert.True(half.Covered is > 0 and < .4, $"{half}");
    }

    [Fact]
    public void No_values_are_aligned_beyond_the_bound()
    {
        var expert = Policy.FromProbabilities("expert", [.5, .3, .2, .9, .1, 0, .2, .8, 0, 1, 0, 0, 1, 0, 0], Chain.Environment.Outcomes);
        var distributions = (PairDistribution.Create(Chain.Environment, expert, DemonstrationWeighting.InverseFrequency),
            PairDistribution.Create(Chain.Environment, expert, DemonstrationWeighting.Unweighted));
        var bound = Alignment.UpperBound(Chain.Environment, distributions);
        Assert.True(bound.Unweighted > .6);
        Gen.Double[-1, 1].Array[15].Sample(
            values =>
            {
                var found = Alignment.Compute(Chain.Environment, new(Chain.Environment, values), distributions);
                Assert.True(found.Weighted <= bound.Weighted + 1e-12 && found.Unweighted <= bound.Unweighted + 1e-12, $"{found} {bound}");
            },
            iter: 200);
    }

    /// <summary>Student's interval of 1..10: mean 5.5, deviation 3.0277, quantile 2.262 over the root of 10.</summary>
    [Fact]
    public void Spreads_have_intervals()
    {
        var spread = new SeedSummary([.. Enumerable.Range(1, 10).Select(i => (double)i)]);
        Assert.Equal((5.5, 1, 10), (spread.Mean, spread.Least, spread.Most));
        Assert.Equal(5.5 - 2.262 * 3.02765 / Math.Sqrt(10), spread.Low, 4);
        Assert.Equal(11 - spread.Low, spread.High, 1e-12);
        var many = new SeedSummary([.. Enumerable.Range(1, 31).Select(i => (double)i)]);
        Assert.Equal(2.0423, (many.High - many.Mean) / many.Deviation * Math.Sqrt(31), 3);
        Assert.Equal((3, 3), (new SeedSummary([3]).Low, new SeedSummary([3]).High));
    }
}
