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
        var demonstrations = Demonstrations.Of(environment, expert, 12_000, 1);
        var laws = Enum.GetValues<Weighting>().ToDictionary(w => w, w => PairLaw.Of(environment, expert, w));
        double Accuracy(Weighting trained, Weighting tried)
        {
            var judge = new JudgeTraining(6, 1, trained) { Steps = 3_000 }.Train(demonstrations);
            var report = JudgeReport.Of(judge, laws[tried], seed: 9, sets: 4);
            output.WriteLine(FormattableString.Invariant(
                $"{report.Test}: {report.Accuracy:0.000}, none {report.NoEvidence:0.000}, ECE {report.CalibrationError:0.000}"));
            Assert.True(report.Accuracy < report.Bayes);
            Assert.Equal(1, report.Bins.Sum(b => b.Share), 9);
            return report.Accuracy;
        }
        Assert.True(Accuracy(Weighting.InverseFrequency, Weighting.InverseFrequency) > .60);
        Assert.True(Accuracy(Weighting.Unweighted, Weighting.InverseFrequency) < .55);
        Assert.Equal(laws[Weighting.Unweighted].NoEvidence, Accuracy(Weighting.Unweighted, Weighting.Unweighted), .015);
    }

    [Fact]
    public void A_judge_of_one_answer_is_measured_exactly()
    {
        IReadOnlyList<KeyValuePair<int, double>> Row(int state, int action) => [new(1, 1)];
        Outcome[] outcomes = [Outcome.Open, Outcome.Survival];
        var environment = new TabularEnvironment("one", new(2, 2, Row), [1, 0], outcomes, new(["x"], [1, 0]));
        var law = PairLaw.Of(environment, Policy.Of("expert", [.8, .2, 0, 0], outcomes), Weighting.Unweighted);
        // One unit per layer; action 0 scores 1, action 1 scores 0: its confidence in action 0 is sigma(1), and it is right with .8.
        var network = new JudgeNetwork(new(1, 2, 1), [0, 0, 1, 0, 0, 1, 0, 1]);
        var report = JudgeReport.Of(new(network, ["x"], new(1, Weighting.Unweighted, "nothing", 0)), law, seed: 0);
        var sure = 1 / (1 + Math.Exp(-1));
        Assert.Equal(.8, report.Accuracy, 12);
        Assert.Equal(Math.Abs(sure - .8), report.CalibrationError, 12);
        Assert.Equal(-.8 * Math.Log(sure) - .2 * Math.Log(1 - sure), report.LogLoss, 12);
        Assert.Single(report.Bins);
    }
}
