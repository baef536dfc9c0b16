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

    internal override PairModel CreateModel(GameTable games)
    {
        var circumstances = FindCircumstances(games).ToArray();
        var shape = new PairShape(games.Names.Count, circumstances.Length, HasTies: true, ToLogStrength(PriorPoints));
        SufficientStatistic CellOf(GameRow row, GameTotals sum) =>
            new(CreateEntries(row, circumstances, shape.Debaters), sum.Games, sum.ScoreDifference, sum.Ties);
        return new(shape, new(shape, MergeGames(games).Select(m => CellOf(m.Row, m.Sum))), row => CellOf(row, GameTotals.FromRow(row, 1)))
        {
            EffectNames = [.. circumstances.Select(c => c.Name)],
        };
    }

    /// <summary>The games grouped by circumstances and summed: the model uses no other difference between them.</summary>
    private static IEnumerable<(GameRow Row, GameTotals Sum)> MergeGames(GameTable games)
    {
        var sums = new Dictionary<GameRow, GameTotals>();
        foreach (var row in games.SortedGames())
        {
            if (games.MotionWeight(row.Motion) is not (> 0 and var times)) continue;
            var alike = row with { Score = 0, Motion = 0, Margin = 0 };
            sums[alike] = sums.GetValueOrDefault(alike) + GameTotals.FromRow(row, times);
        }
        // In the order of first appearance among the sorted games, so that nothing depends on hash order.
        return sums.Select(entry => (entry.Key, entry.Value));
    }

    private static IEnumerable<Circumstance> FindCircumstances(GameTable games)
    {
        var rows = games.SortedGames();
        var hasSides = rows.Any(row => row.Side != 0);
        if (hasSides) yield return new("for the motion", row => row.Side);
        if (rows.Any(row => row.First != 0) && !(hasSides && IsFirstTiedToSide(rows))) yield return new("heard first", row => row.First);
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

    private static bool IsFirstTiedToSide(IReadOnlyList<GameRow> rows) =>
        rows.All(row => row.First == row.Side) || rows.All(row => row.First == -row.Side);

    private static DesignEntry[] CreateEntries(GameRow row, Circumstance[] circumstances, int first)
    {
        var terms = new List<DesignEntry>(5) { new(row.A, 1), new(row.B, -1) };
        for (var i = 0; i < circumstances.Length; i++)
            if (circumstances[i].Value(row) is not 0 and var weight) terms.Add(new(first + i, weight));
        return [.. terms];
    }

    private sealed record Circumstance(string Name, Func<GameRow, double> Value);

    private readonly record struct GameTotals(double Games, double ScoreDifference, double Ties)
    {
        internal static GameTotals FromRow(GameRow row, int times) => new(times, times * (2 * row.Score - 1), row.Score == 0.5 ? times : 0);

        public static GameTotals operator +(GameTotals a, GameTotals b) =>
            new(a.Games + b.Games, a.ScoreDifference + b.ScoreDifference, a.Ties + b.Ties);
    }
}
