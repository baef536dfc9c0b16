using Debate.Core;
using Debate.Tournaments;

namespace Debate.Benchmarks.Ratings;

/// <summary>
/// A simulated league of known strengths. All debaters meet each other once on each motion (the result of a motion pair), on randomly drawn
/// sides. Strengths are spaced evenly around 1500. Results follow Davidson's model exactly; the results of a debater on one motion are
/// correlated through a Gaussian copula, so that motions are clusters while every single result keeps its probabilities.
/// </summary>
/// <param name="Debaters">The number of debaters.</param>
/// <param name="Motions">The number of motions.</param>
/// <param name="Spread">The difference between the strongest and the weakest, in points.</param>
/// <param name="Ties">Davidson's tie parameter; 0 for none.</param>
/// <param name="Shared">The share of a result's randomness that the motion decides, 0 to 1.</param>
/// <param name="Side">The advantage of speaking for the motion, in points.</param>
/// <param name="Apart">Whether each game has a motion of its own; <paramref name="Motions"/> is just the number of games a pair.</param>
internal sealed record League(
    int Debaters, int Motions, double Spread, double Ties, double Shared, double Side = 0, bool Apart = false)
{
    /// <summary>The names, the strongest first.</summary>
    public IReadOnlyList<string> Names { get; } = [.. Enumerable.Range(0, Debaters).Select(i => $"d{i:00}")];

    /// <summary>The true rating of a debater.</summary>
    public double Rating(int debater) => RatingScale.Base + Spread * (0.5 - debater / (Debaters - 1.0));

    /// <summary>The games of one season.</summary>
    public IReadOnlyList<Game> Games(long seed)
    {
        var games = new List<Game>(Motions * Debaters * (Debaters - 1) / 2);
        for (var m = 0; m < Motions; m++)
        {
            var draws = SeededRandom.Create(seed, $"motion/{m}");
            var form = Enumerable.Range(0, Debaters).Select(_ => Gaussian(draws)).ToArray();
            for (var i = 0; i < Debaters; i++)
                for (var j = i + 1; j < Debaters; j++) games.Add(Game(i, j, m, (form[i], form[j]), draws));
        }
        return games;
    }

    private Game Game(int i, int j, int motion, (double I, double J) form, SeededRandom draws)
    {
        var side = draws.NextBool(0.5) ? 1 : -1;
        var half = (Rating(i) - Rating(j) + side * Side) / RatingScale.PointsPerLogOdds / 2;
        double win = Math.Exp(half), loss = Math.Exp(-half), all = win + loss + Ties;
        var luck = Math.Sqrt(Shared / 2) * (form.J - form.I) + Math.Sqrt(1 - Shared) * Gaussian(draws);
        var place = Normal.Cumulative(luck) * all;
        return new(Names[i], Names[j], place < win ? 1 : place < win + Ties ? 0.5 : 0,
            Apart ? $"m{motion:0000}-{i:00}-{j:00}" : $"m{motion:0000}") { Side = side };
    }

    /// <summary>A standard normal draw (Box and Muller 1958).</summary>
    private static double Gaussian(SeededRandom draws) =>
        Math.Sqrt(-2 * Math.Log(1 - draws.NextDouble())) * Math.Cos(2 * Math.PI * draws.NextDouble());
}
