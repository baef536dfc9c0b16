namespace Debate.Rewards.Judges;

/// <summary>
/// A number over several seeds: mean, standard deviation (0 for one seed), minimum and maximum, the 95 % interval of the mean, and each
/// value.
/// </summary>
public sealed record SeedSummary(IReadOnlyList<double> Each)
{
    private static readonly double[] StudentQuantiles = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];

    /// <summary>The mean.</summary>
    public double Mean { get; } = Each.Average();

    /// <summary>The sample standard deviation over seeds (n - 1 in the denominator); 0 for one seed.</summary>
    public double Deviation { get; } =
        Each.Count < 2 ? 0 : Math.Sqrt(Each.Sum(x => Math.Pow(x - Each.Average(), 2)) / (Each.Count - 1));

    /// <summary>The minimum.</summary>
    public double Least { get; } = Each.Min();

    /// <summary>The maximum.</summary>
    public double Most { get; } = Each.Max();

    /// <summary>The lower end of Student's 95 % interval of the mean; for one seed, whose spread is unknown, the mean itself.</summary>
    public double Low => Mean - HalfWidth;

    /// <summary>The upper end.</summary>
    public double High => Mean + HalfWidth;

    private double HalfWidth => Each.Count < 2 ? 0 : StudentQuantile(Each.Count - 1) * Deviation / Math.Sqrt(Each.Count);

    // Student's .975 quantile: tabulated, and beyond the table by the first terms of the Cornish-Fisher expansion (error below 1e-4).
    private static double StudentQuantile(int freedom)
    {
        if (freedom <= StudentQuantiles.Length) return StudentQuantiles[freedom - 1];
        const double z = 1.959964;
        return z + (z * z * z + z) / (4 * freedom) + (5 * Math.Pow(z, 5) + 16 * z * z * z + 3 * z) / (96.0 * freedom * freedom);
    }
}
