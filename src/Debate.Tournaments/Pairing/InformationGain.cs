namespace Debate.Tournaments;

/// <summary>
/// Each round is the matching with the largest expected information gain about the strengths. The strengths have the normal posterior of
/// <see cref="StrengthPosterior"/>; a meeting of i and j is expected to lower its entropy by log(1 + w v) / 2, where w = p (1 - p) is the
/// information of one result and v the variance of the difference of the two (Glickman and Jensen, "Adaptive paired comparison design",
/// 2005; the posterior's determinant is also what Chen et al., "Pairwise ranking aggregation in a crowdsourced setting", 2013, lower). So
/// pairs that are close or uncertain meet. With an odd number of debaters, byes rotate.
/// </summary>
public sealed class InformationGain : ISchedule
{
    // A gain is at most a few nats; the matching sums it as an integer in billionths of a nat.
    private const double UnitsPerNat = 1e9;

    /// <inheritdoc/>
    public string Name => "information-gain";

    /// <inheritdoc/>
    public bool AllowsLateEntrants => true;

    /// <inheritdoc/>
    public bool HasConfigurableRounds => true;

    /// <inheritdoc/>
    public long MaxDebates(Entrants field) => (long)RoundCount(field) * (field.Debaters.Count / 2) * field.DebatesPerMeeting;

    /// <inheritdoc/>
    public int MaxRounds(Entrants field) => RoundCount(field);

    /// <inheritdoc/>
    public void Validate(Entrants field) => MatchedRound.Validate(field);

    /// <inheritdoc/>
    public Round? NextRound(Entrants field, IReadOnlyList<PlayedRound> rounds)
    {
        if (rounds.Count >= RoundCount(field) || rounds.Any(r => !r.IsFinished)) return null;
        var (n, board) = (field.Debaters.Count, new Scoreboard(field, rounds));
        var played = rounds.SelectMany(r => r.Meetings).Select(m => m.Judged).Where(m => m.Games.Count > 0);
        var posterior = StrengthPosterior.Fit(field.Debaters, played);
        var max = MaxGain(n, posterior);
        var bye = checked(n * (max + 1));
        return MatchedRound.Create(field, rounds, (a, b) => b == n ? bye * board.Byes[a] : max - ScaledGain(posterior, a, b));
    }

    /// <summary>The number of rounds: as specified, otherwise twice that of a Swiss.</summary>
    private static int RoundCount(Entrants field) => field.Rounds ?? 2 * Swiss.RoundCount(field);

    private static long ScaledGain(StrengthPosterior posterior, int a, int b) =>
        (long)(UnitsPerNat * posterior.ExpectedInformationGain(a, b));

    private static long MaxGain(int n, StrengthPosterior posterior) =>
        Enumerable.Range(0, n).Max(a => Enumerable.Range(0, n).Where(b => b != a).Max(b => ScaledGain(posterior, a, b)));
}

/// <summary>
/// The posterior of the log strengths: the normal (Laplace) approximation at the mode of Bradley and Terry's likelihood (1952) with a draw
/// as half a win, under the prior of <see cref="BradleyTerryDavidson"/>: mean 0 and a deviation of 350 rating points each.
/// </summary>
internal sealed class StrengthPosterior : IConcave
{
    private static readonly double Precision = Math.Pow(RatingScale.PointsPerLogOdds / BradleyTerryDavidson.PriorPoints, 2);
    private readonly double[,] _points, _games;
    private double[] _mode = [];
    private double[,] _covariance = new double[0, 0];

    private StrengthPosterior(int count) => (Size, _points, _games) = (count, new double[count, count], new double[count, count]);

    public int Size { get; }

    internal static StrengthPosterior Fit(IReadOnlyList<string> debaters, IEnumerable<Meeting> meetings)
    {
        var numbers = debaters.Select((name, i) => (name, i)).ToDictionary(d => d.name, d => d.i, StringComparer.Ordinal);
        var posterior = new StrengthPosterior(debaters.Count);
        foreach (var meeting in meetings) posterior.Add(numbers[meeting.A], numbers[meeting.B], meeting.Score);
        posterior._mode = Newton.Maximise(posterior);
        posterior._covariance = posterior.ComputeCovariance();
        return posterior;
    }

    /// <summary>The expected reduction of entropy by one more result between a and b, in nats.</summary>
    internal double ExpectedInformationGain(int a, int b)
    {
        var p = WinProbability(_mode[a] - _mode[b]);
        var variance = _covariance[a, a] + _covariance[b, b] - 2 * _covariance[a, b];
        return Math.Log(1 + p * (1 - p) * variance) / 2;
    }

    public double Evaluate(double[] x, double[] gradient, double[,] information)
    {
        Array.Clear(information);
        var value = 0.0;
        for (var i = 0; i < Size; i++)
        {
            value -= Precision * x[i] * x[i] / 2;
            (gradient[i], information[i, i]) = (-Precision * x[i], Precision);
        }
        for (var i = 0; i < Size; i++)
        {
            for (var j = 0; j < Size; j++)
            {
                if (_games[i, j] == 0) continue;
                var p = WinProbability(x[i] - x[j]);
                value += _points[i, j] * Math.Log(p);
                gradient[i] += _points[i, j] - _games[i, j] * p;
                information[i, i] += _games[i, j] * p * (1 - p);
                information[i, j] -= _games[i, j] * p * (1 - p);
            }
        }
        return value;
    }

    private void Add(int a, int b, double score)
    {
        (_points[a, b], _points[b, a]) = (_points[a, b] + score, _points[b, a] + 1 - score);
        (_games[a, b], _games[b, a]) = (_games[a, b] + 1, _games[b, a] + 1);
    }

    private double[,] ComputeCovariance()
    {
        var (gradient, information, covariance) = (new double[Size], new double[Size, Size], new double[Size, Size]);
        Evaluate(_mode, gradient, information);
        var factor = new Cholesky(information);
        for (var i = 0; i < Size; i++)
        {
            var column = factor.Solve([.. Enumerable.Range(0, Size).Select(j => i == j ? 1.0 : 0)]);
            for (var j = 0; j < Size; j++) covariance[j, i] = column[j];
        }
        return covariance;
    }

    private static double WinProbability(double difference) => 1 / (1 + Math.Exp(-difference));
}
