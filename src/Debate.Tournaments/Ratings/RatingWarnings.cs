namespace Debate.Tournaments;

/// <summary>Caveats for readers of the ratings: one sentence each, in a fixed order; none for a sound tournament.</summary>
internal static class RatingWarnings
{
    private const int MinMotions = 10, MinGames = 10, MaxTriadsListed = 3;

    /// <summary>The warnings about the games, independent of the estimator.</summary>
    internal static IReadOnlyList<string> Find(GameTable games)
    {
        var counts = games.CountPairs();
        return
        [
            .. TooFewMotions(games), .. TooFewGames(games, counts), .. DisconnectedGroups(games, counts), .. PerfectScores(games, counts),
            .. SeparatedGroups(games, counts), .. CircularTriads(games, counts),
        ];
    }

    /// <summary>The warning about pairs that do not count because only one of their debates has finished.</summary>
    internal static IEnumerable<string> IncompletePairs(int pairs) => pairs switch
    {
        0 => [],
        1 => ["1 pair has only one finished debate on a motion and does not count for ratings"],
        _ => [$"{pairs} pairs have only one finished debate on a motion and do not count for ratings"],
    };

    /// <summary>The warning about an estimator that depends on the order of games.</summary>
    internal static IEnumerable<string> OrderDependence(IRatingEstimator estimator) => estimator.DependsOnOrder
        ? [$"{estimator.Name} depends on the order of the games: other orders give other ratings, intervals are of this order"] : [];

    /// <summary>The warnings about effects that an estimator would adjust for and cannot.</summary>
    internal static IEnumerable<string> UntoldEffects(IRatingEstimator estimator, GameTable games) =>
        estimator is ContextualBradleyTerry && games.Motions.Count > 0 ? games.Circumstances.Untold : [];

    private static IEnumerable<string> TooFewMotions(GameTable games) => games.Motions.Count switch
    {
        0 => ["no motion has a finished pair of debates: ratings are the prior's"],
        1 => ["only one motion: how much it decided cannot be told, so intervals are the model's own and no rank is sure"],
        < MinMotions => [$"only {games.Motions.Count} motions: intervals by motion are rough"],
        _ => [],
    };

    private static IEnumerable<string> TooFewGames(GameTable games, PairCounts counts)
    {
        var few = Enumerable.Range(0, counts.Count).Where(i => counts.Games(i) is > 0 and < MinGames).ToArray();
        if (few.Length > 0 && games.Motions.Count >= MinMotions)
            yield return $"fewer than {MinGames} games, too few for a rating: " + string.Join(
                ", ", few.Select(i => FormattableString.Invariant($"{games.Names[i]} ({counts.Games(i)})")));
    }

    private static IEnumerable<string> DisconnectedGroups(GameTable games, PairCounts counts)
    {
        var members = GroupMembers(games, counts.FindIslands());
        if (members.Count < 2 || games.Motions.Count == 0) yield break;
        yield return $"{members.Count} groups never met, ratings compare only within each: "
            + string.Join("; ", members.Select(group => string.Join(", ", group)));
    }

    private static IEnumerable<string> PerfectScores(GameTable games, PairCounts counts)
    {
        for (var i = 0; i < counts.Count; i++)
        {
            if (counts.Games(i) == 0) continue;
            if (TotalPoints(counts, i) == counts.Games(i))
                yield return $"{games.Names[i]} won every pair: the prior alone keeps the rating finite, its upper end is no bound";
            if (TotalPoints(counts, i) == 0)
                yield return $"{games.Names[i]} lost every pair: the prior alone keeps the rating finite, its lower end is no bound";
        }
    }

    /// <summary>Groups of several debaters who lost no point to the others: none of them has a perfect score, but the group has.</summary>
    private static IEnumerable<string> SeparatedGroups(GameTable games, PairCounts counts)
    {
        var groups = counts.FindGroups((i, j) => counts.Points(i, j) > 0);
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

    private static IEnumerable<string> CircularTriads(GameTable games, PairCounts counts)
    {
        var circles = CircularTriad.FindAll(counts).ToArray();
        foreach (var (a, b, c) in circles.Take(MaxTriadsListed))
            yield return $"{games.Names[a]} beats {games.Names[b]} beats {games.Names[c]} beats {games.Names[a]}: "
                + "one rating each cannot say that";
        if (circles.Length > MaxTriadsListed) yield return $"{circles.Length - MaxTriadsListed} more such circles of three";
    }

    private static double TotalPoints(PairCounts counts, int of) =>
        Enumerable.Range(0, counts.Count).Sum(i => i == of ? 0 : counts.Points(of, i));

    private static List<List<string>> GroupMembers(GameTable games, int[] groups) =>
        [.. groups.Zip(games.Names).GroupBy(entry => entry.First, entry => entry.Second).Select(group => group.ToList())];
}

/// <summary>
/// Three debaters each of whom significantly beats the next (circular triads, Kendall and Babington Smith 1940), which one rating a debater
/// cannot express. A pair is significant if the 99 % Wilson interval of the points excludes one half.
/// </summary>
internal sealed record CircularTriad(int A, int B, int C)
{
    private const double Z99 = 2.5758293035489004;

    /// <summary>Every circular triad once, its lowest index first.</summary>
    internal static IEnumerable<CircularTriad> FindAll(PairCounts counts)
    {
        var beats = new bool[counts.Count, counts.Count];
        foreach (var (a, b) in counts.PlayedPairs())
        {
            var share = Wilson.ComputeInterval(counts.Points(a, b), counts.Games(a, b), Z99);
            (beats[a, b], beats[b, a]) = (share.Low > 0.5, share.High < 0.5);
        }
        for (var a = 0; a < counts.Count; a++)
            for (var b = a + 1; b < counts.Count; b++)
                for (var c = a + 1; c < counts.Count; c++)
                    if (beats[a, b] && beats[b, c] && beats[c, a]) yield return new(a, b, c);
    }
}
