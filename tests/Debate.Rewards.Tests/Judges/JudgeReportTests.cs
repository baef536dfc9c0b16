using Debate.Rewards.Environments;
using Debate.Rewards.Environments.IcuSepsis;
using Debate.Rewards.Judges;

namespace Debate.Rewards.Tests.Judges;

public sealed class JudgeReportTests(ITestOutputHelper output)
{
    /// <summary>The trap: a judge trained on unweighted rows looks good on unweighted pairs and is near chance on weighted ones.</summary>
    [Fact]
    public void Weighting_decides_what_a_judge_learns()
    {
        var environment = IcuSepsisFiles.Read(IcuSepsisData.Read);
        var expert = IcuSepsisFiles.ReadExpert(IcuSepsisData.Read);
        var demonstrations = Demonstrations.FromPolicy(environment, expert, 12_000, 1);
        var distributions = Enum.GetValues<DemonstrationWeighting>()
            .ToDictionary(w => w, w => PairDistribution.Create(environment, expert, w));
        var judges = distributions.Keys.AsParallel().ToDictionary(
            w => w, w => new JudgeTraining(6, 1, w) { Steps = LongRun.Size(1_500, 3_000) }.Train(demonstrations));
        double Accuracy(DemonstrationWeighting trained, DemonstrationWeighting tried)
        {
            var report = JudgeReport.Evaluate(judges[trained], distributions[tried], seed: 9, sets: LongRun.Size(2, 4));
            output.WriteLine(FormattableString.Invariant(
                $"{report.Test}: {report.Accuracy:0.000}, none {report.NoEvidence:0.000}, ECE {report.CalibrationError:0.000}"));
            Assert.True(report.Accuracy < report.Bayes);
            Assert.Equal(1, report.Bins.Sum(b => b.Share), 1e-9);
            return report.Accuracy;
        }
        Assert.True(Accuracy(DemonstrationWeighting.InverseFrequency, DemonstrationWeighting.InverseFrequency) > .60);
        Assert.True(Accuracy(DemonstrationWeighting.Unweighted, DemonstrationWeighting.InverseFrequency) < .55);
        Assert.Equal(distributions[DemonstrationWeighting.Unweighted].NoEvidence,
            Accuracy(DemonstrationWeighting.Unweighted, DemonstrationWeighting.Unweighted), .015);
    }

    [Fact]
    public void A_judge_of_one_answer_is_measured_exactly()
    {
        IReadOnlyList<KeyValuePair<int, double>> Row(int state, int action) => [new(1, 1)];
        EpisodeEnd[] outcomes = [EpisodeEnd.Ongoing, EpisodeEnd.Survival];
        var environment = new TabularEnvironment("one", new(2, 2, Row), [1, 0], outcomes, new(["x"], [1, 0]));
        var distribution = PairDistribution.Create(environment, Policy.FromProbabilities("expert", [.8, .2, 0, 0], outcomes),
            DemonstrationWeighting.Unweighted);
        // One unit per layer; action 0 scores 1, action 1 scores 0: its confidence in action 0 is sigma(1), and it is right with .8.
        var network = new JudgeNetwork(new(1, 2, 1), [0, 0, 1, 0, 0, 1, 0, 1]);
        var report = JudgeReport.Evaluate(new(network, ["x"], new(1, DemonstrationWeighting.Unweighted, "nothing", 0)), distribution,
            seed: 0);
        var sure = 1 / (1 + Math.Exp(-1));
        Assert.Equal(.8, report.Accuracy, 1e-12);
        Assert.Equal(Math.Abs(sure - .8), report.CalibrationError, 1e-12);
        Assert.Equal(-.8 * Math.Log(sure) - .2 * Math.Log(1 - sure), report.LogLoss, 1e-12);
        Assert.Single(report.Bins);
    }
}
