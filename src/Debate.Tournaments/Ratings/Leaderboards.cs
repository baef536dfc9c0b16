using System.Text.Json.Serialization;

namespace Debate.Tournaments;

/// <summary>A row of the leaderboard.</summary>
/// <param name="Name">The debater.</param>
/// <param name="Rating">Two decimals, on the scale of the estimator.</param>
/// <param name="Low">The lower end of the 95 % interval, two decimals.</param>
/// <param name="High">The upper end of the 95 % interval, two decimals.</param>
/// <param name="Wins">Debates won (debates, not motion pairs).</param>
/// <param name="Draws">Debates drawn.</param>
/// <param name="Losses">Debates lost.</param>
public sealed record Standing(string Name, double Rating, double Low, double High, int Wins, int Draws, int Losses)
{
    /// <summary>The interval of ranks compatible with the games; null for who has no rated game and so no rank.</summary>
    public RankInterval? Rank { get; init; }

    /// <summary>Debates that nobody judged, which are in no rating; null where there are none, and where they are rated as
    /// draws.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? NotJudged { get; init; }

    /// <summary>Debates won because the other one was not there, which are in no rating; null where nobody forfeited any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? WonByForfeit { get; init; }

    /// <summary>Debates to which the debater did not come; null where nobody forfeited any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? LostByForfeit { get; init; }

    /// <summary>This row with what was forfeited.</summary>
    internal Standing WithForfeits(IEnumerable<Forfeit> forfeits)
    {
        var own = forfeits.Where(f => f.Pairing.Pro == Name || f.Pairing.Con == Name).ToArray();
        var lost = own.Count(f => f.IsAbsent(Name));
        return this with { WonByForfeit = own.Length - lost, LostByForfeit = lost };
    }
}

/// <summary>The effect of a circumstance on the debater it favours.</summary>
/// <param name="Name">The circumstance.</param>
/// <param name="Points">In rating points, two decimals.</param>
/// <param name="Low">The lower end of the 95 % interval.</param>
/// <param name="High">The upper end.</param>
public sealed record RatingEffect(string Name, double Points, double Low, double High);

/// <summary>The result of all debates between two debaters.</summary>
/// <param name="A">One debater.</param>
/// <param name="B">The other one.</param>
/// <param name="Games">The number of debates between them.</param>
/// <param name="Points">The points of A, a draw counted as half a point.</param>
public sealed record HeadToHead(string A, string B, int Games, double Points)
{
    /// <summary>How many of the debates were drawn.</summary>
    public int Draws { get; init; }
}

/// <summary>The standings, best first, with their caveats.</summary>
/// <param name="Standings">Sorted by rating, then more wins, fewer losses, name; last those without a rank.</param>
/// <param name="Ties">Davidson's tie parameter, four decimals; 0 in models without one.</param>
/// <param name="Warnings">One sentence each; empty for a sound tournament.</param>
public sealed record Leaderboard(IReadOnlyList<Standing> Standings, double Ties, IReadOnlyList<string> Warnings)
{
    /// <summary>The name of the rating estimator.</summary>
    public string Rating { get; init; } = RatingEstimators.Default;

    /// <summary>The name of the interval method.</summary>
    public string Intervals { get; init; } = "bootstrap";

    /// <summary>The meaning of the ratings' scale, as a phrase.</summary>
    public string Scale { get; init; } = RatingScale.Meaning;

    /// <summary>The effects of circumstances; empty if the estimator adjusts for none.</summary>
    public IReadOnlyList<RatingEffect> Effects { get; init; } = [];

    /// <summary>Every pair that met, in the order of the standings.</summary>
    public IReadOnlyList<HeadToHead> Pairs { get; init; } = [];
}

/// <summary>
/// Computes leaderboards from finished games. The order of the games matters only for an estimator that depends on it, and the same seed
/// gives the same bytes.
/// </summary>
public static class Leaderboards
{
    /// <summary>
    /// The leaderboard of debates, sorted here by motion and debaters and scored by <see cref="MotionPairs"/> unless the estimator adjusts
    /// for sides itself. <paramref name="debaters"/> adds those without a finished debate; without a method the default one is used.
    /// <paramref name="bothSides"/> is false if each motion is debated once.
    /// </summary>
    public static Leaderboard FromDebates(
        IReadOnlyCollection<Game> debates, long seed, IEnumerable<string>? debaters = null, RatingMethod? method = null,
        bool bothSides = true)
    {
        method ??= RatingMethod.FromNames();
        if (method.Estimator.AdjustsForSides) return FromGames(debates, seed, method, debaters);
        var names = debates.SelectMany(game => new[] { game.A, game.B }).Concat(debaters ?? []).Distinct().ToArray();
        var pairs = MotionPairs.FromDebates(method.Select(debates), bothSides);
        var board = CreateLeaderboard(GameTable.Create(pairs.Results, names), debates, seed, method);
        return board with { Warnings = [.. RatingWarnings.IncompletePairs(pairs.Incomplete), .. board.Warnings] };
    }

