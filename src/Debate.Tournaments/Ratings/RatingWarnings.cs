namespace Debate.Tournaments;

/// <summary>What a reader of the ratings must know: one sentence each, in a fixed order; none for a sound tournament.</summary>
internal static class RatingWarnings
{
    internal static IReadOnlyList<string> Of(GameTable games, int incomplete)
    {
        var counts = games.Counts();
        return [.. Motions(games), .. Pairs(incomplete), .. Groups(games, counts), .. Extremes(games, counts)];
    }

    private static IEnumerable<string> Motions(GameTable games) => games.Motions.Count switch
    {
        0 => ["no motion has a finished pair of debates: ratings are the prior's"],
        1 => ["only one motion: the bootstrap over motions cannot estimate uncertainty, intervals have no width"],
        < 10 => [$"only {games.Motions.Count} motions: bootstrap intervals are likely too narrow"],
        _ => [],
    };

    private static IEnumerable<string> Pairs(int incomplete) => incomplete switch
    {
        0 => [],
        1 => ["1 pair has only one finished debate on a motion and does not count for ratings"],
        _ => [$"{incomplete} pairs have only one finished debate on a motion and do not count for ratings"],
    };

    private static IEnumerable<string> Groups(GameTable games, PairCounts counts)
    {
        var groups = counts.Groups((i, j) => counts.Games(i, j) > 0);
        var members = groups.Select((group, i) => (group, games.Names[i])).GroupBy(entry => entry.group, entry => entry.Item2).ToList();
        if (members.Count < 2 || games.Motions.Count == 0) yield break;
        yield return $"{members.Count} groups never met, ratings compare only within each: "
            + string.Join("; ", members.Select(group => string.Join(", ", group)));
    }

    private static IEnumerable<string> Extremes(GameTable games, PairCounts counts)
    {
        for (var i = 0; i < counts.Count; i++)
        {
            var others = Enumerable.Range(0, counts.Count).Where(j => j != i).ToList();
            if (others.Sum(j => counts.Games(i, j)) == 0) continue;
            if (others.Sum(j => counts.Points(j, i)) == 0)
                yield return $"{games.Names[i]} won every pair: the prior alone keeps the rating finite, its upper end is no bound";
            if (others.Sum(j => counts.Points(i, j)) == 0)
                yield return $"{games.Names[i]} lost every pair: the prior alone keeps the rating finite, its lower end is no bound";
        }
    }
}
