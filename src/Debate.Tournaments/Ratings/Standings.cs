namespace Debate.Tournaments;

/// <summary>A line of the leaderboard.</summary>
/// <param name="Name">The debater.</param>
/// <param name="Rating">In points, two decimals; the field's mean is 1500, 400 points are odds of ten to one.</param>
/// <param name="Low">The lower end of the 95 % interval, two decimals.</param>
/// <param name="High">The upper end of the 95 % interval, two decimals.</param>
/// <param name="Wins">Debates won (debates, not motion pairs).</param>
/// <param name="Draws">Debates drawn.</param>
/// <param name="Losses">Debates lost.</param>
public sealed record Standing(string Name, double Rating, double Low, double High, int Wins, int Draws, int Losses);

/// <summary>The standings, best first, and what limits them.</summary>
/// <param name="Standings">Sorted by rating, then more wins, fewer losses, name.</param>
/// <param name="Ties">Davidson's tie parameter of the motion pairs, four decimals.</param>
/// <param name="Warnings">One sentence each; empty for a sound tournament.</param>
public sealed record Leaderboard(IReadOnlyList<Standing> Standings, double Ties, IReadOnlyList<string> Warnings);

/// <summary>
/// From finished debates to a leaderboard: scored by <see cref="MotionPairs"/>, rated by <see cref="BradleyTerryDavidson"/>, with the
/// intervals of <see cref="RatingIntervals"/>. The order of the debates does not matter, and the same seed gives the same bytes.
/// </summary>
public static class Standings
{
    /// <summary>
    /// The leaderboard of the debates; <paramref name="debaters"/> adds those who have not finished one yet. <paramref name="bothSides"/>
    /// is false where each motion is debated once.
    /// </summary>
    public static Leaderboard Of(
        IReadOnlyCollection<Game> debates, long seed, IEnumerable<string>? debaters = null, bool bothSides = true)
    {
        var names = debates.SelectMany(game => new[] { game.A, game.B }).Concat(debaters ?? []);
        var pairs = MotionPairs.Of(debates, bothSides);
        var games = GameTable.Of(pairs.Results, names);
        var estimator = new BradleyTerryDavidson();
        var fit = estimator.Fit(games);
        var intervals = games.Motions.Count == 0
            ? fit.Ratings.Select(rating => new Interval(rating, rating)).ToList()
            : RatingIntervals.Of(estimator, games, fit, seed);
        var lines = games.Names.Select((name, i) => Line(name, fit.Ratings[i], intervals[i], debates));
        return new Leaderboard(Sorted(lines), Math.Round(fit.Ties ?? 0, 4), RatingWarnings.Of(games, pairs.Incomplete));
    }

    private static Standing Line(string name, double rating, Interval interval, IReadOnlyCollection<Game> debates)
    {
        var scores = debates.Where(game => game.A == name).Select(game => game.Score)
            .Concat(debates.Where(game => game.B == name).Select(game => 1 - game.Score)).ToList();
        int Times(double score) => scores.Count(s => s == score);
        return new Standing(name, Points(rating), Points(interval.Low), Points(interval.High), Times(1), Times(0.5), Times(0));
    }

    private static double Points(double rating) => Math.Round(rating, 2);

    private static List<Standing> Sorted(IEnumerable<Standing> lines) => lines.OrderByDescending(line => line.Rating)
        .ThenByDescending(line => line.Wins).ThenBy(line => line.Losses).ThenBy(line => line.Name, StringComparer.Ordinal).ToList();
}
