namespace Debate.Tournaments;

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
        var pairings = CreatePairings(field).Where(p => !drawn.Contains((p.Pro, p.Con))).ToArray();
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
