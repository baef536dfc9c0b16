namespace Debate.Tournaments;

/// <summary>
/// Bradley and Terry's model on margins: a margin m in [-1, 1] is the share (1 + m) / 2 of a win. The logistic quasi-likelihood of shares
/// is consistent whatever their distribution (Papke and Wooldridge, "Econometric methods for fractional response variables", 1996); its
/// intervals must be robust, which sandwich and bootstrap are. Unlike wins alone it distinguishes narrow from clear losses, and separates
/// only a debater without any share. A rating difference is log odds of shares, not of wins, and so is smaller. The prior is that of
/// <see cref="BradleyTerry"/>.
/// </summary>
public sealed class MarginBradleyTerry : LikelihoodEstimator
{
    /// <inheritdoc/>
    public override string Name => "margins";

    internal override PairModel CreateModel(GameTable games)
    {
        var counts = games.CountPairs();
        var shape = new PairShape(counts.Count, 0, HasTies: false, ToLogStrength(PriorPoints));
        var cells = counts.PlayedPairs().Select(pair => new SufficientStatistic(
            PairEntries(pair.A, pair.B), counts.Games(pair.A, pair.B), counts.Margin(pair.A, pair.B), 0));
        return new(shape, new(shape, cells), row => new(PairEntries(row.A, row.B), 1, row.Margin, 0));
    }
}
