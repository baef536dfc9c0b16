using Debate.Rewards.Environments;
using Debate.Rewards.Environments.Simulator;
using Debate.Rewards.Planning;

namespace Debate.Rewards.Tests.Environments;

public sealed class SimulatorTests
{
    private static readonly TabularEnvironment Simulator = SepsisSimulator.Create();

    [Fact]
    public void Every_patient_has_a_number_and_every_treatment_too()
    {
        Assert.Equal(Enumerable.Range(0, 1440), Enumerable.Range(0, 1440).Select(s => Patient.FromState(s).State));
        Assert.Equal(8, Enumerable.Range(0, 8).Select(GivenTreatments.FromAction).Distinct().Count());
        Assert.Equal(new GivenTreatments(true, false, true), GivenTreatments.FromAction(5));
    }

    /// <summary>The authors' index: diabetes, rate, pressure, oxygen, glucose, antibiotics, vasopressors, ventilation.</summary>
    [Fact]
    public void A_state_is_numbered_as_by_the_authors()
    {
        Assert.Equal(720 + 2 * 240 + 80 + 40 + 3 * 8 + 4 + 1, new Patient(2, 1, 1, 3, new(true, true, false), true).State);
        Assert.Equal(2, new Patient(0, 0, 0, 0, new(false, false, true), false).State);
    }

    [Fact]
    public void Rows_sum_to_one_and_are_the_rules_unscaled()
    {
        for (var state = 0; state < Patient.Count; state++)
            for (var action = 0; action < GivenTreatments.Count; action++)
            {
                var row = SepsisSimulator.NextStates(Patient.FromState(state), GivenTreatments.FromAction(action));
                Assert.Equal(1, row.Sum(r => r.Value), 1e-12);
                Assert.Equal(row.Count, Simulator.Transitions.Row(state, action).Next.Length);
            }
    }

    [Fact]
    public void Episodes_start_open_untreated_and_a_fifth_of_all_drawn_is_diabetic()
    {
        var diabetic = 0.0;
        for (var state = 0; state < Patient.Count; state++)
        {
            if (Simulator.Initial[state] == 0) continue;
            var patient = Patient.FromState(state);
            Assert.Equal((default(GivenTreatments), EpisodeEnd.Ongoing), (patient.Treatments, patient.Outcome));
            if (patient.Diabetic) diabetic += Simulator.Initial[state];
        }
        // The open share of .2 with diabetes and of .8 without: 1 - P(3 or 4 abnormal) - P(none).
        var (with, without) = (.2 * Open(.15), .8 * Open(.6));
        Assert.Equal(with / (with + without), diabetic, 1e-12);
    }

    // One row per rule: the sign and its level, the treatments that are on and given, and the next levels with their probabilities.
    [Theory]
    [InlineData("rate", 2, "", "A", "1:.5 2:.5")]
    [InlineData("rate", 1, "", "A", "1:1")]
    [InlineData("rate", 1, "A", "", "1:.9 2:.1")]
    [InlineData("rate", 2, "A", "", "2:1")]
    [InlineData("rate", 1, "", "", "0:.1 1:.8 2:.1")]
    [InlineData("rate", 0, "", "EV", "0:.9 1:.1")]
    [InlineData("pressure", 2, "", "A", "1:.5 2:.5")]
    [InlineData("pressure", 1, "A", "", "1:.9 2:.1")]
    [InlineData("pressure", 0, "", "V", "0:.3 1:.7")]
    [InlineData("pressure", 1, "", "V", "1:.3 2:.7")]
    [InlineData("pressure", 2, "V", "V", "2:1")]
    [InlineData("pressure", 2, "", "AV", "1:.15 2:.85")]
    [InlineData("pressure", 1, "V", "", "0:.1 1:.9")]
    [InlineData("pressure", 0, "V", "", "0:1")]
    [InlineData("pressure", 2, "V", "A", "0:.05 1:.5 2:.45")]
    [InlineData("pressure", 1, "", "E", "0:.1 1:.8 2:.1")]
    [InlineData("oxygen", 0, "", "E", "0:.3 1:.7")]
    [InlineData("oxygen", 1, "E", "E", "1:1")]
    [InlineData("oxygen", 1, "E", "", "0:.1 1:.9")]
    [InlineData("oxygen", 0, "E", "", "0:1")]
    [InlineData("oxygen", 1, "", "AV", "0:.1 1:.9")]
    [InlineData("glucose", 2, "", "", "1:.2 2:.8")]
    [InlineData("glucose", 3, "", "", "1:.1 2:.1 3:.8")]
    [InlineData("glucose", 4, "", "A", "1:.1 3:.1 4:.8")]
    [InlineData("glucose", 0, "", "", "0:.9 1:.1")]
    [InlineData("glucose", 2, "", "V", "2:1")]
    [InlineData("glucose", 2, "V", "", "1:.2 2:.8")]
    public void Each_rule_holds_without_diabetes(string sign, int level, string on, string given, string expected) =>
        Assert.Equal(Read(expected), Of(sign, level, on, given, diabetic: false));

