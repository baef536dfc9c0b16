namespace Debate.Tournaments;

/// <summary>
/// Bradley and Terry's model (1952) with Davidson's ties (1970): P(i beats j) : P(tie) : P(j beats i) = p_i : v sqrt(p_i p_j) : p_j. The
/// fit is the posterior mode: each log strength has a normal prior with mean 0 and standard deviation
/// <see cref="LikelihoodEstimator.PriorPoints"/>, log v one with mean 0 and standard deviation 2. So the fit always exists and is unique,
/// and an undefeated debater's rating stays finite.
/// </summary>
public sealed class BradleyTerryDavidson : LikelihoodEstimator
{
    /// <summary>The standard deviation of the prior of the log tie parameter.</summary>
    public const double PriorLogTies = PairShape.TieDeviation;

    /// <inheritdoc/>
    public override string Name => "davidson";

    internal override PairModel CreateModel(GameTable games)
    {
        var counts = games.CountPairs();
        var shape = new PairShape(counts.Count, 0, HasTies: true, ToLogStrength(PriorPoints));
        var cells = counts.PlayedPairs().Select(pair => new SufficientStatistic(
            PairEntries(pair.A, pair.B), counts.Games(pair.A, pair.B), counts.Wins(pair.A, pair.B) - counts.Wins(pair.B, pair.A),
            counts.Ties(pair.A, pair.B)));
        return new(shape, new(shape, cells), row => new(PairEntries(row.A, row.B), 1, 2 * row.Score - 1, row.Score == 0.5 ? 1 : 0));
    }
}
