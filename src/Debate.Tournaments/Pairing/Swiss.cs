using Debate.Core.Input;

namespace Debate.Tournaments;

/// <summary>
/// A Swiss tournament (J. Müller, Zürich 1895): in each round everybody meets an opponent with about equal points. The round is a
/// minimum-cost perfect matching (<see cref="MinimumCostMatching"/>). The costs are, in lexicographic order: rematches; second byes; sides
/// out of balance by more than one; squared differences of points; and, among equal points, the distance from the upper half meeting the
/// lower half by seed. With an odd number of debaters the bye goes, by the same rule, as low as possible and counts as a win. Before all
/// costs comes that the rounds left can be played without rematches and second byes (<see cref="SwissLookAhead"/>).
/// </summary>
public sealed class Swiss : ISchedule
{
    /// <summary>The maximum number of debaters; beyond it the matching takes seconds.</summary>
    public const int MaxDebaters = 256;

    /// <inheritdoc/>
    public string Name => "swiss";

    /// <inheritdoc/>
    public bool HasConfigurableRounds => true;

    /// <summary>The number of rounds: as specified, otherwise the binary logarithm of the number of debaters, rounded up.</summary>
    public static int RoundCount(Entrants field) =>
        field.Rounds ?? Math.Max(1, (int)Math.Ceiling(Math.Log2(field.Debaters.Count)));

    /// <inheritdoc/>
    public long MaxDebates(Entrants field) => (long)RoundCount(field) * (field.Debaters.Count / 2) * field.DebatesPerMeeting;

    /// <inheritdoc/>
    public int MaxRounds(Entrants field) => RoundCount(field);

    /// <inheritdoc/>
    public void Validate(Entrants field)
    {
        MatchedRound.Validate(field);
        var (rounds, debates) = (RoundCount(field), field.DebatesPerMeeting);
        if (!SwissCosts.CanCount(field.Debaters.Count, rounds, debates))
            throw new InputException(FormattableString.Invariant(
                $"rounds: {rounds} are too many for a Swiss of {field.Debaters.Count} debaters with {debates} debates a meeting: ")
                + "the costs of the last pairings exceed 63 bits. Play fewer rounds, or round-robin");
    }

    /// <inheritdoc/>
    public Round? NextRound(Entrants field, IReadOnlyList<PlayedRound> rounds)
    {
        if (rounds.Count >= RoundCount(field) || rounds.Any(r => !r.IsFinished)) return null;
        MatchedRound.Validate(field);
        var costs = new SwissCosts(field, rounds);
        return MatchedRound.Create(field, rounds, present => new SwissLookAhead(field, rounds, present, costs).ChooseMates());
    }

    /// <summary>By points, then by the opponents' points; who has neither met anybody nor had a bye or forfeit has no place.</summary>
    public IReadOnlyList<FinalPlace> RankDebaters(Entrants field, IReadOnlyList<PlayedRound> rounds)
    {
        var board = new Scoreboard(field, rounds);
        var places = field.Debaters.Select((name, i) => new FinalPlace(0, name, board.Points[i], board.Buchholz(i)));
        var placed = FinalPlace.AssignPositions(
            places.OrderByDescending(p => p.Points).ThenByDescending(p => p.Opposition), p => (p.Points, p.Opposition));
        var met = rounds.SelectMany(r => r.Games.SelectMany(g => new[] { g.A, g.B }).Concat(r.Round.Byes)
            .Concat(r.Forfeits.SelectMany(f => new[] { f.Pairing.Pro, f.Pairing.Con }))).ToHashSet(StringComparer.Ordinal);
        return FinalPlace.WithdrawPositions(placed, place => met.Contains(place.Name));
    }
}

/// <summary>
/// The lexicographic costs of a Swiss round as one integer a pair. The unit of each kind of cost exceeds the largest total of all lower
/// kinds over a whole round, so that the minimum sum is the lexicographic minimum; a sum beyond 63 bits is an
/// <see cref="OverflowException"/>.
/// </summary>
internal sealed class SwissCosts
{
    private readonly Scoreboard _board;
    private readonly int _count;
    private readonly int[] _rank;
    private readonly bool _hasEvenDebates;
    private readonly (long Points, long Imbalance, long Bye, long Again) _unit;

    internal SwissCosts(Entrants field, IReadOnlyList<PlayedRound> rounds)
    {
        _board = new(field, rounds);
        _count = field.Debaters.Count;
        _hasEvenDebates = field.DebatesPerMeeting % 2 == 0;
        var order = Enumerable.Range(0, _count).OrderByDescending(i => _board.Points[i]).ToArray();
        _rank = new int[_count];
        for (var place = 0; place < _count; place++) _rank[order[place]] = place;
        _unit = ComputeUnits(_count, rounds.Count + 1, field.DebatesPerMeeting);
    }

    /// <summary>Whether the costs of so many rounds fit into 63 bits.</summary>
    internal static bool CanCount(int debaters, int rounds, int debatesPerMeeting)
    {
        try
        {
            _ = ComputeUnits(debaters, rounds, debatesPerMeeting);
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    /// <summary>The cost of a meeting, or of a bye if b is the number of debaters.</summary>
    internal long ComputeCost(int a, int b) => ComputeCostAtFirstMeeting(a, b)
        + (b == _count ? _unit.Bye * _board.Byes[a] : _unit.Again * _board.MeetingCount(a, b));

    /// <summary>The cost as if the two had never met, or a never had a bye.</summary>
    internal long ComputeCostAtFirstMeeting(int a, int b) => b == _count
        ? _unit.Points * ScaledSquare(_board.Points[a] - _board.Points.Min()) + (_count - 1 - _rank[a])
        : _unit.Imbalance * Imbalance(a, b) + _unit.Points * ScaledSquare(_board.Points[a] - _board.Points[b]) + SeedOffset(a, b);

    private static (long Points, long Imbalance, long Bye, long Again) ComputeUnits(long debaters, long played, long debatesPerMeeting)
    {
        checked
        {
            var pairs = (debaters + 1) / 2;
            var points = pairs * debaters + 1;
            var imbalance = points * (pairs * 4 * played * played + 1);
            var bye = imbalance * (2 * pairs * played * debatesPerMeeting + 1);
            var again = bye * (played + 1);
            // The largest cost that a pair can have must fit.
            _ = again * (played + 1) * 4;
            return (points, imbalance, bye, again);
        }
    }

    /// <summary>
    /// The imbalance of sides beyond one, after a meeting in which the debater with fewer motions spoken for speaks for the next.
    /// </summary>
    private int Imbalance(int a, int b)
    {
        var (low, high) = (Math.Min(_board.Balance[a], _board.Balance[b]), Math.Max(_board.Balance[a], _board.Balance[b]));
        if (!_hasEvenDebates) (low, high) = (low + 1, high - 1);
        return Math.Max(0, Math.Abs(low) - 1) + Math.Max(0, Math.Abs(high) - 1);
    }

    /// <summary>
    /// For two debaters with equal points, how far their distance is from half their score group; at 0 the upper half meets the lower half.
    /// </summary>
    private int SeedOffset(int a, int b)
    {
        var group = _board.Points.Count(p => p == _board.Points[a]);
        return _board.Points[a] == _board.Points[b] ? Math.Abs(Math.Abs(_rank[a] - _rank[b]) - group / 2) : 0;
    }

    // Points are multiples of one half, so four times a square is an integer.
    private static long ScaledSquare(double difference) => (long)(4 * difference * difference);
}

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
