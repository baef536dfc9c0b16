namespace Debate.Tournaments;

/// <summary>
/// Holm's step-down correction ("A simple sequentially rejective multiple test procedure", 1979): with it, the chance of even one false
/// finding among all tests is at most the level, however the tests depend on one another.
/// </summary>
public static class Holm
{
    /// <summary>The adjusted p-values, in the order given, each in [0, 1].</summary>
    public static double[] Adjusted(IReadOnlyList<double> p)
    {
        var adjusted = new double[p.Count];
        var reached = 0.0;
        foreach (var (at, rank) in Enumerable.Range(0, p.Count).OrderBy(i => p[i]).Select((at, rank) => (at, rank)))
            adjusted[at] = reached = Math.Max(reached, Math.Min(1, (p.Count - rank) * p[at]));
        return adjusted;
    }
}
