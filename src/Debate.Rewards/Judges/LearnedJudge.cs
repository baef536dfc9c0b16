using Debate.Rewards.Environments;

namespace Debate.Rewards.Judges;

/// <summary>Where a judge comes from.</summary>
/// <param name="Items">How many items of evidence it was trained to see.</param>
/// <param name="Weighting">How demonstrations were drawn.</param>
/// <param name="TrainedOn">The demonstrations it learned from, in words.</param>
/// <param name="Seed">The seed of its training.</param>
public sealed record JudgeOrigin(int Items, Weighting Weighting, string TrainedOn, long Seed);

/// <summary>A trained judge: the numbers, the names of the items of evidence in the network's order, and where it comes from.</summary>
public sealed record LearnedJudge(JudgeNetwork Network, IReadOnlyList<string> Features, JudgeOrigin Origin)
{
    /// <summary>Whether it was trained to see everything: the full-state judge.</summary>
    public bool SeesAll => Origin.Items == Features.Count;

    /// <summary>Refuses rows of other features or another number of actions.</summary>
    public void Check(FeatureTable features, int actions)
    {
        if (!features.Names.SequenceEqual(Features)) throw new InputException("judge: it was trained on other features");
        if (actions != Network.Shape.Actions) throw new InputException($"judge: it knows {Network.Shape.Actions} actions, not {actions}");
    }
}
