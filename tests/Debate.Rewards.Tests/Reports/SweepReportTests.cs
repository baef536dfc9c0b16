using Debate.Rewards.Environments;
using Debate.Rewards.Environments.Simulator;
using Debate.Rewards.Judges;
using Debate.Rewards.Players;
using Debate.Rewards.Policies;
using Debate.Rewards.Reports;

namespace Debate.Rewards.Tests.Reports;

public sealed class SweepReportTests
{
    private static readonly SweepReport Report = Swept();

    [Fact]
    public void Arms_are_kept_apart_and_seeds_together()
    {
        Assert.Equal(
            ["planning, debate, signed", "planning, debate, indicator", "planning, full state, signed", "fitted Q, debate, signed"],
            Report.Arms.Select(a => a.Name));
        foreach (var arm in Report.Arms)
        {
            Assert.Equal([0, .02, 1], arm.Points.Select(p => p.Lambda));
            Assert.Equal([1, 1], arm.Points[0].Kept!.Each);
            Assert.Null(arm.Points[0].Preferred);
            Assert.All(arm.Points, p => Assert.Equal(2, p.Survival.Each.Count));
            Assert.All(arm.Points, p => Assert.Equal(1, p.SurvivedAtHorizon.Mean + p.DiedAtHorizon.Mean + p.OpenAtHorizon.Mean, 9));
        }
        Assert.Equal(0, Report.Arms[2].FlipShare.Mean);
        Assert.Equal(4, Report.Judges.Count);
    }

    [Fact]
    public void Claims_show_the_numbers_of_the_sweep_beside_the_papers()
    {
        Assert.Equal(8, Report.Claims.Count);
        var first = Report.Arms[0].Points[1].Preferred!;
        Assert.Contains(FormattableString.Invariant($"{first.Mean:0.000}"), Report.Claims[0].Found, StringComparison.Ordinal);
        Assert.Contains(".742", Report.Claims[0].Paper, StringComparison.Ordinal);
        Assert.All(Report.Claims, c => Assert.DoesNotContain("NaN", c.Found, StringComparison.Ordinal));
        Assert.Equal(2, Report.Claims.Count(c => c.Found == "not measured in this sweep"));
    }

    [Fact]
    public void Claims_about_players_show_the_players_that_were_studied()
    {
        var players = Report with
        {
            Debaters =
            [
                new("clever", EvidenceSource.Debate, 2, new([.75, .85])) { Learned = new([.5, .5]), Exact = new([.25, .25]) },
                new("random", EvidenceSource.Alone, 2, new([.6, .6])),
            ],
        };
        Assert.Equal("clever 0.800 ±0.071, learned confuser 0.500 ±0.000, exact confuser 0.250 ±0.000", players.Claims[^2].Found);
        Assert.Equal("clever 0.800 ±0.071; random 0.600 ±0.000", players.Claims[^1].Found);
    }

    [Theory]
    [InlineData(.8, .95, .2, true)]
    [InlineData(.79, .95, .2, false)]
    [InlineData(.8, .94, .2, false)]
    [InlineData(.8, .95, .19, false)]
    public void A_trade_holds_where_all_three_do(double kept, double preferred, double differs, bool holds)
    {
        var trade = new TradeOff(.05, new([kept, kept]), new([preferred, preferred]), new([differs, differs]));
        Assert.Equal((holds, holds, holds ? 2 : 0), (trade.Holds, trade.HoldsSurely, trade.Seeds));
    }

    [Fact]
    public void A_trade_that_holds_in_the_mean_may_not_hold_surely()
    {
        var trade = new TradeOff(.05, new([.7, 1]), new([.97, .99]), new([.3, .3]));
        Assert.Equal((true, false, 1), (trade.Holds, trade.HoldsSurely, trade.Seeds));
    }

    private static SweepReport Swept()
    {
        var study = new SweepStudy(Benchmark.Create(SepsisSimulator.Name, text: null), new RewardScales(Gamma: .9), [0, .02, 1],
            episodes: 200);
        var training = new JudgeTraining(2, 3) { Steps = 30, Hidden = 8 };
        return SweepReport.Create(study, training, [study.Run(training), study.Run(training with { Seed = 4 })]);
    }
}
