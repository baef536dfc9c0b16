namespace Debate.Tournaments;

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
