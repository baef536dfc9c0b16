using Debate.Core.Input;

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

    /// <inheritdoc/>
    public override double? PriorDeviation => priorPoints;

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

/// <summary>
/// Bradley and Terry's model (1952) with Davidson's ties (1970): P(i beats j) : P(tie) : P(j beats i) = p_i : v sqrt(p_i p_j) : p_j. The
/// fit is the posterior mode: each log strength has a normal prior with mean 0 and standard deviation
/// <see cref="LikelihoodEstimator.PriorPoints"/>, log v one with mean 0 and standard deviation 2. So the fit always exists and is unique,
/// and an undefeated debater's rating stays finite.
/// </summary>
public sealed class BradleyTerryDavidson : LikelihoodEstimator
{
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

/// <summary>
/// An estimator that maximises a <see cref="PairLikelihood"/>. Games identify only differences of strengths, so the mean rating is set to
/// 1500; groups that never met are each centred there.
/// </summary>
public abstract class LikelihoodEstimator : IRatingEstimator
{
    /// <summary>
    /// The standard deviation of the prior of a rating, in points, if there is one: that of an unrated player in Glickman's Glicko (1999).
    /// </summary>
    public const double PriorPoints = 350;

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public virtual double? PriorDeviation => PriorPoints;

    /// <inheritdoc/>
    public virtual bool AdjustsForSides => false;

    /// <inheritdoc/>
    public RatingFit Fit(GameTable games)
    {
        var model = CreateModel(games);
        return model.ToRatingFit(Newton.Maximise(model.Likelihood));
    }

    /// <summary>The posterior whose mode is <paramref name="fit"/>, which must be of the same games.</summary>
    internal PairPosterior ComputePosterior(GameTable games, RatingFit fit)
    {
        var model = CreateModel(games);
        return PairPosterior.Compute(model, games, model.ToParameters(fit));
    }

    /// <summary>Creates the model of the games.</summary>
    internal abstract PairModel CreateModel(GameTable games);

    /// <summary>Converts a prior's standard deviation from points to log strengths; null stays null.</summary>
    private protected static double? ToLogStrength(double? points) => points / RatingScale.PointsPerLogOdds;

    /// <summary>The design entries of two debaters.</summary>
    private protected static DesignEntry[] PairEntries(int a, int b) => [new(a, 1), new(b, -1)];
}

/// <summary>A likelihood with the layout of its parameters and the statistic of a single game.</summary>
/// <param name="Shape">The layout of the parameters.</param>
/// <param name="Likelihood">The likelihood of all games.</param>
/// <param name="ToStatistic">The sufficient statistic of a single game.</param>
internal sealed record PairModel(PairShape Shape, PairLikelihood Likelihood, Func<GameRow, SufficientStatistic> ToStatistic)
{
    /// <summary>The names of the effects, in order.</summary>
    internal IReadOnlyList<string> EffectNames { get; init; } = [];

    /// <summary>Converts a fit back to its maximiser.</summary>
    internal double[] ToParameters(RatingFit fit) =>
    [
        .. fit.Ratings.Select(RatingScale.ToLogStrength), .. fit.Effects.Select(points => points / RatingScale.PointsPerLogOdds),
        .. Shape.HasTies ? [Math.Log(fit.Ties!.Value)] : Array.Empty<double>(),
    ];

    /// <summary>Converts the maximiser to the rating scale.</summary>
    internal RatingFit ToRatingFit(double[] maximum) =>
        new(maximum.Take(Shape.Debaters).Select(RatingScale.FromLogStrength).ToList(), Shape.HasTies ? Math.Exp(maximum[Shape.TieIndex])
            : null)
        {
            Effects = maximum.Skip(Shape.Debaters).Take(Shape.Effects).Select(x => x * RatingScale.PointsPerLogOdds).ToList(),
            EffectNames = EffectNames,
        };
}
