using Debate.Rewards.Environments;

namespace Debate.Rewards.Judges;

/// <summary>One judge of a study, tried on every law: weighted pairs, then unweighted.</summary>
public sealed record JudgeResult(LearnedJudge Judge, IReadOnlyList<JudgeReport> Reports);

/// <summary>
/// Judges trained on steps of a setting's expert and tried on the exact laws of the same expert. A seed decides everything about a judge:
/// the episodes it learns from, its parameters, its comparisons and its evidence; the evidence that it is tried on is the same for all.
/// </summary>
public sealed class JudgeStudy
{
    private const long TestSeed = 0;

    private readonly Setting _setting;
    private readonly int _episodes;
    private readonly PairLaw[] _laws;

    /// <param name="setting">Where judges learn.</param>
    /// <param name="episodes">Episodes of the expert that a judge learns from, at least 1.</param>
    public JudgeStudy(Setting setting, int episodes)
    {
        if (episodes < 1) throw new InputException($"episodes: {episodes} is not at least 1");
        (_setting, _episodes) = (setting, episodes);
        _laws = [.. Enum.GetValues<Weighting>().Select(w => PairLaw.Of(setting.Environment, setting.Expert, w))];
    }

    /// <summary>Sets of evidence that each row is tried with, at least 1.</summary>
    public int Sets { get; init; } = 16;

    /// <summary>Trains and tries a judge. Several may run at once on one study.</summary>
    public JudgeResult Run(JudgeTraining training, Action<int>? report = null, CancellationToken stop = default)
    {
        var demonstrations = Demonstrations.Of(_setting.Environment, _setting.Expert, _episodes, training.Seed);
        var judge = training.Train(demonstrations, report, stop);
        return new(judge, [.. _laws.Select(law => JudgeReport.Of(judge, law, TestSeed, Sets))]);
    }
}
