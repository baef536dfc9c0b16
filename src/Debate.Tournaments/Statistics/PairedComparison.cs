namespace Debate.Tournaments;

/// <summary>A paired comparison of two variants on the same questions.</summary>
/// <param name="A">The name of the first.</param>
/// <param name="B">The name of the second.</param>
/// <param name="AOnly">Questions that only the first got right.</param>
/// <param name="BOnly">Questions that only the second got right.</param>
/// <param name="P">The two-sided exact p-value of <see cref="McNemar"/>.</param>
public sealed record PairedComparison(string A, string B, int AOnly, int BOnly, double P)
{
    /// <summary>The p-value adjusted for all comparisons of the report by <see cref="Holm"/>; of one comparison it is the same.</summary>
    public double PAdjusted { get; init; } = P;

    /// <summary>The comparisons of one report, their p-values adjusted for each other.</summary>
    public static IReadOnlyList<PairedComparison> Adjust(IReadOnlyList<PairedComparison> comparisons) =>
        [.. comparisons.Zip(Holm.Adjust([.. comparisons.Select(c => c.P)]), (comparison, p) => comparison with { PAdjusted = p })];

    /// <summary>Compares question by question; <paramref name="outcomes"/> contains only questions that both answered.</summary>
    public static PairedComparison FromOutcomes(string a, string b, IEnumerable<(bool A, bool B)> outcomes)
    {
        int aOnly = 0, bOnly = 0;
        foreach (var (rightA, rightB) in outcomes)
        {
            if (rightA && !rightB) aOnly++;
            if (rightB && !rightA) bOnly++;
        }
        return new PairedComparison(a, b, aOnly, bOnly, McNemar.ExactPValue(aOnly, bOnly));
    }
}

/// <summary>
/// The exact test of McNemar (1947) for two answerers of the same questions: under the null of no difference each question that exactly one
/// of them got right is a fair coin flip, so the p-value is the two-sided binomial tail of the smaller count.
/// </summary>
public static class McNemar
{
    /// <summary>
    /// The p-value in (0, 1], twice the smaller tail and at most 1; with no discordant question it is 1. Counts must not be negative.
    /// </summary>
    public static double ExactPValue(int aOnly, int bOnly)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(aOnly);
        ArgumentOutOfRangeException.ThrowIfNegative(bOnly);
        return Math.Min(1, 2 * BinomialTail(aOnly + bOnly, Math.Min(aOnly, bOnly)));
    }

    /// <summary>
    /// P(X &lt;= k) for X binomial(n, 1/2), summed from its largest term, so that large n neither overflows nor underflows.
    /// </summary>
    private static double BinomialTail(int n, int k)
    {
        var log = -n * Math.Log(2);
        for (var i = 0; i < k; i++) log += Math.Log((double)(n - i) / (i + 1));
        double term = 1, sum = 1;
        for (var i = k; i > 0; i--) sum += term *= (double)i / (n - i + 1);
        return Math.Exp(log + Math.Log(sum));
    }
}

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
