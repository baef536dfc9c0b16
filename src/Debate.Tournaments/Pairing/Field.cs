namespace Debate.Tournaments;

/// <summary>What a schedule draws from. The draw has no chance in it: whatever is random went into the order of the debaters.</summary>
/// <param name="Debaters">At least two names, best seed first.</param>
/// <param name="Motions">The keys of the motions, at least one, in the order in which rounds take them.</param>
public sealed record Field(IReadOnlyList<string> Debaters, IReadOnlyList<string> Motions)
{
    /// <summary>Rounds to play, where the format leaves that open; null for the format's own number.</summary>
    public int? Rounds { get; init; }

    /// <summary>Motions that two debaters who meet debate in one round, at least 1.</summary>
    public int MotionsPerRound { get; init; } = 1;

    /// <summary>Whether each motion is debated twice, with the sides swapped; else once, with the sides balanced over the rounds.</summary>
    public bool BothSides { get; init; } = true;

    /// <summary>The motions of a round, counted from 0: the next ones in turn.</summary>
    public IEnumerable<string> MotionsOf(int round) =>
        Enumerable.Range(0, Math.Min(MotionsPerRound, Motions.Count)).Select(i => Motions[(round * MotionsPerRound + i) % Motions.Count]);

    /// <summary>Debates that a meeting of two debaters in one round has.</summary>
    public int DebatesPerMeeting => Math.Min(MotionsPerRound, Motions.Count) * (BothSides ? 2 : 1);
}
