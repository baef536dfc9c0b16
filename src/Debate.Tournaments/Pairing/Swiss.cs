namespace Debate.Tournaments;

/// <summary>
/// A Swiss tournament (J. Müller, Zürich 1895): in each round everybody meets an opponent with about equal points. The round is a
/// minimum-cost perfect matching (<see cref="MinimumCostMatching"/>). The costs are, in lexicographic order: rematches; second byes; sides
/// out of balance by more than one; squared differences of points; and, among equal points, the distance from the upper half meeting the
/// lower half by seed. With an odd number of debaters the bye goes, by the same rule, as low as possible and counts as a win.
/// </summary>
public sealed class Swiss : ISchedule
{
    /// <summary>The maximum number of debaters; beyond it the matching takes seconds.</summary>
    public const int MaxDebaters = 256;

    /// <inheritdoc/>
    public string Name => "swiss";

    /// <inheritdoc/>
    public bool HasConfigurableRounds => true;

    /// <summary>The number of rounds: as specified, otherwise the binary logarithm of the number of debaters, rounded up.</summary>
    public static int RoundCount(Entrants field) =>
        field.Rounds ?? Math.Max(1, (int)Math.Ceiling(Math.Log2(field.Debaters.Count)));

    /// <inheritdoc/>
    public long MaxDebates(Entrants field) => (long)RoundCount(field) * (field.Debaters.Count / 2) * field.DebatesPerMeeting;

    /// <inheritdoc/>
    public int MaxRounds(Entrants field) => RoundCount(field);

    /// <inheritdoc/>
    public Round? NextRound(Entrants field, IReadOnlyList<PlayedRound> rounds)
    {
        if (rounds.Count >= RoundCount(field)) return null;
        var costs = new SwissCosts(field, rounds);
        return MatchedRound.Create(field, rounds, costs.ComputeCost);
    }

    /// <summary>By points, then by the opponents' points.</summary>
    public IReadOnlyList<FinalPlace> RankDebaters(Entrants field, IReadOnlyList<PlayedRound> rounds)
    {
        var board = new Scoreboard(field, rounds);
        var places = field.Debaters.Select((name, i) => new FinalPlace(0, name, board.Points[i], board.Buchholz(i)));
        return FinalPlace.AssignPositions(places.OrderByDescending(p => p.Points).ThenByDescending(p => p.Opposition),
            p => (p.Points, p.Opposition));
    }
}
