namespace Debate.Tournaments;

/// <summary>
/// Bradley and Terry's model (1952) by maximum likelihood, a tie counted as half a win for each, as published leaderboards do. By default
/// each log strength has a normal prior with mean 0 and a standard deviation of <see cref="LikelihoodEstimator.PriorPoints"/>. Without a
/// prior (null) it is the maximum likelihood estimate, which exists only if no group of debaters is unbeaten by the rest (Ford 1957);
/// otherwise <see cref="InputException"/> names two debaters who cannot be compared.
/// </summary>
public sealed class BradleyTerry(double? priorPoints = LikelihoodEstimator.PriorPoints) : LikelihoodEstimator
{
    /// <inheritdoc/>
    public override string Name => "bradley-terry";

    internal override PairModel CreateModel(GameTable games)
    {
        var counts = games.CountPairs();
        if (priorPoints is null) ThrowIfSeparated(games, counts);
        var shape = new PairShape(counts.Count, 0, HasTies: false, ToLogStrength(priorPoints));
        var cells = counts.PlayedPairs().Select(pair => new SufficientStatistic(
            PairEntries(pair.A, pair.B), counts.Games(pair.A, pair.B), counts.Wins(pair.A, pair.B) - counts.Wins(pair.B, pair.A), 0));
        return new(shape, new(shape, cells), row => new(PairEntries(row.A, row.B), 1, 2 * row.Score - 1, 0));
    }

    private static void ThrowIfSeparated(GameTable games, PairCounts counts)
    {
        var groups = counts.FindGroups((i, j) => counts.Points(i, j) > 0);
        var outsider = Array.FindIndex(groups, group => group != 0);
        if (outsider < 0) return;
        throw new InputException($"ratings: '{games.Names[outsider]}' and '{games.Names[0]}' must each have points "
            + "on the other, directly or through others, in the games and each resample of them, for Bradley-Terry without a prior");
    }
}