    [Theory]
    [InlineData("rate", 1, "", "", "0:.1 1:.8 2:.1")]
    [InlineData("pressure", 0, "", "V", "0:.1 1:.5 2:.4")]
    [InlineData("pressure", 1, "", "V", "1:.1 2:.9")]
    [InlineData("pressure", 1, "V", "", "0:.05 1:.95")]
    [InlineData("pressure", 2, "", "AV", "1:.05 2:.95")]
    [InlineData("glucose", 2, "", "", "1:.3 2:.4 3:.3")]
    [InlineData("glucose", 4, "", "", "3:.3 4:.7")]
    [InlineData("glucose", 2, "", "V", "2:.5 3:.5")]
    [InlineData("glucose", 4, "", "V", "4:1")]
    public void Each_rule_holds_with_diabetes(string sign, int level, string on, string given, string expected) =>
        Assert.Equal(Read(expected), Of(sign, level, on, given, diabetic: true));

    [Theory]
    [InlineData(1, 1, 1, 2, "", EpisodeEnd.Survival)]
    [InlineData(1, 1, 1, 2, "A", EpisodeEnd.Ongoing)]
    [InlineData(0, 1, 1, 2, "", EpisodeEnd.Ongoing)]
    [InlineData(0, 2, 1, 2, "", EpisodeEnd.Ongoing)]
    [InlineData(0, 2, 0, 2, "", EpisodeEnd.Death)]
    [InlineData(1, 2, 0, 3, "AEV", EpisodeEnd.Death)]
    [InlineData(0, 2, 0, 0, "", EpisodeEnd.Death)]
    public void Episodes_end_by_the_vital_signs(int rate, int pressure, int oxygen, int glucose, string on, EpisodeEnd outcome) =>
        Assert.Equal(outcome, new Patient(rate, pressure, oxygen, glucose, Treat(on), false).Outcome);

    [Fact]
    public void Better_policies_save_more()
    {
        var random = PolicyValue.Compute(Simulator, Policy.Uniform("random", 1440, 8));
        var expert = PolicyValue.Compute(Simulator, SepsisSimulator.Expert(Simulator));
        var optimal = PolicyValue.Compute(Simulator, Planner.FindMaxSurvivalPolicy(Simulator));
        Assert.True(random.Survival < expert.Survival && expert.Survival < optimal.Survival, $"{random} {expert} {optimal}");
    }

    [Fact]
    public void Exact_values_agree_with_played_episodes()
    {
        var expert = SepsisSimulator.Expert(Simulator);
        var exact = PolicyValue.Compute(Simulator, expert);
        const int episodes = 20_000;
        var (steps, saved) = (0, 0);
        foreach (var step in Rollouts.Generate(Simulator, expert, episodes, seed: 3))
        {
            steps++;
            if (Simulator.Outcomes[step.Next] == EpisodeEnd.Survival) saved++;
        }
        // Four standard errors, for this seed; the standard deviation of the length is about its mean.
        Assert.Equal(exact.Survival, saved / (double)episodes, 4 * Math.Sqrt(.25 / episodes));
        var length = exact.Length!.Value;
        Assert.Equal(length, steps / (double)episodes, 8 * length / Math.Sqrt(episodes));
    }

    private static double Open(double normalGlucose)
    {
        double[] abnormal = [.5, .5, .2, 1 - normalGlucose];
        var counts = new double[5];
        for (var set = 0; set < 16; set++)
        {
            var probability = 1.0;
            for (var sign = 0; sign < 4; sign++) probability *= (set >> sign & 1) == 1 ? abnormal[sign] : 1 - abnormal[sign];
            counts[System.Numerics.BitOperations.PopCount((uint)set)] += probability;
        }
        return counts[1] + counts[2];
    }

    private static SortedDictionary<int, double> Of(string sign, int level, string on, string given, bool diabetic)
    {
        var patient = sign switch
        {
            "rate" => new Patient(level, 1, 1, 2, Treat(on), diabetic),
            "pressure" => new Patient(1, level, 1, 2, Treat(on), diabetic),
            "oxygen" => new Patient(1, 1, level, 2, Treat(on), diabetic),
            _ => new Patient(0, 1, 1, level, Treat(on), diabetic),
        };
        // One more sign is abnormal, so that the episode is open whatever is on; it is not a sign under test.
        if (patient.Outcome != EpisodeEnd.Ongoing)
            patient = sign == "oxygen" ? patient with { HeartRate = 0 } : patient with { Oxygen = 0 };
        var levels = new SortedDictionary<int, double>();
        foreach (var (state, probability) in SepsisSimulator.NextStates(patient, Treat(given)))
        {
            var after = Patient.FromState(state);
            var to = sign switch { "rate" => after.HeartRate, "pressure" => after.Pressure, "oxygen" => after.Oxygen, _ => after.Glucose };
            levels[to] = Math.Round(levels.GetValueOrDefault(to) + probability, 12);
        }
        return levels;
    }

    private static GivenTreatments Treat(string letters) => new(letters.Contains('A'), letters.Contains('E'), letters.Contains('V'));

    private static SortedDictionary<int, double> Read(string text)
    {
        var levels = text.Split(' ').Select(p => p.Split(':')).ToDictionary(
            p => int.Parse(p[0], System.Globalization.CultureInfo.InvariantCulture),
            p => double.Parse(p[1], System.Globalization.CultureInfo.InvariantCulture));
        return new(levels);
    }
}
