using Debate.Core;
using Debate.Core.Input;
using Debate.Rewards.Environments;
using Debate.Rewards.Environments.IcuSepsis;
using Debate.Rewards.Judges;

namespace Debate.Rewards.Trajectories;

/// <summary>
/// A study of judges on logged trajectories. Columns that are the action itself (<see cref="IcuSepsisFeatures.Excluded"/>) are excluded as
/// evidence; the others are z-scores relative to the training rows, clipped to -5..5 so that an entry error does not dominate. Every judge
/// is tested on the same held-out trajectories.
/// </summary>
public static class LoggedJudgeStudy
{
    /// <summary>The share of trajectories held out from training (as in Sukovic and Radanovic, ICLR 2024).</summary>
    public const double HeldOutShare = .15;

    private const float MaxZScore = 5;

    /// <summary>
    /// Creates the study; <paramref name="file"/> names the log in reports. Throws <see cref="InputException"/> if there are fewer than two
    /// trajectories.
    /// </summary>
    public static JudgeStudy Create(TrajectoryData data, string file, int actions = 25)
    {
        var trajectories = data.Steps.Select(s => s.Trajectory).Distinct().ToList();
        if (trajectories.Count < 2) throw new InputException($"{file}: one trajectory leaves none to try judges on");
        SeededRandom.Create(0, "trajectories/held out").Shuffle(trajectories);
        var held = trajectories.Take((int)Math.Ceiling(HeldOutShare * trajectories.Count)).ToHashSet();
        var learned = data.Steps.Where(s => !held.Contains(s.Trajectory)).ToArray();
        var features = ScaleFeatures(data.Features, learned);
        var demonstrations = new Demonstrations(Named("learned from", trajectories.Count - held.Count), features, actions,
            learned.Select(s => (s.Row, s.Action)));
        var tried = data.Steps.Where(s => held.Contains(s.Trajectory)).Select(s => (s.Row, s.Action)).ToArray();
        return new(
            features, _ => demonstrations,
            weighting => PairDistribution.Create(Named("held out", held.Count), (features, actions), tried, weighting));

        string Named(string what, int count) => FormattableString.Invariant($"{count} trajectories of {file} {what}");
    }

    private static FeatureTable ScaleFeatures(FeatureTable features, LoggedStep[] learned)
    {
        int[] kept = [.. Enumerable.Range(0, features.Count).Where(f => !IcuSepsisFeatures.Excluded.Contains(features.Names[f]))];
        var scaled = new float[features.Rows * kept.Length];
        for (var to = 0; to < kept.Length; to++)
        {
            var from = kept[to];
            var mean = learned.Average(s => (double)features.Row(s.Row)[from]);
            var deviation = Math.Sqrt(learned.Average(s => Math.Pow(features.Row(s.Row)[from] - mean, 2)));
            for (var row = 0; row < features.Rows; row++)
                scaled[row * kept.Length + to] = deviation == 0 ? 0
                    : Math.Clamp((float)((features.Row(row)[from] - mean) / deviation), -MaxZScore, MaxZScore);
        }
        return new([.. kept.Select(f => features.Names[f])], scaled);
    }
}
