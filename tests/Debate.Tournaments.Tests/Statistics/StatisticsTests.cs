namespace Debate.Tournaments.Tests;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData(8, 10, 0.4902, 0.9433)]
    [InlineData(0, 10, 0.0, 0.2775)]
    [InlineData(10, 10, 0.7225, 1.0)]
    [InlineData(18, 50, 0.2414, 0.4986)]
    [InlineData(0, 0, 0.0, 1.0)]
    public void Wilson_gives_the_known_intervals(double successes, double trials, double low, double high)
    {
        var interval = Wilson.ComputeInterval(successes, trials);
        Assert.Equal(low, interval.Low, 0.00005);
        Assert.Equal(high, interval.High, 0.00005);
    }

    [Fact]
    public void Wilson_refuses_more_successes_than_trials() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Wilson.ComputeInterval(3, 2));

    [Theory]
    [InlineData(10, 2, 0.03857421875)]
    [InlineData(2, 10, 0.03857421875)]
    [InlineData(5, 5, 1.0)]
    [InlineData(0, 0, 1.0)]
    [InlineData(6, 0, 0.03125)]
    [InlineData(1, 0, 1.0)]
    public void McNemar_gives_the_exact_binomial_p(int aOnly, int bOnly, double p) =>
        Assert.Equal(p, McNemar.ExactPValue(aOnly, bOnly), 1e-12);

    [Fact]
    public void McNemar_agrees_with_the_normal_limit_for_large_counts() =>
        Assert.Equal(0.0455, McNemar.ExactPValue(501_000, 499_000), 0.0002);

    [Fact]
    public void A_paired_comparison_counts_only_the_discordant_questions()
    {
        var outcomes = new[] { (true, true), (true, false), (true, false), (false, true), (false, false) };
        Assert.Equal(new PairedComparison("mad", "direct", 2, 1, 1), PairedComparison.FromOutcomes("mad", "direct", outcomes));
    }

    [Fact]
    public void Comparisons_of_one_report_are_adjusted_for_each_other_and_keep_their_p()
    {
        PairedComparison[] comparisons = [new("a", "b", 9, 1, 0.01), new("a", "c", 5, 5, 0.9), new("b", "c", 8, 1, 0.04)];
        Assert.Equal([(0.01, 0.03), (0.9, 0.9), (0.04, 0.08)], PairedComparison.Adjust(comparisons).Select(c => (c.P, c.PAdjusted)));
        Assert.Equal(0.04, new PairedComparison("a", "b", 8, 1, 0.04).PAdjusted);
        Assert.Empty(PairedComparison.Adjust([]));
    }

    [Fact]
    public void Bootstrap_weights_are_a_resample_and_follow_the_seed()
    {
        var weights = Bootstrap.DrawWeights(50, 7, 3);
        Assert.Equal(50, weights.Sum());
        Assert.Equal(weights, Bootstrap.DrawWeights(50, 7, 3));
        Assert.NotEqual(weights, Bootstrap.DrawWeights(50, 8, 3));
        Assert.NotEqual(weights, Bootstrap.DrawWeights(50, 7, 4));
    }

    [Fact]
    public void Percentiles_interpolate_between_the_ordered_values()
    {
        var interval = Bootstrap.PercentileInterval(Enumerable.Range(0, 101).Select(i => (double)i).Reverse().ToList());
        Assert.Equal(2.5, interval.Low, 1e-9);
        Assert.Equal(97.5, interval.High, 1e-9);
    }

    [Fact]
    public void Bootstrap_of_the_mean_is_near_the_normal_interval()
    {
        var means = Enumerable.Range(0, Bootstrap.DefaultResamples)
            .Select(r => Bootstrap.DrawWeights(400, 1, r).Where((_, i) => i % 2 == 1).Sum() / 400.0).ToArray();
        var interval = Bootstrap.PercentileInterval(means);
        Assert.Equal(0.451, interval.Low, 0.01);
        Assert.Equal(0.549, interval.High, 0.01);
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1.959963984540054, 0.975)]
    [InlineData(-3, 0.0013498980316300946)]
    [InlineData(-5, 2.866515718791939e-07)]
    [InlineData(-10, 7.619853024160527e-24)]
    public void The_normal_distribution_has_the_tabled_values(double x, double p)
    {
        Assert.Equal(1, Normal.Cumulative(x) / p, 1e-12);
        Assert.Equal(x, Normal.Quantile(p), 1e-9);
    }

    [Theory]
    [InlineData(1, 12.706204736)]
    [InlineData(2, 4.302652730)]
    [InlineData(9, 2.262157163)]
    [InlineData(10, 2.228138852)]
    [InlineData(100, 1.983971519)]
    [InlineData(1_000_000, 1.959966357)]
    public void Students_t_has_the_tabled_half_widths(int degrees, double width) =>
        Assert.Equal(width, StudentT.HalfWidth(degrees), degrees > 2000 ? 1e-5 : 1e-8);

    [Fact]
    public void Few_clusters_ask_for_a_wider_percentile_interval()
    {
        // Hesterberg (2015): for n = 20 the tails of 2.5 % become about 1.6 %.
        Assert.Equal(0.968, StudentT.ExpandedLevel(20), 0.001);
        Assert.Equal(0.95, StudentT.ExpandedLevel(100_000), 0.0001);
    }
}
