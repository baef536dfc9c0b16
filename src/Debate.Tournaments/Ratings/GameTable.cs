namespace Debate.Tournaments;

/// <summary>
/// Games with names and motions numbered, ready for an estimator: <see cref="Names"/> and <see cref="Motions"/> in ordinal order, the
/// games in the order given. A motion may count several times (<see cref="Weighted"/>), as in a bootstrap resample.
/// </summary>
public sealed class GameTable
{
    private readonly Row[] _rows;
    private readonly int[] _weights;

    private GameTable(IReadOnlyList<string> names, IReadOnlyList<string> motions, Row[] rows, int[] weights) =>
        (Names, Motions, _rows, _weights) = (names, motions, rows, weights);

    internal readonly record struct Row(int A, int B, double Score, int Motion);

    /// <summary>All debaters, in ordinal order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>All motions, in ordinal order.</summary>
    public IReadOnlyList<string> Motions { get; }

    /// <summary>The table of the games; <paramref name="debaters"/> adds names that may not have played yet.</summary>
    public static GameTable Of(IReadOnlyCollection<Game> games, IEnumerable<string>? debaters = null)
    {
        var names = Sorted(games.SelectMany(game => new[] { game.A, game.B }).Concat(debaters ?? []));
        var motions = Sorted(games.Select(game => game.Motion));
        var name = Numbered(names);
        var motion = Numbered(motions);
        var rows = games.Select(game => new Row(name[game.A], name[game.B], game.Score, motion[game.Motion])).ToArray();
        return new GameTable(names, motions, rows, Enumerable.Repeat(1, motions.Count).ToArray());
    }

    /// <summary>The same games, those of motion i counted <c>weights[i]</c> times.</summary>
    public GameTable Weighted(int[] weights) => new(Names, Motions, _rows, weights);

    /// <summary>The games in order, each as often as its motion counts.</summary>
    internal IEnumerable<Row> Rows() => _rows.SelectMany(row => Enumerable.Repeat(row, _weights[row.Motion]));

    /// <summary>Wins and ties of every pair.</summary>
    internal PairCounts Counts()
    {
        var counts = new PairCounts(Names.Count);
        foreach (var row in _rows) counts.Add(row.A, row.B, row.Score, _weights[row.Motion]);
        return counts;
    }

    private static List<string> Sorted(IEnumerable<string> values) =>
        values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();

    private static Dictionary<string, int> Numbered(List<string> values) =>
        values.Select((value, i) => (value, i)).ToDictionary(entry => entry.value, entry => entry.i, StringComparer.Ordinal);
}
