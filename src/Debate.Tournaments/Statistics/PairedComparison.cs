namespace Debate.Tournaments;

/// <summary>Two ways of answering compared on the same questions.</summary>
/// <param name="A">The name of the first.</param>
/// <param name="B">The name of the second.</param>
/// <param name="AOnly">Questions that only the first got right.</param>
/// <param name="BOnly">Questions that only the second got right.</param>
/// <param name="P">The two-sided exact p-value of <see cref="McNemar"/>.</param>
public sealed record PairedComparison(string A, string B, int AOnly, int BOnly, double P)
{
    /// <summary>Compares by question: only questions that both answered are in <paramref name="outcomes"/>.</summary>
    public static PairedComparison Of(string a, string b, IEnumerable<(bool A, bool B)> outcomes)
    {
        int aOnly = 0, bOnly = 0;
        foreach (var (rightA, rightB) in outcomes)
        {
            if (rightA && !rightB) aOnly++;
            if (rightB && !rightA) bOnly++;
        }
        return new PairedComparison(a, b, aOnly, bOnly, McNemar.Exact(aOnly, bOnly));
    }
}
