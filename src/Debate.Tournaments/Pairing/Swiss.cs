namespace Debate.Tournaments;

/// <summary>
/// A Swiss tournament (J. Müller, Zürich 1895): in each round everybody meets somebody of about equal points. The round is a perfect
/// matching of least cost (<see cref="MinimumCostMatching"/>), where the costs count, each infinitely more than the next: meetings again;
/// second byes; sides more than one out of balance; squared differences of points; and, among equals, how far a pair is from the upper half
/// meeting the lower half by seeds. In an odd field the bye goes, by the same rule, as low as possible and is worth a win.
/// </summary>
public sealed class Swiss : ISchedule
{
    /// <summary>The most debaters that one field may have; the matching takes seconds beyond.</summary>
    public const int MostDebaters = 256;

    /// <inheritdoc/>
    public string Name => "swiss";

    /// <inheritdoc/>
    public bool RoundsAreOpen => true;

    /// <summary>The rounds of a field: as many as its specification says, else the binary logarithm of its size, rounded up.</summary>
    public static int RoundsOf(Field field) =>
        field.Rounds ?? Math.Max(1, (int)Math.Ceiling(Math.Log2(field.Debaters.Count)));

    /// <inheritdoc/>
    public long MostDebates(Field field) => (long)RoundsOf(field) * (field.Debaters.Count / 2) * field.DebatesPerMeeting;

    /// <inheritdoc/>
    public int MostRounds(Field field) => RoundsOf(field);

    /// <inheritdoc/>
    public Round? Next(Field field, IReadOnlyList<PlayedRound> rounds)
    {
        if (rounds.Count >= RoundsOf(field)) return null;
        var costs = new SwissCosts(field, rounds);
        return RoundOfMatching.Of(field, rounds, costs.Of);
    }

    /// <summary>By points, then by the opponents' points.</summary>
    public IReadOnlyList<Place> Places(Field field, IReadOnlyList<PlayedRound> rounds)
    {
        var board = new Scoreboard(field, rounds);
        var places = field.Debaters.Select((name, i) => new Place(0, name, board.Points[i], board.Opposition(i)));
        return Place.Ranked(places.OrderByDescending(p => p.Points).ThenByDescending(p => p.Opposition), p => (p.Points, p.Opposition));
    }
}
