namespace Debate.Tournaments;

/// <summary>A paired comparison of two variants on the same questions.</summary>
/// <param name="A">The name of the first.</param>
/// <param name="B">The name of the second.</param>
/// <param name="AOnly">Questions that only the first got right.</param>
/// <param name="BOnly">Questions that only the second got right.</param>
/// <param name="P">The two-sided exact p-value of <see cref="McNemar"/>.</param>
public sealed record PairedComparison(string A, string B, int AOnly, int BOnly, double P)
{
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
