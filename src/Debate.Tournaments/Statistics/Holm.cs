namespace Debate.Tournaments;

/// <summary>
/// Holm's step-down correction ("A simple sequentially rejective multiple test procedure", 1979): it controls the family-wise error rate at
/// the level, under any dependence between the tests.
/// </summary>
public static class Holm
{
    /// <summary>The adjusted p-values, in the given order, each in [0, 1].</summary>
    public static double[] Adjust(IReadOnlyList<double> p)
    {
        var adjusted = new double[p.Count];
        var reached = 0.0;
        foreach (var (at, rank) in Enumerable.Range(0, p.Count).OrderBy(i => p[i]).Select((at, rank) => (at, rank)))
            adjusted[at] = reached = Math.Max(reached, Math.Min(1, (p.Count - rank) * p[at]));
        return adjusted;
    }
}
