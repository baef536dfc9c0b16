namespace Debate.Tournaments;

/// <summary>
/// Three debaters of whom each surely beats the next (Kendall and Babington Smith's circular triads, 1940): one number a debater cannot say
/// that. A pair is sure where the 99 % Wilson interval of the points leaves out one half.
/// </summary>
internal sealed record Intransitivity(int A, int B, int C)
{
    private const double Z99 = 2.5758293035489004;

    /// <summary>Every such triad, each once, its lowest number first.</summary>
    internal static IEnumerable<Intransitivity> In(PairCounts counts)
    {
        var beats = new bool[counts.Count, counts.Count];
        foreach (var (a, b) in counts.Met())
        {
            var share = Wilson.Of(counts.Points(a, b), counts.Games(a, b), Z99);
            (beats[a, b], beats[b, a]) = (share.Low > 0.5, share.High < 0.5);
        }
        for (var a = 0; a < counts.Count; a++)
            for (var b = a + 1; b < counts.Count; b++)
                for (var c = a + 1; c < counts.Count; c++)
                    if (beats[a, b] && beats[b, c] && beats[c, a]) yield return new(a, b, c);
    }
}
