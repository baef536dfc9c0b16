namespace Debate.Tournaments;

/// <summary>
/// Chooses the pairs of a Swiss round so that the later rounds need no rematch and no second bye while a schedule without them still
/// exists: the cheapest round that leaves one (of an odd number, nobody is one more debater, whom everybody meets once). n debaters have
/// n - 1 such rounds, n if they are odd; where more are to be played, the same holds for each such cycle. Up to half as many rounds as
/// debaters, no round can spoil a later one (Dirac: a graph of n vertices, each with n / 2 edges, has a perfect matching).
/// </summary>
/// <param name="field">The entrants.</param>
/// <param name="rounds">The rounds so far.</param>
/// <param name="present">The numbers of the debaters to be paired, ascending; a vertex below is a place in this list.</param>
/// <param name="costs">The costs of the round.</param>
internal sealed class SwissLookAhead(Entrants field, IReadOnlyList<PlayedRound> rounds, IReadOnlyList<int> present, SwissCosts costs)
{
    /// <summary>How many rounds are tried, cheapest first, in a small field; the larger the field, the fewer.</summary>
    private const int MaxTried = 200, MaxTriedPairs = 20_000;

    private readonly int _count = present.Count + present.Count % 2;

    /// <summary>The mate of each vertex; the number of debaters present stands for nobody.</summary>
    internal int[] ChooseMates()
    {
        var cheapest = MinimumCostMatching.Solve(_count, (a, b) => costs.ComputeCost(DebaterAt(a), DebaterAt(b)));
        var (graph, left) = FindOpenPairs(rounds.Count);
        var degree = DisjointMatchings.MinDegree(graph);
        if (left <= 1 || degree - (left - 1) >= _count / 2 || KeepsSchedule(cheapest, graph, left)) return cheapest;
        if (FindSchedule(rounds.Count) is not { } schedule) return cheapest;
        // Every round of a schedule leaves the rest of it.
        var known = schedule.MinBy(TotalCost)!;
        return CheapestMatchings.Enumerate(graph, Cost).TakeWhile(m => m.Cost < TotalCost(known))
            .Take(Math.Min(MaxTried, MaxTriedPairs / (_count * _count))).Select(m => m.Mates)
            .FirstOrDefault(mates => KeepsSchedule(mates, graph, left), known);
    }

    private int DebaterAt(int vertex) => vertex < present.Count ? present[vertex] : field.Debaters.Count;

    private long Cost(int a, int b) => costs.ComputeCostAtFirstMeeting(DebaterAt(a), DebaterAt(b));

    private long TotalCost(int[] mates) => Enumerable.Range(0, _count).Where(a => a < mates[a]).Sum(a => Cost(a, mates[a]));

    /// <summary>Whether the round pairs open pairs alone, and the rounds left after it are found.</summary>
    private bool KeepsSchedule(int[] mates, bool[,] graph, int left)
    {
        var after = (bool[,])graph.Clone();
        for (var a = 0; a < _count; a++)
        {
            if (!graph[a, mates[a]]) return false;
            after[a, mates[a]] = false;
        }
        return DisjointMatchings.Find(after, left - 1) is not null;
    }

    /// <summary>The pairs that met least often before a round, counted from 0, and how many rounds are to be played among them.</summary>
    private (bool[,] Graph, int Left) FindOpenPairs(int round)
    {
        var board = new Scoreboard(field, [.. rounds.Take(round)]);
        var met = new int[_count, _count];
        for (var a = 0; a < _count; a++)
            for (var b = a + 1; b < _count; b++)
                met[a, b] = met[b, a] = b == present.Count ? board.Byes[present[a]] : board.MeetingCount(present[a], present[b]);
        var least = Enumerable.Range(1, _count - 1).Min(b => Enumerable.Range(0, b).Min(a => met[a, b]));
        var graph = new bool[_count, _count];
        for (var a = 0; a < _count; a++)
            for (var b = 0; b < _count; b++) graph[a, b] = a != b && met[a, b] == least;
        return (graph, Math.Min(Swiss.RoundCount(field) - round, DisjointMatchings.MinDegree(graph)));
    }

    /// <summary>
    /// A schedule of the rounds left from a round on, counted from 0: found by search; else the circle method's, where nobody met; else
    /// what is left of the one before that round. Null where there is none of these.
    /// </summary>
    private IReadOnlyList<int[]>? FindSchedule(int round)
    {
        var (graph, left) = FindOpenPairs(round);
        if (DisjointMatchings.Find(graph, left) is { } found) return found;
        if (DisjointMatchings.MinDegree(graph) == _count - 1)
            return [.. Enumerable.Range(0, _count - 1).Select(turn => ToMates(CircleMethod.PairRound(_count, turn)))];
        if (round == 0 || FindMates(rounds[round - 1].Round) is not { } played || FindSchedule(round - 1) is not { } before) return null;
        var rest = before.Where(mates => !mates.SequenceEqual(played)).ToArray();
        return rest.Length < before.Count ? rest : null;
    }

    /// <summary>The mates in a round that was played; null where others took part in it.</summary>
    private int[]? FindMates(Round round)
    {
        var vertices = present.Index().ToDictionary(p => field.Debaters[p.Item], p => p.Index, StringComparer.Ordinal);
        var pairs = round.Pairings.Select(p => (A: vertices.GetValueOrDefault(p.Pro, -1), B: vertices.GetValueOrDefault(p.Con, -1)))
            .Concat(round.Byes.Select(name => (A: vertices.GetValueOrDefault(name, -1), B: present.Count))).ToArray();
        return pairs.All(p => p.A >= 0 && p.B >= 0 && p.A < _count && p.B < _count) ? ToMates(pairs) : null;
    }

    private int[] ToMates(IEnumerable<(int A, int B)> pairs)
    {
        var mates = new int[_count];
        foreach (var (a, b) in pairs) (mates[a], mates[b]) = (b, a);
        return mates;
    }
}
