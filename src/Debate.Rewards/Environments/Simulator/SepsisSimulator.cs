using Debate.Rewards.Planning;

namespace Debate.Rewards.Environments.Simulator;

/// <summary>
/// The sepsis simulator of Oberst and Sontag (ICML 2019), implemented from its rules: 1440 patients, a fifth of whom have diabetes, which
/// is not observed, and 8 combinations of treatments. It needs no data. Observers see seven features; a policy over states sees diabetes
/// too.
/// </summary>
public static class SepsisSimulator
{
    /// <summary>The name by which users select the environment.</summary>
    public const string Name = "sepsis-simulator";

    /// <summary>What an observer sees, and so what can be revealed as evidence.</summary>
    public static IReadOnlyList<string> Features { get; } =
        ["heart_rate", "blood_pressure", "oxygen", "glucose", "antibiotics", "ventilation", "vasopressors"];

    private const double DiabeticShare = 0.2;
    private const double ExpertDiscount = 0.99;
    private const double ExpertEpsilon = 0.05;

    private static readonly double[] InitialThreeLevels = [.25, .5, .25];
    private static readonly double[] InitialOxygen = [.2, .8];
    private static readonly double[] InitialGlucose = [.05, .15, .6, .15, .05];
    private static readonly double[] InitialDiabeticGlucose = [.01, .05, .15, .6, .19];

    /// <summary>Creates the environment; all calls create identical ones.</summary>
    public static TabularEnvironment Create()
    {
        Patient[] patients = [.. Enumerable.Range(0, Patient.Count).Select(Patient.FromState)];
        return new(
            Name,
            new TransitionTable(Patient.Count, GivenTreatments.Count,
                (state, action) => NextStates(patients[state], GivenTreatments.FromAction(action))),
            InitialDistribution(patients),
            Array.ConvertAll(patients, p => p.Outcome),
            new FeatureTable(Features, [.. patients.SelectMany(FeatureValues)]));
    }

    /// <summary>
    /// The simulated clinician: the optimal policy on the full state (discount .99; -1 for death, 1 for discharge) that takes some other
    /// action one time in twenty.
    /// </summary>
    public static Policy Expert(TabularEnvironment simulator) =>
        Planner.FindOptimalPolicy("best", simulator, simulator.OutcomeRewards(death: -1, survival: 1), ExpertDiscount)
        .ToEpsilonSoft("expert", ExpertEpsilon);

    /// <summary>The next states after a treatment and their probabilities; an ended episode stays where it is.</summary>
    public static IReadOnlyList<KeyValuePair<int, double>> NextStates(Patient patient, GivenTreatments given)
    {
        if (patient.Outcome != EpisodeEnd.Ongoing) return [new(patient.State, 1)];
        var (rate, pressure) = (SimulatorRules.HeartRate(patient, given), SimulatorRules.Pressure(patient, given));
        var (oxygen, glucose) = (SimulatorRules.Oxygen(patient, given), SimulatorRules.Glucose(patient, given));
        var row = new List<KeyValuePair<int, double>>();
        for (var h = 0; h < rate.Count; h++)
            for (var p = 0; p < pressure.Count; p++)
                for (var o = 0; o < oxygen.Count; o++)
                    for (var g = 0; g < glucose.Count; g++)
                        if (rate[h] * pressure[p] * oxygen[o] * glucose[g] is > 0 and var probability)
                            row.Add(new(new Patient(h, p, o, g, given, patient.Diabetic).State, probability));
        return row;
    }

    // Initial patients are redrawn until the episode is ongoing.
    private static double[] InitialDistribution(Patient[] patients)
    {
        var weights = Array.ConvertAll(patients, p => p.Treatments != default || p.Outcome != EpisodeEnd.Ongoing ? 0
            : (p.Diabetic ? DiabeticShare * InitialDiabeticGlucose[p.Glucose] : (1 - DiabeticShare) * InitialGlucose[p.Glucose])
                * InitialThreeLevels[p.HeartRate] * InitialThreeLevels[p.Pressure] * InitialOxygen[p.Oxygen]);
        var sum = weights.Sum();
        return Array.ConvertAll(weights, w => w / sum);
    }

    // Levels as offsets from normal, treatments as -1 (off) and 1 (on).
    private static IEnumerable<float> FeatureValues(Patient patient) =>
    [
        patient.HeartRate - 1, patient.Pressure - 1, patient.Oxygen - 1, patient.Glucose - 2,
        patient.Treatments.Antibiotics ? 1 : -1, patient.Treatments.Ventilation ? 1 : -1, patient.Treatments.Vasopressors ? 1 : -1,
    ];
}

/// <summary>
/// A patient of the simulator: heart rate and blood pressure (0 low, 1 normal, 2 high), oxygen (0 low, 1 normal), glucose (0..4, 2 normal),
/// the three treatments that are on, and diabetes, which no observer sees. Numbered as the authors number their full state: diabetes is the
/// most significant digit, ventilation the least.
/// </summary>
public readonly record struct Patient(int HeartRate, int Pressure, int Oxygen, int Glucose, GivenTreatments Treatments, bool Diabetic)
{
    /// <summary>Number of distinct patients: 720 observable ones, each with and without diabetes.</summary>
    public const int Count = 1440;

    /// <summary>The patient with this number, in 0..1439.</summary>
    public static Patient FromState(int state)
    {
        var on = new GivenTreatments((state >> 2 & 1) != 0, (state & 1) != 0, (state >> 1 & 1) != 0);
        var vitals = state >> 3;
        return new(vitals / 30 % 3, vitals / 10 % 3, vitals / 5 % 2, vitals % 5, on, state >= Count / 2);
    }

    /// <summary>The number of this patient, in 0..1439.</summary>
    public int State
    {
        get
        {
            var vitals = ((HeartRate * 3 + Pressure) * 2 + Oxygen) * 5 + Glucose;
            var treatments = (Treatments.Antibiotics ? 4 : 0) + (Treatments.Vasopressors ? 2 : 0) + (Treatments.Ventilation ? 1 : 0);
            return (Diabetic ? Count / 2 : 0) + vitals * 8 + treatments;
        }
    }

    /// <summary>How many of the four vital signs are not normal, in 0..4.</summary>
    public int AbnormalCount => (HeartRate == 1 ? 0 : 1) + (Pressure == 1 ? 0 : 1) + (Oxygen == 1 ? 0 : 1) + (Glucose == 2 ? 0 : 1);

    /// <summary>Three abnormal vital signs mean death; none, and no treatment, means discharge.</summary>
    public EpisodeEnd Outcome =>
        AbnormalCount >= 3 ? EpisodeEnd.Death : AbnormalCount == 0 && Treatments == default ? EpisodeEnd.Survival : EpisodeEnd.Ongoing;
}

/// <summary>Which treatments are given: the action of a step, and what is on after it.</summary>
public readonly record struct GivenTreatments(bool Antibiotics, bool Ventilation, bool Vasopressors)
{
    /// <summary>Number of combinations.</summary>
    public const int Count = 8;

    /// <summary>The combination with this number, in 0..7: 4 * antibiotics + 2 * ventilation + vasopressors.</summary>
    public static GivenTreatments FromAction(int action) => new((action & 4) != 0, (action & 2) != 0, (action & 1) != 0);
}
