using Debate.Core.Input;
using Debate.Rewards.Environments;

namespace Debate.Rewards.Judges;

/// <summary>One judge of a study, tested on every distribution: inverse-frequency-weighted pairs, then unweighted ones.</summary>
public sealed record JudgeResult(LearnedJudge Judge, IReadOnlyList<JudgeReport> Reports);

/// <summary>
/// Judges trained on demonstrations and tested on distributions of the same expert's comparisons. A seed determines everything about a
/// judge: its demonstrations, its parameters, its comparisons and its evidence. The evidence for testing is the same for all judges.
/// </summary>
public sealed record JudgeStudy
{
    private const long TestSeed = 0;

    private readonly Func<long, Demonstrations> _demonstrations;
    private readonly PairDistribution[] _distributions;

    /// <param name="features">The rows.</param>
    /// <param name="demonstrations">The demonstrations that the judge of a seed learns from.</param>
    /// <param name="distribution">The distribution that every judge is tested on, for each weighting.</param>
    public JudgeStudy(FeatureTable features, Func<long, Demonstrations> demonstrations,
        Func<DemonstrationWeighting, PairDistribution> distribution) =>
        (Features, _demonstrations, _distributions) =
        (features, demonstrations, [.. Enum.GetValues<DemonstrationWeighting>().Select(distribution)]);

    /// <summary>
    /// Creates a study in a benchmark: each judge learns from this many <paramref name="episodes"/> of the expert, at least 1, sampled from
    /// its seed.
    /// </summary>
    public static JudgeStudy Create(Benchmark setting, int episodes)
    {
        if (episodes < 1) throw new InputException($"episodes: {episodes} is not at least 1");
        var (environment, expert) = (setting.Environment, setting.Expert);
        return new(
            environment.Features, seed => Demonstrations.FromPolicy(environment, expert, episodes, seed),
            weighting => PairDistribution.Create(environment, expert, weighting));
    }

    /// <summary>The rows that judges see.</summary>
    public FeatureTable Features { get; }

    /// <summary>Number of evidence sets that each row is tested with, at least 1.</summary>
    public int EvidenceSets { get; init; } = 16;

    /// <summary>Trains and tests a judge. A study may run several judges concurrently.</summary>
    public JudgeResult Run(JudgeTraining training, Action<int>? report = null, CancellationToken stop = default)
    {
        var judge = training.Train(_demonstrations(training.Seed), report, stop);
        return new(judge, [.. _distributions.Select(distribution => JudgeReport.Evaluate(judge, distribution, TestSeed, EvidenceSets))]);
    }
}
