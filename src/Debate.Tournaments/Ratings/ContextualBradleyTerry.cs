namespace Debate.Tournaments;

/// <summary>
/// Bradley and Terry's model with Davidson's ties that also estimates the effects of circumstances and adjusts the ratings for them, as
/// Chatbot Arena's style control does (Li, Angelopoulos and Chiang, "Does style matter?", 2024) and, for order, Davidson and Beaver (1977).
/// The circumstances are those of <see cref="Circumstances"/> whose effects the games tell. Priors: strengths as in
/// <see cref="BradleyTerryDavidson"/>, effects normal with mean 0 and standard deviation 2 (log odds).
/// </summary>
public sealed class ContextualBradleyTerry : LikelihoodEstimator
{
    /// <inheritdoc/>
    public override string Name => "contextual";

    /// <inheritdoc/>
    public override bool AdjustsForSides => true;

    internal override PairModel CreateModel(GameTable games)
    {
        var circumstances = games.Circumstances.Told;
        var shape = new PairShape(games.Names.Count, circumstances.Count, HasTies: true, ToLogStrength(PriorPoints));
        return new(shape, CreateLikelihood(games, circumstances, shape),
            row => CreateStatistic(row, GameTotals.FromRow(row, 1), circumstances, shape))
        {
            EffectNames = [.. circumstances.Select(c => c.Name)],
        };
    }

    /// <summary>The likelihood of the games under the effects of these circumstances.</summary>
    internal static PairLikelihood CreateLikelihood(GameTable games, IReadOnlyList<Circumstance> circumstances, PairShape shape) =>
        new(shape, MergeGames(games).Select(merged => CreateStatistic(merged.Row, merged.Sum, circumstances, shape)));

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

    private static SufficientStatistic CreateStatistic(
        GameRow row, GameTotals sum, IReadOnlyList<Circumstance> circumstances, PairShape shape)
    {
        var terms = new List<DesignEntry>(5) { new(row.A, 1), new(row.B, -1) };
        for (var i = 0; i < circumstances.Count; i++)
            if (circumstances[i].Value(row) is not 0 and var weight) terms.Add(new(shape.Debaters + i, weight));
        return new([.. terms], sum.Games, sum.ScoreDifference, sum.Ties);
    }

    private readonly record struct GameTotals(double Games, double ScoreDifference, double Ties)
    {
        internal static GameTotals FromRow(GameRow row, int times) => new(times, times * (2 * row.Score - 1), row.Score == 0.5 ? times : 0);

        public static GameTotals operator +(GameTotals a, GameTotals b) =>
            new(a.Games + b.Games, a.ScoreDifference + b.ScoreDifference, a.Ties + b.Ties);
    }
}
