namespace Debate.Tournaments;

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
    public virtual bool AdjustsForSides => false;

    /// <inheritdoc/>
    public RatingFit Fit(GameTable games)
    {
        var model = CreateModel(games);
        return model.ToRatingFit(Newton.Maximise(model.Likelihood));
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

    /// <summary>Converts the maximiser to the rating scale.</summary>
    internal RatingFit ToRatingFit(double[] maximum) =>
        new(maximum.Take(Shape.Debaters).Select(RatingScale.FromLogStrength).ToList(), Shape.HasTies ? Math.Exp(maximum[Shape.TieIndex])
            : null)
        {
            Effects = maximum.Skip(Shape.Debaters).Take(Shape.Effects).Select(x => x * RatingScale.PointsPerLogOdds).ToList(),
            EffectNames = EffectNames,
        };
}
