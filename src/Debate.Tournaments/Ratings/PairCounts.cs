namespace Debate.Tournaments;

/// <summary>What pairs of debaters did to each other: the sufficient statistic of the pair models. Sums of whole numbers are exact,
/// so the order of the games cannot matter.</summary>
internal sealed class PairCounts(int count)
{
    private readonly double[,] _wins = new double[count, count];
    private readonly double[,] _ties = new double[count, count];

    internal int Count => count;

    internal void Add(int a, int b, double score, int times)
    {
        if (score == 1) _wins[a, b] += times;
        else if (score == 0) _wins[b, a] += times;
        else _ties[Math.Min(a, b), Math.Max(a, b)] += times;
    }

    internal double Wins(int over, int loser) => _wins[over, loser];

    internal double Ties(int a, int b) => _ties[Math.Min(a, b), Math.Max(a, b)];

    internal double Games(int a, int b) => Wins(a, b) + Wins(b, a) + Ties(a, b);

    /// <summary>The points of a against b, a tie counted as half a win.</summary>
    internal double Points(int a, int b) => Wins(a, b) + Ties(a, b) / 2;

    /// <summary>
    /// For each debater the number of its group, where a group is closed under <paramref name="linked"/> in both directions of travel
    /// (strongly connected); groups are numbered by their first member.
    /// </summary>
    internal int[] Groups(Func<int, int, bool> linked)
    {
        var reach = Reach(linked);
        var all = Enumerable.Range(0, count).ToArray();
        return Array.ConvertAll(all, i => all.First(j => i == j || (reach[i, j] && reach[j, i])));
    }

    private bool[,] Reach(Func<int, int, bool> linked)
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
