namespace Debate.Tournaments;

/// <summary>
/// Games with debaters, motions and judges replaced by indices in ordinal order, as estimators need them. A motion may count several times
/// (<see cref="WithMotionWeights"/>), as in a bootstrap resample.
/// </summary>
public sealed class GameTable
{
    private readonly Rows _rows;
    private readonly int[] _weights;
    private readonly Lazy<Circumstances> _circumstances;

    private GameTable(Rows rows, int[] weights, Lazy<Circumstances>? circumstances = null) =>
        (_rows, _weights, _circumstances) = (rows, weights, circumstances ?? new(() => Circumstances.Find(this)));

    /// <summary>All debaters, in ordinal order.</summary>
    public IReadOnlyList<string> Names => _rows.Names;

    /// <summary>All motions, in ordinal order.</summary>
    public IReadOnlyList<string> Motions => _rows.Motions;

    /// <summary>All known judges, in ordinal order.</summary>
    public IReadOnlyList<string> Judges => _rows.Judges;

    /// <summary>The table of the games; <paramref name="debaters"/> adds debaters who may not have played yet.</summary>
    public static GameTable Create(IReadOnlyCollection<Game> games, IEnumerable<string>? debaters = null)
    {
        var names = DistinctSorted(games.SelectMany(game => new[] { game.A, game.B }).Concat(debaters ?? []));
        var motions = DistinctSorted(games.Select(game => game.Motion));
        var judges = DistinctSorted(games.Select(game => game.Judge).OfType<string>());
        var (name, motion, judge) = (IndexByName(names), IndexByName(motions), IndexByName(judges));
        var played = games.Select(game => new GameRow(name[game.A], name[game.B], game.Score, motion[game.Motion])
        {
            Margin = game.Margin,
            Side = game.Side,
            First = game.First,
            Judge = game.Judge is { } known ? judge[known] : -1,
            Length = game.Length,
        }).ToArray();
        return new GameTable(new(names, motions, judges, played, [.. played.Order()]), Enumerable.Repeat(1, motions.Count).ToArray());
    }

    /// <summary>
    /// The same games, those of motion i counted <c>weights[i]</c> times: one weight, 0 or more, for each of <see cref="Motions"/>, in that
    /// order.
    /// </summary>
    public GameTable WithMotionWeights(int[] weights) => new(_rows, weights, _circumstances);

    /// <summary>The circumstances of the games, found in all motions whatever their weights: resamples have the same effects.</summary>
    internal Circumstances Circumstances => _circumstances.Value;

    /// <summary>
    /// The games in the given order, each repeated as often as its motion counts: for estimators that depend on the order.
    /// </summary>
    internal IEnumerable<GameRow> GamesInOrder() => _rows.Played.SelectMany(row => Enumerable.Repeat(row, _weights[row.Motion]));

    /// <summary>
    /// The games sorted by motion, debaters and result: sums in this order are identical to the last bit whatever the order in which the
    /// games ended. Each game occurs once; <see cref="MotionWeight"/> is its weight.
    /// </summary>
    internal IReadOnlyList<GameRow> SortedGames() => _rows.Sorted;

    /// <summary>The weight of a motion's games.</summary>
    internal int MotionWeight(int motion) => _weights[motion];

    /// <summary>Wins, ties and margins of every pair.</summary>
    internal PairCounts CountPairs()
    {
        var counts = new PairCounts(Names.Count);
        foreach (var (motion, result) in _rows.Results) counts.Add(result, _weights[motion]);
        if (!_rows.HasMargins) return counts;
        foreach (ref readonly var row in _rows.Sorted.AsSpan())
            if (_weights[row.Motion] is > 0 and var times) counts.AddMargin(row, times);
        return counts;
    }

    private static List<string> DistinctSorted(IEnumerable<string> values) =>
        values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();

    private static Dictionary<string, int> IndexByName(List<string> values) =>
        values.Select((value, i) => (value, i)).ToDictionary(entry => entry.value, entry => entry.i, StringComparer.Ordinal);

    private sealed record Rows(
        IReadOnlyList<string> Names, IReadOnlyList<string> Motions, IReadOnlyList<string> Judges, GameRow[] Played, GameRow[] Sorted)
    {
        // All that a resample counts of a game, in an eighth of the memory of its row: it is walked a thousand times.
        public (int Motion, int Result)[] Results { get; } =
            Array.ConvertAll(Sorted, row => (row.Motion, PairCounts.FindResult(row, Names.Count)));

        public bool HasMargins { get; } = Sorted.Any(row => row.Margin != 0);
    }
}

/// <summary>A <see cref="Game"/> as indices into its table; judge -1 is unknown.</summary>
internal readonly record struct GameRow(int A, int B, double Score, int Motion) : IComparable<GameRow>
{
    internal double Margin { get; init; }

    internal int Side { get; init; }

    internal int First { get; init; }

    internal int Judge { get; init; }

    internal double Length { get; init; }

    public int CompareTo(GameRow other) => Key.CompareTo(other.Key);

    private (int, int, int, double, double, (int, int, int, double)) Key =>
        (Motion, A, B, Score, Margin, (Side, First, Judge, Length));
}
