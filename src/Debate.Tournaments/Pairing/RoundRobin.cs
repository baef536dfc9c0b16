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
        var pairings = CreatePairings(field.Debaters, field.Motions).Where(p => !drawn.Contains(p.Key)).ToArray();
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
