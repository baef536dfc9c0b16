using CsCheck;
using Debate.Core;

namespace Debate.Tournaments.Tests;

/// <summary>The statistics on which audits are based.</summary>
public sealed class InferenceTests
{
    /// <summary>From any printed table of the t distribution.</summary>
    [Theory]
    [InlineData(1, 12.706)]
    [InlineData(2, 4.303)]
    [InlineData(10, 2.228)]
    [InlineData(30, 2.042)]
    [InlineData(100000, 1.960)]
    public void Student_t_agrees_with_the_tables(int degrees, double critical)
    {
        Assert.Equal(critical, StudentT.HalfWidth(degrees), 3);
        Assert.Equal(0.05, StudentT.TwoSidedPValue(-StudentT.HalfWidth(degrees), degrees), 1e-6);
    }

    [Fact]
    public void Holm_steps_down() =>
        Assert.Equal([0.03, 0.06, 0.06, 0.02], Holm.Adjust([0.01, 0.04, 0.03, 0.005]), (a, b) => Math.Abs(a - b) < 1e-12);

    /// <summary>y = 2 x without noise; and the mean of five clusters of one row each has the textbook's standard error.</summary>
    [Fact]
    public void Regression_finds_a_line_and_the_standard_error_of_a_mean()
    {
        var line = ClusteredRegression.Fit([.. Enumerable.Range(1, 6).Select(i => new RegressionRow([1, i], 2 * i, i))], 2);
        Assert.Equal(0, line[0]!.Size, 1e-9);
        Assert.Equal(2, line[1]!.Size, 1e-9);
        double[] values = [1, 2, 4, 5, 8];
        var mean = ClusteredRegression.Fit([.. values.Select((y, i) => new RegressionRow([1], y, i))], 1)[0]!;
        var error = Math.Sqrt(values.Sum(v => (v - 4) * (v - 4)) / 4 / 5);
        Assert.Equal(4, mean.Size, 1e-9);
        Assert.Equal(4 + 2.776445 * error, mean.Interval.High, 4);
    }

    /// <summary>If a column is the sum of two others, none of the three can be estimated; a fourth one is unaffected.</summary>
    [Fact]
    public void What_cannot_be_told_apart_is_not_told()
    {
        var draws = SeededRandom.Create(1, "rows");
        var rows = Enumerable.Range(0, 60).Select(i =>
        {
            double[] x = [draws.NextInt(3), draws.NextInt(3), 0, draws.NextInt(3), 0];
            x[2] = x[0] + x[1];
            return new RegressionRow(x, x[0] + 3 * x[3] + draws.NextDouble(), i % 12);
        }).ToArray();
        var fit = ClusteredRegression.Fit(rows, 5);
        Assert.Equal([true, true, true, false, true], fit.Select(c => c is null));
        Assert.InRange(3, fit[3]!.Interval.Low - 0.5, fit[3]!.Interval.High + 0.5);
    }

    [Fact]
    public void Sign_flips_count_patterns()
    {
        var lot = SeededRandom.Create(1, "lot");
        Assert.Equal(1 / 16.0, SignFlipTest.PValue([0.2, 0.3, 0.1, 0.4], lot));
        Assert.Equal(1, SignFlipTest.PValue([0, 0, 0], lot));
        Assert.Equal(2 / 8.0, SignFlipTest.PValue([0.5, 0.25, -0.125], lot));
    }

    [Fact]
    public void The_lower_bound_is_where_the_test_stops_rejecting() =>
        Gen.Double[-0.5, 0.9].Array[6, 20].Sample(values =>
        {
            var bound = SignFlipTest.LowerBound(values, 0.05, SeededRandom.Create(1, "lot"));
            Assert.InRange(bound, -1, values.Average());
            Assert.True(SignFlipTest.PValue(values, SeededRandom.Create(1, "lot"), bound - 1e-6) <= 0.05);
            Assert.True(SignFlipTest.PValue(values, SeededRandom.Create(1, "lot"), bound + 1e-6) > 0.05);
        }, iter: 30);
}
