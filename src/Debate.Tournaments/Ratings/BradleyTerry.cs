namespace Debate.Tournaments;

/// <summary>
/// Bradley and Terry's model (1952), plain maximum likelihood, a tie counted as half a win for each: what published leaderboards use, here
/// for comparison. Found by the minorisation of Zermelo (1929) and Hunter (2004), which cannot overshoot. The maximum exists only if no
/// group of debaters went unbeaten by the rest (Ford 1957); else <see cref="InputException"/> names two who cannot be compared, and
/// <see cref="BradleyTerryDavidson"/> is the way out.
/// </summary>
public sealed class BradleyTerry : IRatingEstimator
{
    private const double Tolerance = 1e-14;
    private const int MaxSteps = 1_000_000;

    /// <inheritdoc/>
    public string Name => "bradley-terry";

    /// <inheritdoc/>
    public RatingFit Fit(GameTable games)
    {
        var counts = games.Counts();
        RefuseSeparation(games, counts);
        var strengths = Enumerable.Repeat(1.0, counts.Count).ToArray();
        for (var step = 0; step < MaxSteps; step++)
        {
            var next = Improved(strengths, counts);
            var change = next.Zip(strengths, (a, b) => Math.Abs(Math.Log(a / b))).DefaultIfEmpty().Max();
            strengths = next;
            if (change < Tolerance) break;
        }
        return new RatingFit(strengths.Select(strength => RatingScale.Of(Math.Log(strength))).ToList());
    }

    private static double[] Improved(double[] p, PairCounts counts)
    {
        var all = Enumerable.Range(0, p.Length).ToArray();
        var next = Array.ConvertAll(all, i =>
            all.Sum(j => counts.Points(i, j)) / all.Where(j => j != i).Sum(j => counts.Games(i, j) / (p[i] + p[j])));
        var mean = Math.Exp(next.Average(Math.Log));
        return Array.ConvertAll(next, strength => strength / mean);
    }

    private static void RefuseSeparation(GameTable games, PairCounts counts)
    {
        var groups = counts.Groups((i, j) => counts.Points(i, j) > 0);
        var outsider = Array.FindIndex(groups, group => group != 0);
        if (outsider < 0) return;
        throw new InputException($"ratings: '{games.Names[outsider]}' and '{games.Names[0]}' must each have points "
            + "on the other, directly or through others, for plain Bradley-Terry; use bradley-terry-davidson");
    }
}
