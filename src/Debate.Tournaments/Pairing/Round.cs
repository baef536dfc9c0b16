namespace Debate.Tournaments;

/// <summary>Matches that are played together, and who sits out. It is journaled before the first of them is played.</summary>
/// <param name="Name">Its name for people, one line, such as <c>round 3</c> or <c>final</c>.</param>
/// <param name="Pairings">The matches, in playing order.</param>
public sealed record Round(string Name, IReadOnlyList<Pairing> Pairings)
{
    /// <summary>The debaters who have nobody to meet.</summary>
    public IReadOnlyList<string> Byes { get; init; } = [];
}

/// <summary>A round with the results that there are; in the middle of a round some are missing.</summary>
/// <param name="Round">The round.</param>
/// <param name="Games">A finished debate each, in any order.</param>
public sealed record PlayedRound(Round Round, IReadOnlyList<Game> Games)
{
    /// <summary>Who met whom, in the order of the round: all debates of two debaters in a round are one meeting.</summary>
    public IReadOnlyList<Meeting> Meetings => field ??= [.. Met()];

    private IEnumerable<Meeting> Met()
    {
        var games = Games.ToLookup(g => Pair(g.A, g.B));
        return Round.Pairings.GroupBy(p => Pair(p.Pro, p.Con))
            .Select(met => new Meeting(met.First().Pro, met.First().Con, met.Count(), [.. games[met.Key]]));
    }

    private static (string, string) Pair(string a, string b) => string.CompareOrdinal(a, b) < 0 ? (a, b) : (b, a);
}

/// <summary>Two debaters in one round: the unit of result wherever sides are swapped.</summary>
/// <param name="A">Who speaks for the motion first.</param>
/// <param name="B">The other one.</param>
/// <param name="Debates">Debates that the meeting has.</param>
/// <param name="Games">Those that are finished.</param>
public sealed record Meeting(string A, string B, int Debates, IReadOnlyList<Game> Games)
{
    /// <summary>The points of A: 1 a debate won, 0.5 a debate drawn.</summary>
    public double PointsOfA { get; } = Games.Sum(g => g.A == A ? g.Score : 1 - g.Score);

    /// <summary>The points of B.</summary>
    public double PointsOfB => Games.Count - PointsOfA;

    /// <summary>The result for A: 1 with more than half of the points, 0.5 with half, else 0.</summary>
    public double Score => (Math.Sign(PointsOfA - PointsOfB) + 1) / 2.0;

    /// <summary>Whether nothing is missing.</summary>
    public bool IsOver => Games.Count == Debates;
}
