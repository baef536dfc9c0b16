namespace Debate.Tournaments;

/// <summary>
/// The circle method (Kirkman 1850): in each round everybody meets one opponent, over all rounds everybody meets everybody once. The last
/// debater stays fixed while the others rotate; with an odd number the fixed position is empty, and the debater paired with it has a bye.
/// </summary>
internal static class CircleMethod
{
    /// <summary>The number of rounds: n - 1 for an even number of debaters, n for an odd one.</summary>
    internal static int RoundCount(int count) => count + count % 2 - 1;

    /// <summary>The pairs of a round, counted from 0.</summary>
    internal static IEnumerable<(int A, int B)> PairRound(int count, int round)
    {
        var ring = RoundCount(count);
        if (ring < count) yield return (round, ring);
        for (var i = 1; i <= ring / 2; i++) yield return ((round + i) % ring, (round - i + ring) % ring);
    }
}
