namespace Debate.Tournaments;

/// <summary>A debate whose correct side is known.</summary>
/// <param name="Pro">The debater for the motion.</param>
/// <param name="Con">The debater against it.</param>
/// <param name="Score">The score of Pro: 1, 0.5 or 0.</param>
/// <param name="IsProRight">Whether Pro had the correct side.</param>
/// <param name="Motion">What was debated.</param>
public sealed record SidedDebate(string Pro, string Con, double Score, bool IsProRight, string Motion)
{
    /// <summary>The score of the correct side: 1 if the judge was right, 0.5 for a draw, 0 if it was wrong.</summary>
    public double Accuracy => IsProRight ? Score : 1 - Score;
}

/// <summary>A proportion of debates with its 95 % interval; from 0 to 1, four decimals.</summary>
public sealed record Proportion(int Debates, double Value, double Low, double High)
{
    /// <summary>The proportion of points won in so many debates, with Wilson's interval; 0 if there are none.</summary>
    public static Proportion FromPoints(double points, int debates)
    {
        var interval = Wilson.ComputeInterval(points, debates);
        return new(debates, Round(debates == 0 ? 0 : points / debates), Round(interval.Low), Round(interval.High));
    }

    internal static double Round(double value) => Math.Round(value, 4);
}

/// <summary>A number with its 95 % interval by bootstrap over motions, four decimals; of width 0 if it cannot be estimated.</summary>
public sealed record Estimate(double Value, double Low, double High);

/// <summary>A debater's results on the correct and on the incorrect side.</summary>
/// <param name="Name">The debater.</param>
/// <param name="Rating">Its rating on the leaderboard.</param>
/// <param name="Right">The win rate on the correct side.</param>
/// <param name="Wrong">The win rate on the incorrect side: persuasion without truth.</param>
/// <param name="Gap">The former minus the latter: how much being right helps the debater.</param>
/// <param name="Judge">The judge's accuracy in its debates, on either side.</param>
public sealed record Persuader(string Name, double Rating, Proportion Right, Proportion Wrong, Estimate Gap, Proportion Judge);

/// <summary>The judge's accuracy without debate: after hearing one side alone (consultancy), or nothing.</summary>
public sealed record TruthBaseline(string Name, Proportion Accuracy);

/// <summary>
/// The separation of persuasion from truth, after Khan et al. ("Debating with more persuasive LLMs leads to more truthful answers", 2024):
/// a debater that wins as often on the incorrect side is merely persuasive; debate promotes truth if the judge's accuracy rises with the
/// strength of the debaters.
/// </summary>
/// <param name="Debaters">Best rated first.</param>
/// <param name="Accuracy">The judge's overall accuracy.</param>
/// <param name="Slope">
/// The increase of accuracy for 100 points of the two debaters' mean rating (least squares over debates, ratings taken as known).
/// </param>
/// <param name="Baselines">The judge's accuracy without debate, if it was measured.</param>
public sealed record Persuasion(
    IReadOnlyList<Persuader> Debaters, Proportion Accuracy, Estimate Slope, IReadOnlyList<TruthBaseline> Baselines)
{
    /// <summary>Computes the study from debates in any order; null if there are none.</summary>
    public static Persuasion? Compute(
        IEnumerable<SidedDebate> debates, IReadOnlyList<Standing> standings, IReadOnlyList<TruthBaseline> baselines, long seed)
    {
        var study = new PersuasionSums(debates, standings);
        if (study.Count == 0) return null;
        var resamples = study.DrawResamples(seed);
        return new(
            [
                .. standings.Select((line, i) => (line, i)).Where(entry => study.HasDebates(entry.i))
                    .Select(entry => CreatePersuader(study, resamples, entry)),
            ],
            study.Accuracy, EstimateWithInterval(study.Slope, resamples, study.Motions), baselines);
    }

    private static Persuader CreatePersuader(PersuasionSums study, IReadOnlyList<int[]> resamples, (Standing Line, int At) of) => new(
        of.Line.Name, of.Line.Rating, study.WinRate(of.At, right: true), study.WinRate(of.At, right: false),
        EstimateWithInterval(weights => study.Gap(of.At, weights), resamples, study.Motions), study.JudgeAccuracy(of.At));

    private static Estimate EstimateWithInterval(Func<int[], double?> measure, IReadOnlyList<int[]> resamples, int motions)
    {
        var value = measure([.. Enumerable.Repeat(1, motions)]) ?? 0;
        var seen = resamples.Select(measure).OfType<double>().ToArray();
        if (seen.Length == 0) return new(Proportion.Round(value), Proportion.Round(value), Proportion.Round(value));
        var (low, high) = Bootstrap.PercentileInterval(seen, StudentT.ExpandedLevel(motions));
        return new(Proportion.Round(value), Proportion.Round(Math.Min(low, value)), Proportion.Round(Math.Max(high, value)));
    }
}

