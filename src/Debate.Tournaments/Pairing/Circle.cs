namespace Debate.Tournaments;

/// <summary>
/// The circle method (Kirkman 1850): in each round everybody meets one other, in all rounds everybody meets everybody once. The last
/// debater stays, the others turn; in an odd field the place of the last one is empty, and who meets it has a bye.
/// </summary>
internal static class Circle
{
    /// <summary>The number of rounds: n - 1 for an even field, n for an odd one.</summary>
    internal static int Rounds(int count) => count + count % 2 - 1;

    /// <summary>Who meets whom in a round, counted from 0.</summary>
    internal static IEnumerable<(int A, int B)> Round(int count, int round)
    {
        var ring = Rounds(count);
        if (ring < count) yield return (round, ring);
        for (var i = 1; i <= ring / 2; i++) yield return ((round + i) % ring, (round - i + ring) % ring);
    }
}
