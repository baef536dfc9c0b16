using Debate.Core.Input;

namespace Debate.Tournaments;

/// <summary>
/// Everyone meets everyone on every motion, twice, with the sides swapped. Within a motion the rounds follow the circle method
/// (<see cref="CircleMethod"/>), so that after one such round everybody has played; a motion is finished before the next begins, so that a
/// tournament that stops early leaves complete motions, which compare all debaters fairly. All matches form one round of the tournament,
/// because none depends on a result.
/// </summary>
public sealed class RoundRobin : ISchedule
{
    /// <summary>The name of the format in a tournament specification.</summary>
    public const string Name = "round-robin";

    /// <inheritdoc/>
    string ISchedule.Name => Name;

    /// <inheritdoc/>
    public bool AllowsLateEntrants => true;

    /// <inheritdoc/>
    public bool DependsOnResults => false;

    /// <summary>The number of matches: n (n - 1) on each motion.</summary>
    public static long CountMatches(int debaters, int motions) => (long)debaters * (debaters - 1) * motions;

    /// <inheritdoc/>
    public long MaxDebates(Entrants field) => CountMatches(field.Debaters.Count, field.Motions.Count);

    /// <summary>Every match that was not yet drawn: all matches at first, those of late entrants afterwards.</summary>
    public Round? NextRound(Entrants field, IReadOnlyList<PlayedRound> rounds)
    {
        var drawn = rounds.SelectMany(r => r.Round.Pairings).Select(p => p.Key).ToHashSet(StringComparer.Ordinal);
        var pairings = CreatePairings(field.Debaters, field.Motions).Where(p => !drawn.Contains(p.Key) && field.Includes(p)).ToArray();
        return pairings.Length == 0 ? null : new(drawn.Count == 0 ? "all" : "newcomers", pairings);
    }

    /// <summary>
    /// The matches in playing order, created lazily. Requires at least two debaters and names and motions that are neither blank nor
    /// repeated; otherwise throws <see cref="InputException"/> immediately.
    /// </summary>
    public static IEnumerable<Pairing> CreatePairings(IReadOnlyList<string> debaters, IReadOnlyList<string> motions)
    {
        var keys = new PairingKeys(debaters, motions);
        return EnumeratePairings(debaters, motions, keys);
    }

    private static IEnumerable<Pairing> EnumeratePairings(IReadOnlyList<string> debaters, IReadOnlyList<string> motions, PairingKeys keys)
    {
        for (var motion = 0; motion < motions.Count; motion++)
            foreach (var (pro, con) in Legs(debaters.Count, motion)) yield return keys.CreatePairing(motion, pro, con);
    }

    /// <summary>
    /// One motion's matches: per round all first legs, then the same with the sides swapped; the side of the first leg alternates.
    /// </summary>
    private static IEnumerable<(int Pro, int Con)> Legs(int count, int motion)
    {
        for (var round = 0; round < CircleMethod.RoundCount(count); round++)
        {
            for (var leg = 0; leg < 2; leg++)
                foreach (var (a, b) in CircleMethod.PairRound(count, round)) yield return (motion + round + leg) % 2 == 0 ? (a, b) : (b, a);
        }
    }
}

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

/// <summary>
/// Everyone meets everyone twice, with the sides swapped, on one motion: n (n - 1) matches whatever the number of motions. The meetings of
/// one rotation of the circle method (<see cref="CircleMethod"/>) share a motion, and each rotation takes the next. In the first half
/// everybody
/// speaks for the motion as often as against it, give or take one; after the second half, exactly as often. No match depends on a result,
/// so all of them form one round.
/// </summary>
public sealed class DoubleRoundRobin : ISchedule
{
    /// <inheritdoc/>
    public string Name => "double-round-robin";

    /// <inheritdoc/>
    public bool AllowsLateEntrants => true;

    /// <inheritdoc/>
    public bool DependsOnResults => false;

    /// <inheritdoc/>
    public long MaxDebates(Entrants field) => (long)field.Debaters.Count * (field.Debaters.Count - 1);

    /// <summary>Every ordered pair that was not yet drawn: all pairs at first, those of late entrants afterwards.</summary>
    public Round? NextRound(Entrants field, IReadOnlyList<PlayedRound> rounds)
    {
        var drawn = rounds.SelectMany(r => r.Round.Pairings).Select(p => (p.Pro, p.Con)).ToHashSet();
        var pairings = CreatePairings(field).Where(p => !drawn.Contains((p.Pro, p.Con)) && field.Includes(p)).ToArray();
        return pairings.Length == 0 ? null : new(drawn.Count == 0 ? "all" : "newcomers", pairings);
    }

    private static IEnumerable<Pairing> CreatePairings(Entrants field)
    {
        var keys = new PairingKeys(field.Debaters, field.Motions);
        var count = field.Debaters.Count;
        for (var leg = 0; leg < 2; leg++)
        {
            for (var turn = 0; turn < CircleMethod.RoundCount(count); turn++)
            {
                foreach (var (a, b) in CircleMethod.PairRound(count, turn))
                {
                    var (pro, con) = IsProInFirstHalf(count, a, b) == (leg == 0) ? (a, b) : (b, a);
                    yield return keys.CreatePairing(turn % field.Motions.Count, pro, con);
                }
            }
        }
    }

    /// <summary>
    /// Whether a speaks for the motion in the first half. On the ring everybody does so against the nearer half of those behind; the last
    /// debater of an even number, who is not on the ring, does so against every second one.
    /// </summary>
    private static bool IsProInFirstHalf(int count, int a, int b)
    {
        var ring = CircleMethod.RoundCount(count);
        if (b == ring) return a % 2 == 0;
        return (b - a + ring) % ring <= ring / 2;
    }
}
