namespace Debate.Rewards.Environments.Simulator;

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