    /// <summary>The leaderboard of individual games, each a result of its own.</summary>
    public static Leaderboard FromGames(
        IReadOnlyCollection<Game> games, long seed, RatingMethod method, IEnumerable<string>? debaters = null) =>
        CreateLeaderboard(GameTable.Create(
            method.Select(games), games.SelectMany(game => new[] { game.A, game.B }).Concat(debaters ?? [])), games, seed, method);

    private static Leaderboard CreateLeaderboard(GameTable table, IReadOnlyCollection<Game> played, long seed, RatingMethod method)
    {
        var fit = method.Estimator.Fit(table);
        var sure = method.Intervals.Compute(method.Estimator, table, fit, seed);
        var rated = method.Select(played);
        var counts = GameTable.Create(rated, table.Names).CountPairs();
        var unjudged = rated.Count == played.Count ? null : CountUnjudged(played);
        var order = Enumerable.Range(0, table.Names.Count).Select(i => (Line: CreateStanding(i, table.Names, counts, fit, sure) with
        {
            NotJudged = unjudged?.GetValueOrDefault(table.Names[i]),
        }, At: i))
            .OrderByDescending(entry => entry.Line.Rank is not null).ThenByDescending(entry => entry.Line.Rating).ThenByDescending(entry => entry.Line.Wins)
            .ThenBy(entry => entry.Line.Losses).ThenBy(entry => entry.Line.Name, StringComparer.Ordinal).ToList();
        return new Leaderboard(
            [.. order.Select(entry => entry.Line)], Math.Round(fit.Ties ?? 0, 4),
            [
                .. RatingWarnings.OrderDependence(method.Estimator), .. RatingWarnings.UntoldEffects(method.Estimator, table),
                .. RatingWarnings.Find(table),
            ])
        {
            Rating = method.Estimator.Name,
            Intervals = method.Intervals.Name,
            Scale = method.Estimator.Scale,
            Effects = [.. fit.EffectNames.Select((name, i) => CreateEffect(name, fit.Effects[i], sure.Effects[i]))],
            Pairs = [.. CompareHeadToHead([.. order.Select(entry => entry.At)], table.Names, counts)],
        };
    }

    private static Standing CreateStanding(int i, IReadOnlyList<string> names, PairCounts counts, RatingFit fit, RatingUncertainty sure)
    {
        int Times(Func<int, double> of) => (int)Enumerable.Range(0, counts.Count).Where(j => j != i).Sum(of);
        return new Standing(
            names[i], RoundToHundredths(fit.Ratings[i]), RoundToHundredths(sure.Ratings[i].Low), RoundToHundredths(sure.Ratings[i].High),
            Times(j => counts.Wins(i, j)), Times(j => counts.Ties(i, j)), Times(j => counts.Wins(j, i)))
        {
            Rank = sure.Ranks[i],
        };
    }

    private static Dictionary<string, int> CountUnjudged(IEnumerable<Game> played) =>
        played.Where(game => !game.IsJudged).SelectMany(game => new[] { game.A, game.B }).CountBy(name => name).ToDictionary();

    private static RatingEffect CreateEffect(string name, double points, Interval interval) =>
        new(name, RoundToHundredths(points), RoundToHundredths(interval.Low), RoundToHundredths(interval.High));

    private static IEnumerable<HeadToHead> CompareHeadToHead(int[] order, IReadOnlyList<string> names, PairCounts counts) =>
        from i in Enumerable.Range(0, order.Length)
        from j in Enumerable.Range(i + 1, order.Length - i - 1)
        let games = counts.Games(order[i], order[j])
        where games > 0
        select new HeadToHead(names[order[i]], names[order[j]], (int)games, counts.Points(order[i], order[j]))
        {
            Draws = (int)counts.Ties(order[i], order[j]),
        };

    private static double RoundToHundredths(double value) => Math.Round(value, 2);
}
