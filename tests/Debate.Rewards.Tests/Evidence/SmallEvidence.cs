using Debate.Core;
using Debate.Rewards.Environments;
using Debate.Rewards.Evidence;
using Debate.Rewards.Judges;

namespace Debate.Rewards.Tests.Evidence;

/// <summary>Patients with 5 to 8 features and an untrained judge of 3 actions: games small enough for brute force.</summary>
internal static class SmallEvidence
{
    public static FeatureEvidence Of(long seed, int pro, int con)
    {
        var (judge, features) = Parts(seed);
        return new(judge, features, 1, pro, con);
    }

    public static (LearnedJudge Judge, FeatureTable Features) Parts(long seed)
    {
        var draws = SeededRandom.Create(seed, "features");
        var count = 5 + draws.NextInt(4);
        string[] names = [.. Enumerable.Range(0, count).Select(f => FormattableString.Invariant($"f{f}"))];
        var features = new FeatureTable(names, [.. Enumerable.Range(0, 2 * count).Select(_ => (float)(4 * draws.NextDouble() - 2))]);
        var network = JudgeNetwork.CreateRandom(new(count, 3, 8), draws);
        return (new(network, names, new(4, DemonstrationWeighting.InverseFrequency, "nothing", seed)), features);
    }
}
