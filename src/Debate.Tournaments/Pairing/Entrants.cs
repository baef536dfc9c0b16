namespace Debate.Tournaments;

/// <summary>
/// The entrants, motions and settings from which a schedule makes its rounds. The draw is deterministic: all randomness is in the order of
/// the debaters.
/// </summary>
/// <param name="Debaters">At least two names, best seed first.</param>
/// <param name="Motions">The keys of the motions, at least one, in the order in which rounds use them.</param>
public sealed record Entrants(IReadOnlyList<string> Debaters, IReadOnlyList<string> Motions)
{
    /// <summary>The number of rounds to play, for formats that let it be set; null for the format's own number.</summary>
    public int? Rounds { get; init; }

    /// <summary>The number of motions that a meeting debates in one round, at least 1.</summary>
    public int MotionsPerRound { get; init; } = 1;

    /// <summary>Whether each motion is debated twice with the sides swapped; otherwise once, with sides balanced over the rounds.</summary>
    public bool BothSides { get; init; } = true;

    /// <summary>The motions of a round, counted from 0: the next ones in cyclic order.</summary>
    public IEnumerable<string> MotionsInRound(int round) =>
        Enumerable.Range(0, Math.Min(MotionsPerRound, Motions.Count)).Select(i => Motions[(round * MotionsPerRound + i) % Motions.Count]);

    /// <summary>The number of debates in one meeting.</summary>
    public int DebatesPerMeeting => Math.Min(MotionsPerRound, Motions.Count) * (BothSides ? 2 : 1);
}
