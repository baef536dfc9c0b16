using Debate.Rewards.Evidence;
using Debate.Rewards.Judges;

namespace Debate.Rewards.Players;

/// <summary>What debaters practise on: a demonstrated action against another in its state, drawn as a judge's comparisons are.</summary>
internal sealed record Cases(LearnedJudge Judge, Demonstrations Demonstrations)
{
    /// <summary>The next case; pro argues for what was demonstrated.</summary>
    public FeatureEvidence Next(Draws draws)
    {
        var (row, action, other) = Demonstrations.Comparison(Judge.Origin.Weighting, draws);
        return new(Judge, Demonstrations.Features, row, action, other);
    }
}
