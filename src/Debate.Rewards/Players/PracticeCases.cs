using Debate.Rewards.Evidence;
using Debate.Rewards.Judges;

namespace Debate.Rewards.Players;

/// <summary>
/// The cases that debaters train on: a demonstrated action against another in its state, sampled like a judge's comparisons.
/// </summary>
internal sealed record PracticeCases(LearnedJudge Judge, Demonstrations Demonstrations)
{
    /// <summary>Samples the next case; pro argues for the demonstrated action.</summary>
    public FeatureEvidence NextCase(SeededRandom draws)
    {
        var (row, action, other) = Demonstrations.SampleComparison(Judge.Origin.Weighting, draws);
        return new(Judge, Demonstrations.Features, row, action, other);
    }
}
