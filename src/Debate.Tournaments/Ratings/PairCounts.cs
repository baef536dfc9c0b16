namespace Debate.Tournaments;

/// <summary>
/// Wins, ties and margins of each pair of debaters: the sufficient statistic of the pair models. Counts are exact, and margins are summed
/// in the order of <see cref="GameTable.SortedGames()"/>, so the order in which games ended has no effect.
/// </summary>
internal sealed class PairCounts(int count)
{
    private readonly double[] _results = new double[2 * count * count];
    private readonly double[,] _margins = new double[count, count];

    internal int Count => count;

    /// <summary>The number of a game's result among all that are possible: a win of one over another, or a tie of two.</summary>
    internal static int FindResult(in GameRow row, int count) => row.Score switch
    {
        1 => row.A * count + row.B,
        0 => row.B * count + row.A,
        _ => (count + Math.Min(row.A, row.B)) * count + Math.Max(row.A, row.B),
    };

    internal void Add(int result, int times) => _results[result] += times;

    internal void AddMargin(in GameRow row, int times) =>
        _margins[Math.Min(row.A, row.B), Math.Max(row.A, row.B)] += times * (row.A < row.B ? row.Margin : -row.Margin);

    internal double Wins(int over, int loser) => _results[over * count + loser];

    internal double Ties(int a, int b) => _results[(count + Math.Min(a, b)) * count + Math.Max(a, b)];

    internal double Games(int a, int b) => Wins(a, b) + Wins(b, a) + Ties(a, b);

    /// <summary>The points of a against b, a tie counted as half a win.</summary>
    internal double Points(int a, int b) => Wins(a, b) + Ties(a, b) / 2;

    /// <summary>The sum of the margins of a over b.</summary>
    internal double Margin(int a, int b) => a < b ? _margins[a, b] : -_margins[b, a];

    /// <summary>The number of games of a debater.</summary>
    internal double Games(int a) => Enumerable.Range(0, count).Sum(b => b == a ? 0 : Games(a, b));

    /// <summary>Every pair that met, the lower index first.</summary>
    internal IEnumerable<(int A, int B)> PlayedPairs()
    {
        for (var a = 0; a < count; a++)
            for (var b = a + 1; b < count; b++)
                if (Games(a, b) > 0) yield return (a, b);
    }

    /// <summary>For each debater the first member of its island: those whom a chain of games compares with it, and itself.</summary>
    internal int[] FindIslands()
    {
        var island = Enumerable.Range(0, count).ToArray();
        int Find(int i)
        {
            while (island[i] != i) i = island[i] = island[island[i]];
            return i;
        }
        foreach (var (a, b) in PlayedPairs())
        {
            var (one, other) = (Find(a), Find(b));
            island[Math.Max(one, other)] = Math.Min(one, other);
        }
        return [.. Enumerable.Range(0, count).Select(Find)];
    }

    /// <summary>
    /// For each debater the number of its group: the strongly connected components of the directed graph <paramref name="linked"/>,
    /// numbered by their first member.
    /// </summary>
    internal int[] FindGroups(Func<int, int, bool> linked)
    {
        var reach = TransitiveClosure(linked);
        var all = Enumerable.Range(0, count).ToArray();
        return Array.ConvertAll(all, i => all.First(j => i == j || (reach[i, j] && reach[j, i])));
    }

    private bool[,] TransitiveClosure(Func<int, int, bool> linked)
    {
        var reach = new bool[count, count];
        for (var i = 0; i < count; i++)
            for (var j = 0; j < count; j++) reach[i, j] = linked(i, j);
        for (var k = 0; k < count; k++)
            for (var i = 0; i < count; i++)
                for (var j = 0; j < count; j++) reach[i, j] |= reach[i, k] && reach[k, j];
        return reach;
    }
}

/// <summary>
/// Debates scored by motion pair: the debates of two debaters on one motion, with the sides swapped, become one result, so that a motion
/// that favours a side favours no debater. More than half of the points is a win (2-0, 1.5-0.5), half a tie (1-1), less a loss. A pair with
/// only one finished debate gives no result, because a single debate measures the side as much as the debater.
/// </summary>
/// <param name="Results">One game a pair and motion, ordered by motion and names; A is the ordinally smaller name.</param>
/// <param name="Incomplete">The number of pairs left out because only one of their debates has finished.</param>
public sealed record MotionPairs(IReadOnlyList<Game> Results, int Incomplete)
{
    /// <summary>
    /// The motion pairs of the debates, independent of their order. If a format debates each motion once (<paramref name="bothSides"/> is
    /// false), a single debate is a result.
    /// </summary>
    public static MotionPairs FromDebates(IEnumerable<Game> debates, bool bothSides = true)
    {
        var pairs = debates.GroupBy(PairKey).OrderBy(pair => pair.Key.Motion, StringComparer.Ordinal)
            .ThenBy(pair => pair.Key.A, StringComparer.Ordinal).ThenBy(pair => pair.Key.B, StringComparer.Ordinal).ToList();
        var complete = pairs.Where(pair => !bothSides || pair.Skip(1).Any()).Select(ToResult).ToList();
        return new MotionPairs(complete, pairs.Count - complete.Count);
    }

    private static (string Motion, string A, string B) PairKey(Game game) =>
        string.CompareOrdinal(game.A, game.B) < 0 ? (game.Motion, game.A, game.B) : (game.Motion, game.B, game.A);

    private static Game ToResult(IGrouping<(string Motion, string A, string B), Game> pair)
    {
        var margin = pair.Sum(game => game.A == pair.Key.A ? game.Score - 0.5 : 0.5 - game.Score);
        return new Game(pair.Key.A, pair.Key.B, (Math.Sign(margin) + 1) / 2.0, pair.Key.Motion);
    }
}
