namespace Debate.Tournaments;

/// <summary>
/// Three debaters each of whom significantly beats the next (circular triads, Kendall and Babington Smith 1940), which one rating a debater
/// cannot express. A pair is significant if the 99 % Wilson interval of the points excludes one half.
/// </summary>
internal sealed record CircularTriad(int A, int B, int C)
{
    private const double Z99 = 2.5758293035489004;

    /// <summary>Every circular triad once, its lowest index first.</summary>
    internal static IEnumerable<CircularTriad> FindAll(PairCounts counts)
    {
        var beats = new bool[counts.Count, counts.Count];
        foreach (var (a, b) in counts.PlayedPairs())
        {
            var share = Wilson.ComputeInterval(counts.Points(a, b), counts.Games(a, b), Z99);
            (beats[a, b], beats[b, a]) = (share.Low > 0.5, share.High < 0.5);
        }
        for (var a = 0; a < counts.Count; a++)
            for (var b = a + 1; b < counts.Count; b++)
                for (var c = a + 1; c < counts.Count; c++)
                    if (beats[a, b] && beats[b, c] && beats[c, a]) yield return new(a, b, c);
    }
}
