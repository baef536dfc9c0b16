using Debate.Rewards.Environments;

namespace Debate.Rewards.Judges;

/// <summary>Where a judge comes from.</summary>
/// <param name="Items">Number of items of evidence that it was trained to see.</param>
/// <param name="Weighting">How demonstrations were sampled.</param>
/// <param name="TrainedOn">The demonstrations that it was trained on, in words.</param>
/// <param name="Seed">The seed of its training.</param>
public sealed record JudgeOrigin(int Items, DemonstrationWeighting Weighting, string TrainedOn, long Seed);

/// <summary>A trained judge: the network, the names of the items of evidence in the network's order, and its origin.</summary>
public sealed record LearnedJudge(JudgeNetwork Network, IReadOnlyList<string> Features, JudgeOrigin Origin)
{
    /// <summary>Whether it was trained to see all items: the full-state judge.</summary>
    public bool SeesFullState => Origin.Items == Features.Count;

    /// <summary>Throws <see cref="InputException"/> if the features or the number of actions differ from those of the training.</summary>
    public void EnsureMatches(FeatureTable features, int actions)
    {
        if (!features.Names.SequenceEqual(Features)) throw new InputException("judge: it was trained on other features");
        if (actions != Network.Shape.Actions) throw new InputException($"judge: it knows {Network.Shape.Actions} actions, not {actions}");
    }
}
