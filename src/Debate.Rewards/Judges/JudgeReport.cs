using Debate.Core;
using Debate.Core.Input;

namespace Debate.Rewards.Judges;

/// <summary>
/// Comparisons with about the same confidence of the judge: the mean confidence (the probability that it gave to its choice, in [.5, 1]),
/// the accuracy, and their share of all comparisons.
/// </summary>
public sealed record ReliabilityBin(double Confidence, double Accuracy, double Share);

/// <summary>
/// How good a judge is on one distribution of comparisons, with the two bounds of the same distribution to compare it with.
/// </summary>
/// <param name="Train">The distribution that it was trained on, in words.</param>
/// <param name="Test">The distribution that it is tested on, in words.</param>
/// <param name="Accuracy">The share of comparisons in which it prefers the demonstrated action, ties half.</param>
/// <param name="NoEvidence">The accuracy of the best judge without evidence.</param>
/// <param name="Bayes">The accuracy that no judge exceeds.</param>
public sealed record JudgeReport(string Train, string Test, double Accuracy, double NoEvidence, double Bayes)
{
    /// <summary>The mean of -log(probability given to the demonstrated action); .693 for a coin flip.</summary>
    public double LogLoss { get; init; }

    /// <summary>
    /// The expected calibration error: the mean distance between confidence and accuracy over the bins (Naeini et al., 2015).
    /// </summary>
    public double CalibrationError => Bins.Sum(b => b.Share * Math.Abs(b.Confidence - b.Accuracy));

    /// <summary>The non-empty bins, by confidence; there are ten equal ones between .5 and 1.</summary>
    public IReadOnlyList<ReliabilityBin> Bins { get; init; } = [];

    /// <summary>
    /// Tests a judge on every comparison of a distribution, each with <paramref name="sets"/> uniform sets of as many items as the judge
    /// was trained to see, sampled from <paramref name="seed"/>. Only the evidence is sampled: rows, actions and alternatives are weighted
    /// exactly.
    /// </summary>
    public static JudgeReport Evaluate(LearnedJudge judge, PairDistribution distribution, long seed, int sets = 16)
    {
        judge.EnsureMatches(distribution.Features, distribution.Actions);
        if (sets < 1) throw new InputException($"sets: {sets} is not at least 1");
        var tally = new ComparisonTotals();
        var scores = new float[distribution.Actions];
        var draws = judge.SeesFullState ? 1 : sets;
        for (var row = 0; row < distribution.Features.Rows; row++)
        {
            var weights = distribution.RowWeights(row);
            if (!weights.ContainsAnyExcept(0)) continue;
            var evidence = new EvidenceSampler(distribution.Features.Count, judge.Origin.Items,
                SeededRandom.Create(seed, FormattableString.Invariant($"judge/test/{row}")));
            for (var draw = 0; draw < draws; draw++)
            {
                judge.Network.ScoreActions(distribution.Features.Row(row), evidence.NextSet(), scores);
                tally.Add(weights, scores, 1.0 / draws);
            }
        }
        return tally.ToReport(DescribeTraining(judge.Origin), distribution);
    }

    private static string DescribeTraining(JudgeOrigin origin)
    {
        var weighting = origin.Weighting == DemonstrationWeighting.InverseFrequency ? "rows weighted by 1/count(action)"
            : "rows unweighted";
        return $"{origin.TrainedOn}, {weighting}";
    }

    private sealed class ComparisonTotals
    {
        private const int BinCount = 10;

        private readonly double[] _mass = new double[BinCount], _confidence = new double[BinCount], _correct = new double[BinCount];
        private double _logLoss;

        public void Add(ReadOnlySpan<double> weights, ReadOnlySpan<float> scores, double part)
        {
            for (var action = 0; action < weights.Length; action++)
            {
                if (weights[action] == 0) continue;
                var mass = part * weights[action] / (weights.Length - 1);
                for (var other = 0; other < weights.Length; other++)
                    if (other != action) Add(mass, (double)scores[action] - scores[other]);
            }
        }

        public JudgeReport ToReport(string train, PairDistribution distribution)
        {
            var bins = Enumerable.Range(0, BinCount).Where(b => _mass[b] > 0)
                .Select(b => new ReliabilityBin(_confidence[b] / _mass[b], _correct[b] / _mass[b], _mass[b]));
            return new(train, distribution.Name, _correct.Sum(), distribution.NoEvidence, distribution.Bayes) { LogLoss = _logLoss,
                Bins = [.. bins] };
        }

        private void Add(double mass, double ahead)
        {
            var sure = 1 / (1 + Math.Exp(-Math.Abs(ahead)));
            var bin = Math.Min(BinCount - 1, (int)((sure - 0.5) * 2 * BinCount));
            _mass[bin] += mass;
            _confidence[bin] += mass * sure;
            _correct[bin] += ahead > 0 ? mass : ahead == 0 ? mass / 2 : 0;
            _logLoss += mass * (ahead > 0 ? -Math.Log(sure) : -Math.Log(sure) - ahead);
        }
    }
}

/// <summary>
/// A number over several seeds: mean, standard deviation (0 for one seed), minimum and maximum, the 95 % interval of the mean, and each
/// value.
/// </summary>
public sealed record SeedSummary(IReadOnlyList<double> Each)
{
    private static readonly double[] StudentQuantiles = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];

    /// <summary>The mean.</summary>
    public double Mean { get; } = Each.Average();

    /// <summary>The sample standard deviation over seeds (n - 1 in the denominator); 0 for one seed.</summary>
    public double Deviation { get; } =
        Each.Count < 2 ? 0 : Math.Sqrt(Each.Sum(x => Math.Pow(x - Each.Average(), 2)) / (Each.Count - 1));

    /// <summary>The minimum.</summary>
    public double Least { get; } = Each.Min();

    /// <summary>The maximum.</summary>
    public double Most { get; } = Each.Max();

    /// <summary>The lower end of Student's 95 % interval of the mean; for one seed, whose spread is unknown, the mean itself.</summary>
    public double Low => Mean - HalfWidth;

    /// <summary>The upper end.</summary>
    public double High => Mean + HalfWidth;

    private double HalfWidth => Each.Count < 2 ? 0 : StudentQuantile(Each.Count - 1) * Deviation / Math.Sqrt(Each.Count);

    // Student's .975 quantile: tabulated, and beyond the table by the first terms of the Cornish-Fisher expansion (error below 1e-4).
    private static double StudentQuantile(int freedom)
    {
        if (freedom <= StudentQuantiles.Length) return StudentQuantiles[freedom - 1];
        const double z = 1.959964;
        return z + (z * z * z + z) / (4 * freedom) + (5 * Math.Pow(z, 5) + 16 * z * z * z + 3 * z) / (96.0 * freedom * freedom);
    }
}
