using Debate.Rewards.Environments;
using Debate.Rewards.Environments.IcuSepsis;
using Debate.Rewards.Judges;

namespace Debate.Rewards.Tests.Judges;

public sealed class PairDistributionTests
{
    /// <summary>
    /// Two states visited once each, two actions: the expert takes action 0 with probability .9 in the first and .6 in the second.
    /// </summary>
    private static (TabularEnvironment Environment, Policy Expert) Two()
    {
        IReadOnlyList<KeyValuePair<int, double>> Row(int state, int action) => state == 0 ? [new(1, 1)] : [new(2, 1)];
        EpisodeEnd[] outcomes = [EpisodeEnd.Ongoing, EpisodeEnd.Ongoing, EpisodeEnd.Survival];
        var environment = new TabularEnvironment("two", new(3, 2, Row), [1, 0, 0], outcomes, new(["x"], [1, -1, 0]));
        return (environment, Policy.FromProbabilities("expert", [.9, .1, .6, .4, 0, 0], outcomes));
    }

    [Fact]
    public void Bounds_of_unweighted_pairs_are_those_of_the_plain_frequencies()
    {
        var (environment, expert) = Two();
        var distribution = PairDistribution.Create(environment, expert, DemonstrationWeighting.Unweighted);
        Assert.Equal([.45, .05], distribution.RowWeights(0).ToArray(), Close);
        Assert.Equal(.75, distribution.NoEvidence, 1e-12);
        Assert.Equal(.75, distribution.Bayes, 1e-12);
    }

    /// <summary>Action 0 has mass 1.5, action 1 has .5: weights .9/1.5, .1/.5, .6/1.5, .4/.5, halved.</summary>
    [Fact]
    public void Bounds_of_weighted_pairs_are_those_of_the_weights()
    {
        var (environment, expert) = Two();
        var distribution = PairDistribution.Create(environment, expert, DemonstrationWeighting.InverseFrequency);
        Assert.Equal([.3, .1], distribution.RowWeights(0).ToArray(), Close);
        Assert.Equal([.2, .4], distribution.RowWeights(1).ToArray(), Close);
        Assert.Equal(.5, distribution.NoEvidence, 1e-12);
        Assert.Equal(.7, distribution.Bayes, 1e-12);
    }

    /// <summary>About .87 and .93 unweighted, .500 and about .82 weighted.</summary>
    [Fact]
    public void Icu_sepsis_has_the_bounds_that_were_measured()
    {
        var environment = IcuSepsisFiles.Read(IcuSepsisData.Read);
        var expert = IcuSepsisFiles.ReadExpert(IcuSepsisData.Read);
        var plain = PairDistribution.Create(environment, expert, DemonstrationWeighting.Unweighted);
        Assert.Equal((.874, .929), (Math.Round(plain.NoEvidence, 3), Math.Round(plain.Bayes, 3)));
        var weighted = PairDistribution.Create(environment, expert, DemonstrationWeighting.InverseFrequency);
        Assert.Equal((.5, .82), (Math.Round(weighted.NoEvidence, 3), Math.Round(weighted.Bayes, 2)));
    }

    private static readonly IEqualityComparer<double> Close = EqualityComparer<double>.Create((a, b) => Math.Abs(a - b) < 1e-12, _ => 0);
}
