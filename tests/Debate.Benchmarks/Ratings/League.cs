using Debate.Tournaments;

namespace Debate.Benchmarks.Ratings;

/// <summary>
/// A simulated league of known strengths: everybody meets everybody once on each motion (a motion pair's result), on sides that are drawn.
/// Strengths are spaced evenly around 1500. Results follow Davidson's model exactly; those of a debater on one motion move together
/// through a Gaussian copula, so that motions are clusters while every single result keeps its chances.
/// </summary>
/// <param name="Debaters">How many debaters.</param>
/// <param name="Motions">How many motions.</param>
/// <param name="Spread">From the weakest to the strongest, in points.</param>
/// <param name="Ties">Davidson's tie parameter; 0 for none.</param>
/// <param name="Shared">The share of a result's chance that the motion decides, 0 to 1.</param>
/// <param name="Side">What it is worth to speak for the motion, in points.</param>
internal sealed record League(int Debaters, int Motions, double Spread, double Ties, double Shared, double Side = 0)
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
            var draws = Draws.Of(seed, $"motion/{m}");
            var form = Enumerable.Range(0, Debaters).Select(_ => Gaussian(draws)).ToArray();
            for (var i = 0; i < Debaters; i++)
                for (var j = i + 1; j < Debaters; j++) games.Add(Game(i, j, m, (form[i], form[j]), draws));
        }
        return games;
    }

    private Game Game(int i, int j, int motion, (double I, double J) form, Draws draws)
    {
        var side = draws.Chance(0.5) ? 1 : -1;
        var half = (Rating(i) - Rating(j) + side * Side) / RatingScale.PointsPerLogOdds / 2;
        double win = Math.Exp(half), loss = Math.Exp(-half), all = win + loss + Ties;
        var luck = Math.Sqrt(Shared / 2) * (form.J - form.I) + Math.Sqrt(1 - Shared) * Gaussian(draws);
        var place = Normal.Cumulative(luck) * all;
        return new(Names[i], Names[j], place < win ? 1 : place < win + Ties ? 0.5 : 0, $"m{motion:0000}") { Side = side };
    }

    /// <summary>A standard normal draw (Box and Muller 1958).</summary>
    private static double Gaussian(Draws draws) => Math.Sqrt(-2 * Math.Log(1 - draws.Unit())) * Math.Cos(2 * Math.PI * draws.Unit());
}
