namespace Debate.Tournaments;

/// <summary>
/// Bradley and Terry's model with Davidson's ties that also estimates the effects of circumstances and adjusts the ratings for them, as
/// Chatbot Arena's style control does (Li, Angelopoulos and Chiang, "Does style matter?", 2024) and, for order, Davidson and Beaver (1977):
/// the side, the order in which the judge saw the debaters, each judge's own bias on top of that, and the length, as (a - b) / (a + b) over
/// its standard deviation. A circumstance that is unknown, or that coincides with the side, has no effect of its own. Priors: strengths as
/// in <see cref="BradleyTerryDavidson"/>, effects normal with mean 0 and standard deviation 2 (log odds).
/// </summary>
public sealed class ContextualBradleyTerry : LikelihoodEstimator
{
    /// <inheritdoc/>
    public override string Name => "contextual";

    /// <inheritdoc/>
    public override bool AdjustsForSides => true;

    internal override PairModel Model(GameTable games)
    {
        var circumstances = Circumstances(games).ToArray();
        var shape = new PairShape(games.Names.Count, circumstances.Length, HasTies: true, LogStrengths(PriorPoints));
        Cell CellOf(GameRow row, Sum sum) => new(Terms(row, circumstances, shape.Debaters), sum.Games, sum.Surplus, sum.Ties);
        return new(shape, new(shape, Merged(games).Select(m => CellOf(m.Row, m.Sum))), row => CellOf(row, Sum.Of(row, 1)))
        {
            EffectNames = [.. circumstances.Select(c => c.Name)],
        };
    }

    /// <summary>The games grouped by circumstances and summed: the model uses no other difference between them.</summary>
    private static IEnumerable<(GameRow Row, Sum Sum)> Merged(GameTable games)
    {
        var sums = new Dictionary<GameRow, Sum>();
        foreach (var row in games.Sorted())
        {
            if (games.Times(row.Motion) is not (> 0 and var times)) continue;
            var alike = row with { Score = 0, Motion = 0, Margin = 0 };
            sums[alike] = sums.GetValueOrDefault(alike) + Sum.Of(row, times);
        }
        // In the order of first appearance among the sorted games, so that nothing depends on hash order.
        return sums.Select(entry => (entry.Key, entry.Value));
    }

    private static IEnumerable<Circumstance> Circumstances(GameTable games)
    {
        var rows = games.Sorted();
        var hasSides = rows.Any(row => row.Side != 0);
        if (hasSides) yield return new("for the motion", row => row.Side);
        if (rows.Any(row => row.First != 0) && !(hasSides && SameUpToSign(rows))) yield return new("heard first", row => row.First);
        if (games.Judges.Count > 1)
            for (var i = 0; i < games.Judges.Count; i++)
            {
                var judge = i;
                yield return new(
                    $"{(hasSides ? "for the motion" : "heard first")} before judge {games.Judges[i]}",
                    row => row.Judge == judge ? hasSides ? row.Side : row.First : 0);
            }
        var deviation = Math.Sqrt(rows.Sum(row => row.Length * row.Length) / Math.Max(1, rows.Count));
        if (deviation > 0) yield return new("longer by one deviation", row => row.Length / deviation);
    }

    private static bool SameUpToSign(IReadOnlyList<GameRow> rows) =>
        rows.All(row => row.First == row.Side) || rows.All(row => row.First == -row.Side);

    private static Term[] Terms(GameRow row, Circumstance[] circumstances, int first)
    {
        var terms = new List<Term>(5) { new(row.A, 1), new(row.B, -1) };
        for (var i = 0; i < circumstances.Length; i++)
            if (circumstances[i].Of(row) is not 0 and var weight) terms.Add(new(first + i, weight));
        return [.. terms];
    }

    private sealed record Circumstance(string Name, Func<GameRow, double> Of);

    private readonly record struct Sum(double Games, double Surplus, double Ties)
    {
        internal static Sum Of(GameRow row, int times) => new(times, times * (2 * row.Score - 1), row.Score == 0.5 ? times : 0);

        public static Sum operator +(Sum a, Sum b) => new(a.Games + b.Games, a.Surplus + b.Surplus, a.Ties + b.Ties);
    }
}
