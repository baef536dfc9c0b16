using Debate.Rewards.Environments;

namespace Debate.Rewards.Judges;

/// <summary>One judge of a study, tried on every law: weighted pairs, then unweighted.</summary>
public sealed record JudgeResult(LearnedJudge Judge, IReadOnlyList<JudgeReport> Reports);

/// <summary>
/// Judges trained on demonstrations and tried on the laws of the same expert's comparisons. A seed decides everything about a judge: what
/// it learns from, its parameters, its comparisons and its evidence; the evidence that it is tried on is the same for all.
/// </summary>
public sealed record JudgeStudy
{
    private const long TestSeed = 0;

    private readonly Func<long, Demonstrations> _demonstrations;
    private readonly PairLaw[] _laws;

    /// <param name="features">The rows.</param>
    /// <param name="demonstrations">What the judge of a seed learns from.</param>
    /// <param name="law">What every judge is tried on.</param>
    public JudgeStudy(FeatureTable features, Func<long, Demonstrations> demonstrations, Func<Weighting, PairLaw> law) =>
        (Features, _demonstrations, _laws) = (features, demonstrations, [.. Enum.GetValues<Weighting>().Select(law)]);

    /// <summary>
    /// Judges of a setting: each learns from so many <paramref name="episodes"/> of the expert, at least 1, drawn from its seed.
    /// </summary>
    public static JudgeStudy Of(Setting setting, int episodes)
    {
        if (episodes < 1) throw new InputException($"episodes: {episodes} is not at least 1");
        var (environment, expert) = (setting.Environment, setting.Expert);
        return new(
            environment.Features, seed => Demonstrations.Of(environment, expert, episodes, seed),
            weighting => PairLaw.Of(environment, expert, weighting));
    }

    /// <summary>The rows that judges see.</summary>
    public FeatureTable Features { get; }

    /// <summary>Sets of evidence that each row is tried with, at least 1.</summary>
    public int Sets { get; init; } = 16;

    /// <summary>Trains and tries a judge. Several may run at once on one study.</summary>
    public JudgeResult Run(JudgeTraining training, Action<int>? report = null, CancellationToken stop = default)
    {
        var judge = training.Train(_demonstrations(training.Seed), report, stop);
        return new(judge, [.. _laws.Select(law => JudgeReport.Of(judge, law, TestSeed, Sets))]);
    }
}
