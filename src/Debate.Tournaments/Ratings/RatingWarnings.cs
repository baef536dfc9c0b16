namespace Debate.Tournaments;

/// <summary>Caveats for readers of the ratings: one sentence each, in a fixed order; none for a sound tournament.</summary>
internal static class RatingWarnings
{
    private const int FewMotions = 10, FewGames = 10, Shown = 3;

    /// <summary>The warnings about the games, independent of the estimator.</summary>
    internal static IReadOnlyList<string> Of(GameTable games)
    {
        var counts = games.Counts();
        return
        [
            .. Motions(games), .. Few(games, counts), .. Groups(games, counts), .. Extremes(games, counts),
            .. Separated(games, counts), .. Circles(games, counts),
        ];
    }

    /// <summary>The warning about pairs that do not count because only one of their debates has finished.</summary>
    internal static IEnumerable<string> Incomplete(int pairs) => pairs switch
    {
        0 => [],
        1 => ["1 pair has only one finished debate on a motion and does not count for ratings"],
        _ => [$"{pairs} pairs have only one finished debate on a motion and do not count for ratings"],
    };

    /// <summary>The warning about an estimator that depends on the order of games.</summary>
    internal static IEnumerable<string> Order(IRatingEstimator estimator) => estimator.DependsOnOrder
        ? [$"{estimator.Name} depends on the order of the games: other orders give other ratings, intervals are of this order"] : [];

    private static IEnumerable<string> Motions(GameTable games) => games.Motions.Count switch
    {
        0 => ["no motion has a finished pair of debates: ratings are the prior's"],
        1 => ["only one motion: the bootstrap over motions cannot estimate uncertainty, intervals have no width"],
        < FewMotions => [$"only {games.Motions.Count} motions: intervals by motion are rough"],
        _ => [],
    };

    private static IEnumerable<string> Few(GameTable games, PairCounts counts)
    {
        var few = Enumerable.Range(0, counts.Count).Where(i => counts.Games(i) is > 0 and < FewGames).ToArray();
        if (few.Length > 0 && games.Motions.Count >= FewMotions)
            yield return $"fewer than {FewGames} games, too few for a rating: " + string.Join(
                ", ", few.Select(i => FormattableString.Invariant($"{games.Names[i]} ({counts.Games(i)})")));
    }

    private static IEnumerable<string> Groups(GameTable games, PairCounts counts)
    {
        var members = Members(games, counts.Groups((i, j) => counts.Games(i, j) > 0));
        if (members.Count < 2 || games.Motions.Count == 0) yield break;
        yield return $"{members.Count} groups never met, ratings compare only within each: "
            + string.Join("; ", members.Select(group => string.Join(", ", group)));
    }

    private static IEnumerable<string> Extremes(GameTable games, PairCounts counts)
    {
        for (var i = 0; i < counts.Count; i++)
        {
            if (counts.Games(i) == 0) continue;
            if (Points(counts, i) == counts.Games(i))
                yield return $"{games.Names[i]} won every pair: the prior alone keeps the rating finite, its upper end is no bound";
            if (Points(counts, i) == 0)
                yield return $"{games.Names[i]} lost every pair: the prior alone keeps the rating finite, its lower end is no bound";
        }
    }

    /// <summary>Groups of several debaters who lost no point to the others: none of them has a perfect score, but the group has.</summary>
    private static IEnumerable<string> Separated(GameTable games, PairCounts counts)
    {
        var groups = counts.Groups((i, j) => counts.Points(i, j) > 0);
        foreach (var group in groups.Distinct())
        {
            var within = Enumerable.Range(0, counts.Count).Where(i => groups[i] == group).ToArray();
            var others = Enumerable.Range(0, counts.Count).Except(within).ToArray();
            var met = within.Sum(i => others.Sum(j => counts.Games(i, j)));
            if (within.Length > 1 && met > 0 && within.Sum(i => others.Sum(j => counts.Points(j, i))) == 0)
                yield return $"{string.Join(", ", within.Select(i => games.Names[i]))} lost no point to the others: "
                    + "how far they are apart is the prior's word";
        }
    }

    private static IEnumerable<string> Circles(GameTable games, PairCounts counts)
    {
        var circles = Intransitivity.In(counts).ToArray();
        foreach (var (a, b, c) in circles.Take(Shown))
            yield return $"{games.Names[a]} beats {games.Names[b]} beats {games.Names[c]} beats {games.Names[a]}: "
                + "one rating each cannot say that";
        if (circles.Length > Shown) yield return $"{circles.Length - Shown} more such circles of three";
    }

    private static double Points(PairCounts counts, int of) =>
        Enumerable.Range(0, counts.Count).Sum(i => i == of ? 0 : counts.Points(of, i));

    private static List<List<string>> Members(GameTable games, int[] groups) =>
        [.. groups.Zip(games.Names).GroupBy(entry => entry.First, entry => entry.Second).Select(group => group.ToList())];
}
