namespace Debate.Tournaments;

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
