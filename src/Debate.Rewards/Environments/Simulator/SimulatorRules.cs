namespace Debate.Rewards.Environments.Simulator;

/// <summary>
/// The rules of Oberst and Sontag's simulator (ICML 2019), one vital sign at a time; given the patient and the treatment, the signs move
/// independently. A treatment that is on or has just been withdrawn governs its signs; only signs that no treatment governs fluctuate.
/// </summary>
internal static class SimulatorRules
{
    private const int Low = 0, Normal = 1, High = 2;
    private const double FluctuationProbability = .1;
    private const double DiabeticGlucoseFluctuation = .3;

    // The highest level that a fluctuation reaches. Without diabetes it is 1, one below normal: an error of the published program, kept so
    // that results are comparable. Glucose that has once left normal then never returns to it.
    private const int HighestGlucose = 1, HighestDiabeticGlucose = 4;

    /// <summary>Antibiotics bring a high heart rate down (.5); after withdrawal a normal one rises (.1).</summary>
    public static LevelDistribution HeartRate(Patient patient, GivenTreatments given) =>
        ApplyAntibiotics(LevelDistribution.Certain(patient.HeartRate, 3), patient, given)
        ?? LevelDistribution.Certain(patient.HeartRate, 3).Fluctuate(FluctuationProbability, High);

    /// <summary>
    /// Antibiotics act as on the heart rate, then vasopressors: on, pressure rises a level (.7; with diabetes normal to high .9, low to
    /// normal .5, low to high .4); withdrawn, it falls a level (.1; with diabetes .05).
    /// </summary>
    public static LevelDistribution Pressure(Patient patient, GivenTreatments given)
    {
        var before = LevelDistribution.Certain(patient.Pressure, 3);
        var treated = ApplyAntibiotics(before, patient, given);
        if (given.Vasopressors) return patient.Diabetic
            ? (treated ?? before).ApplyMoves(level => level switch { Normal => [(High, .9)], Low => [(Normal, .5), (High, .4)], _ => [] })
            : (treated ?? before).ApplyMoves(level => level < High ? [(level + 1, .7)] : []);
        if (patient.Treatments.Vasopressors)
            return (treated ?? before).ApplyMoves(level => level > Low ? [(level - 1, patient.Diabetic ? .05 : .1)] : []);
        return treated ?? before.Fluctuate(FluctuationProbability, High);
    }

    /// <summary>Ventilation brings low oxygen to normal (.7); after withdrawal normal falls to low (.1).</summary>
    public static LevelDistribution Oxygen(Patient patient, GivenTreatments given)
    {
        var before = LevelDistribution.Certain(patient.Oxygen, 2);
        return given.Ventilation ? before.Move(Low, Normal, .7)
            : patient.Treatments.Ventilation ? before.Move(Normal, Low, .1)
            : before.Fluctuate(FluctuationProbability, Normal);
    }

    /// <summary>
    /// Vasopressors raise glucose a level with diabetes (.5) and hold it without; otherwise it fluctuates (.1; with diabetes .3).
    /// </summary>
    public static LevelDistribution Glucose(Patient patient, GivenTreatments given)
    {
        var before = LevelDistribution.Certain(patient.Glucose, 5);
        if (given.Vasopressors)
            return patient.Diabetic && patient.Glucose < HighestDiabeticGlucose
                ? before.Move(patient.Glucose, patient.Glucose + 1, .5)
                : before;
        return patient.Diabetic
            ? before.Fluctuate(DiabeticGlucoseFluctuation, HighestDiabeticGlucose)
            : before.Fluctuate(FluctuationProbability, HighestGlucose);
    }

    private static LevelDistribution? ApplyAntibiotics(LevelDistribution before, Patient patient, GivenTreatments given) =>
        given.Antibiotics ? before.Move(High, Normal, .5)
        : patient.Treatments.Antibiotics ? before.Move(Normal, High, .1)
        : null;
}

/// <summary>A probability distribution over the levels of one vital sign.</summary>
internal sealed class LevelDistribution
{
    private readonly double[] _probability;

    private LevelDistribution(double[] probability) => _probability = probability;

    /// <summary>Probability 1 at one of <paramref name="count"/> levels.</summary>
    public static LevelDistribution Certain(int level, int count)
    {
        var probability = new double[count];
        probability[level] = 1;
        return new(probability);
    }

    /// <summary>The probability of a level.</summary>
    public double this[int level] => _probability[level];

    /// <summary>Number of levels.</summary>
    public int Count => _probability.Length;

    /// <summary>Moves from level <paramref name="from"/> to <paramref name="to"/> with this probability; other levels stay.</summary>
    public LevelDistribution Move(int from, int to, double probability) => ApplyMoves(level => level == from ? [(to, probability)] : []);

    /// <summary>
    /// Moves one level down and one level up, each with this probability, not below 0 nor above <paramref name="highest"/>.
    /// </summary>
    /// <remarks>A level above <paramref name="highest"/> that moves up lands on it.</remarks>
    public LevelDistribution Fluctuate(double probability, int highest) =>
        ApplyMoves(level => [(Math.Max(0, level - 1), probability), (Math.Min(highest, level + 1), probability)]);

    /// <summary>Moves from every level to the given levels; the remaining probability stays.</summary>
    public LevelDistribution ApplyMoves(Func<int, IReadOnlyList<(int To, double Probability)>> moves)
    {
        var after = new double[Count];
        for (var level = 0; level < Count; level++)
        {
            var stays = 1.0;
            foreach (var (to, probability) in moves(level))
            {
                after[to] += _probability[level] * probability;
                stays -= probability;
            }
            after[level] += _probability[level] * stays;
        }
        return new(after);
    }
}
