using System.Numerics.Tensors;
using Debate.Rewards.Environments;
using Debate.Rewards.Judges;

namespace Debate.Rewards.Attribution;

/// <summary>
/// What attributions explain: by how much the judge of the full state prefers an action to the mean of all actions. (The paper explains
/// the network of its policy; the policies here are tables over states, and this judge is the model of clinicians that there is.) The
/// values of single features can be exchanged. One instance serves one thread.
/// </summary>
internal sealed class PreferenceModel
{
    private readonly JudgeNetwork _network;
    private readonly float[] _sums, _first, _second;
    private readonly int[] _all;

    /// <summary>An <see cref="InputException"/> where the judge sees less than the full state or knows other features.</summary>
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

    /// <summary>Looks at a whole row.</summary>
    public void Show(ReadOnlySpan<float> values) => _network.See(values, _all, _sums);

    /// <summary>Exchanges the value of one feature in what it looks at.</summary>
    public void Exchange(int feature, float from, float to) =>
        TensorPrimitives.MultiplyAdd(_network.Perceptron.FirstRow(feature), to - from, _sums, _sums);

    /// <summary>The preference for each action over what it looks at.</summary>
    public void Preferences(Span<float> preferences)
    {
        for (var action = 0; action < preferences.Length; action++)
            preferences[action] = _network.Forward(_sums, action, _first, _second);
        var mean = 0f;
        foreach (var preference in preferences) mean += preference / preferences.Length;
        TensorPrimitives.Subtract(preferences, mean, preferences);
    }
}
