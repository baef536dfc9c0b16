namespace Debate.Tournaments;

/// <summary>
/// Wins, ties and margins of each pair of debaters: the sufficient statistic of the pair models. Counts are exact, and margins are summed
/// in the order of <see cref="GameTable.SortedGames()"/>, so the order in which games ended has no effect.
/// </summary>
internal sealed class PairCounts(int count)
{
    private readonly double[,] _wins = new double[count, count];
    private readonly double[,] _ties = new double[count, count];
    private readonly double[,] _margins = new double[count, count];

    internal int Count => count;

    internal void Add(in GameRow row, int times)
    {
        var (a, b) = (row.A, row.B);
        if (row.Score == 1) _wins[a, b] += times;
        else if (row.Score == 0) _wins[b, a] += times;
        else _ties[Math.Min(a, b), Math.Max(a, b)] += times;
        _margins[Math.Min(a, b), Math.Max(a, b)] += times * (a < b ? row.Margin : -row.Margin);
    }

    internal double Wins(int over, int loser) => _wins[over, loser];

    internal double Ties(int a, int b) => _ties[Math.Min(a, b), Math.Max(a, b)];

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
