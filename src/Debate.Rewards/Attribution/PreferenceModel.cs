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
    private readonly float[] _sums, _first, _second;
    private readonly int[] _all;

    /// <summary>Throws <see cref="InputException"/> if the judge sees less than the full state or was trained on other features.</summary>
    public PreferenceModel(LearnedJudge judge, FeatureTable features)
    {
        judge.Check(features, judge.Network.Shape.Actions);
        if (!judge.SeesAll) throw new InputException($"judge: it sees {judge.Origin.Items} items, not the full state");
        _network = judge.Network.Another();
        float[] Layer() => new float[_network.Shape.Hidden];
        (_sums, _first, _second) = (Layer(), Layer(), Layer());
        _all = [.. Enumerable.Range(0, features.Count)];
    }

    public int Actions => _network.Shape.Actions;

    /// <summary>Sets the input to a whole row of F values.</summary>
    public void Show(ReadOnlySpan<float> values) => _network.See(values, _all, _sums);

    /// <summary>Replaces the value of one feature of the input.</summary>
    public void Exchange(int feature, float from, float to) =>
        TensorPrimitives.MultiplyAdd(_network.Perceptron.FirstRow(feature), to - from, _sums, _sums);

    /// <summary>Writes the preference for each action, given the current input: A numbers that sum to 0.</summary>
    public void Preferences(Span<float> preferences)
    {
        for (var action = 0; action < preferences.Length; action++)
            preferences[action] = _network.Forward(_sums, action, _first, _second);
        var mean = 0f;
        foreach (var preference in preferences) mean += preference / preferences.Length;
        TensorPrimitives.Subtract(preferences, mean, preferences);
    }
}
