using System.Numerics.Tensors;
using Debate.Rewards.Environments;
using Debate.Rewards.Judges;

namespace Debate.Rewards.Attribution;

/// <summary>
/// The function that attributions explain: how much the judge of the full state prefers an action to the mean of all actions. (Sukovic and
/// Radanovic, ICLR 2024, explain their policy network; our policies are tables over states, and this judge is the model of clinicians that
/// we have.) Single feature values can be replaced. One instance serves one thread.
/// </summary>
internal sealed class PreferenceModel
{
    private readonly JudgeNetwork _network;
    private readonly float[] _preActivations, _firstHidden, _secondHidden;
    private readonly int[] _allItems;

    /// <summary>Throws <see cref="InputException"/> if the judge sees less than the full state or was trained on other features.</summary>
    public PreferenceModel(LearnedJudge judge, FeatureTable features)
    {
        judge.EnsureMatches(features, judge.Network.Shape.Actions);
        if (!judge.SeesFullState) throw new InputException($"judge: it sees {judge.Origin.Items} items, not the full state");
        _network = judge.Network.WithSharedWeights();
        float[] Layer() => new float[_network.Shape.Hidden];
        (_preActivations, _firstHidden, _secondHidden) = (Layer(), Layer(), Layer());
        _allItems = [.. Enumerable.Range(0, features.Count)];
    }

    public int Actions => _network.Shape.Actions;

    /// <summary>Sets the input to a whole row of F values.</summary>
    public void SetInput(ReadOnlySpan<float> values) => _network.EncodeEvidence(values, _allItems, _preActivations);

    /// <summary>Replaces the value of one feature of the input.</summary>
    public void ReplaceFeature(int feature, float from, float to) =>
        TensorPrimitives.MultiplyAdd(_network.Perceptron.FirstLayerRow(feature), to - from, _preActivations, _preActivations);

    /// <summary>Writes the preference for each action, given the current input: A numbers that sum to 0.</summary>
    public void ComputePreferences(Span<float> preferences)
    {
        for (var action = 0; action < preferences.Length; action++)
            preferences[action] = _network.Forward(_preActivations, action, _firstHidden, _secondHidden);
        var mean = 0f;
        foreach (var preference in preferences) mean += preference / preferences.Length;
        TensorPrimitives.Subtract(preferences, mean, preferences);
    }
}
