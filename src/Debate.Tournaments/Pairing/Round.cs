namespace Debate.Tournaments;

/// <summary>The matches that are played together, and the byes. It is journaled before the first match is played.</summary>
/// <param name="Name">Its name for people, one line, such as <c>round 3</c> or <c>final</c>.</param>
/// <param name="Pairings">The matches, in playing order.</param>
public sealed record Round(string Name, IReadOnlyList<Pairing> Pairings)
{
    /// <summary>The debaters without an opponent.</summary>
    public IReadOnlyList<string> Byes { get; init; } = [];
}

/// <summary>A round with the results so far; during the round some are missing.</summary>
/// <param name="Round">The round.</param>
/// <param name="Games">The finished debates, in any order.</param>
public sealed record PlayedRound(Round Round, IReadOnlyList<Game> Games)
{
    /// <summary>The meetings in the order of the round: all debates of the same two debaters in a round are one meeting.</summary>
    public IReadOnlyList<Meeting> Meetings => field ??= [.. GroupMeetings()];

    private IEnumerable<Meeting> GroupMeetings()
    {
        var games = Games.ToLookup(g => OrderPair(g.A, g.B));
        return Round.Pairings.GroupBy(p => OrderPair(p.Pro, p.Con))
            .Select(met => new Meeting(met.First().Pro, met.First().Con, met.Count(), [.. games[met.Key]]));
    }

    private static (string, string) OrderPair(string a, string b) => string.CompareOrdinal(a, b) < 0 ? (a, b) : (b, a);
}

/// <summary>Two debaters in one round: the unit of a result when sides are swapped.</summary>
/// <param name="A">The debater who speaks for the motion first.</param>
/// <param name="B">The other one.</param>
/// <param name="Debates">The number of debates in the meeting.</param>
/// <param name="Games">The finished ones.</param>
public sealed record Meeting(string A, string B, int Debates, IReadOnlyList<Game> Games)
{
    /// <summary>The points of A: 1 a debate won, 0.5 a debate drawn.</summary>
    public double PointsOfA { get; } = Games.Sum(g => g.A == A ? g.Score : 1 - g.Score);

    /// <summary>The points of B.</summary>
    public double PointsOfB => Games.Count - PointsOfA;

    /// <summary>The result for A: 1 for more than half of the points, 0.5 for half, otherwise 0.</summary>
    public double Score => (Math.Sign(PointsOfA - PointsOfB) + 1) / 2.0;

    /// <summary>Whether all its debates are finished.</summary>
    public bool IsFinished => Games.Count == Debates;
}