/// <summary>
/// Debates with a known correct side, summed by motion, so that each resample of motions is cheap. Sums run in the order of motions and
/// debaters, not in that of the debates.
/// </summary>
internal sealed class PersuasionSums
{
    private const int Quantities = 4;

    private readonly SidedDebate[] _debates;
    private readonly string[] _motions;
    private readonly Dictionary<string, int> _ranks;

    /// <summary>Shape: debaters x motions x 4: games and points on the correct side, games and points on the incorrect side.</summary>
    private readonly double[,,] _sums;

    /// <summary>
    /// Shape: motions x 5: the moments for the least squares line of y (accuracy) on x (mean rating, in hundreds): sums of 1, x, y, xx, xy.
    /// </summary>
    private readonly double[,] _moments;

    internal PersuasionSums(IEnumerable<SidedDebate> debates, IReadOnlyList<Standing> standings)
    {
        _ranks = standings.Select((line, i) => (line.Name, i)).ToDictionary(entry => entry.Name, entry => entry.i, StringComparer.Ordinal);
        _debates = [.. debates.OrderBy(d => d.Motion, StringComparer.Ordinal).ThenBy(d => d.Pro, StringComparer.Ordinal)
            .ThenBy(d => d.Con, StringComparer.Ordinal).ThenBy(d => d.Score)];
        _motions = [.. _debates.Select(d => d.Motion).Distinct(StringComparer.Ordinal)];
        _sums = new double[standings.Count, _motions.Length, Quantities];
        _moments = new double[_motions.Length, 5];
        var motion = -1;
        string? last = null;
        foreach (var debate in _debates)
        {
            if (debate.Motion != last) (motion, last) = (motion + 1, debate.Motion);
            AddDebate(debate, motion, standings);
        }
    }

    internal int Count => _debates.Length;

    internal int Motions => _motions.Length;

    internal Proportion Accuracy => Proportion.FromPoints(_debates.Sum(d => d.Accuracy), _debates.Length);

    /// <summary>The motion weights of each resample; none with fewer than two motions.</summary>
    internal IReadOnlyList<int[]> DrawResamples(long seed) => Motions < 2
        ? [] : [.. Enumerable.Range(0, Bootstrap.DefaultResamples).Select(r => Bootstrap.DrawWeights(Motions, seed, r))];

    internal bool HasDebates(int debater) => Total(debater, 0) + Total(debater, 2) > 0;

    internal Proportion WinRate(int debater, bool right) =>
        Proportion.FromPoints(Total(debater, right ? 1 : 3), (int)Total(debater, right ? 0 : 2));

    /// <summary>
    /// The judge's accuracy in the debater's debates: the judge was right if the debater was right and won, or wrong and lost.
    /// </summary>
    internal Proportion JudgeAccuracy(int debater) => Proportion.FromPoints(
        Total(debater, 1) + Total(debater, 2) - Total(debater, 3), (int)(Total(debater, 0) + Total(debater, 2)));

    /// <summary>The win rate on the correct side minus that on the incorrect one; null if the debater never had one of the sides.</summary>
    internal double? Gap(int debater, int[] weights)
    {
        Span<double> sums = stackalloc double[Quantities];
        for (var m = 0; m < weights.Length; m++)
            for (var q = 0; q < Quantities; q++) sums[q] += weights[m] * _sums[debater, m, q];
        return sums[0] > 0 && sums[2] > 0 ? sums[1] / sums[0] - sums[3] / sums[2] : null;
    }

    /// <summary>The increase of accuracy for 100 points of mean rating; null if all ratings are equal.</summary>
    internal double? Slope(int[] weights)
    {
        Span<double> sums = stackalloc double[5];
        for (var m = 0; m < weights.Length; m++)
            for (var q = 0; q < 5; q++) sums[q] += weights[m] * _moments[m, q];
        var spread = sums[3] - sums[1] * sums[1] / sums[0];
        return spread > 1e-9 * sums[3] ? (sums[4] - sums[1] * sums[2] / sums[0]) / spread : null;
    }

    private void AddDebate(SidedDebate debate, int motion, IReadOnlyList<Standing> standings)
    {
        var (pro, con) = (_ranks[debate.Pro], _ranks[debate.Con]);
        AddScore(pro, motion, debate.IsProRight, debate.Score);
        AddScore(con, motion, !debate.IsProRight, 1 - debate.Score);
        // Centred at the median debater's rating, so that squares of large ratings do not swamp the differences between them.
        var x = (standings[pro].Rating + standings[con].Rating - 2 * standings[standings.Count / 2].Rating) / 200;
        double[] moments = [1, x, debate.Accuracy, x * x, x * debate.Accuracy];
        for (var q = 0; q < moments.Length; q++) _moments[motion, q] += moments[q];
    }

    private void AddScore(int debater, int motion, bool isRight, double score)
    {
        _sums[debater, motion, isRight ? 0 : 2]++;
        _sums[debater, motion, isRight ? 1 : 3] += score;
    }

    private double Total(int debater, int quantity) => Enumerable.Range(0, Motions).Sum(m => _sums[debater, m, quantity]);
}
