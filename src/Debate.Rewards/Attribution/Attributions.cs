using System.Numerics.Tensors;
using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation.Evidence;
using Debate.Rewards.Environments;
using Debate.Rewards.Judges;
using Debate.Rewards.Players;

namespace Debate.Rewards.Attribution;

/// <summary>Scores how much each feature of a state supports an action.</summary>
public interface IAttribution
{
    /// <summary>The name in reports.</summary>
    string Name { get; }

    /// <summary>One number for each feature (F in all), positive where the value in this state supports the action.</summary>
    ReadOnlySpan<float> GetAttributions(int state, int action);
}

/// <summary>
/// Caches the attributions of each state: one row for each state, A x F numbers, action after action, computed on first use and then kept.
/// </summary>
internal sealed class AttributionCache(int states, Func<int, float[]> make)
{
    private readonly float[]?[] _byState = new float[]?[states];

    /// <summary>The F attributions for one action in one state; <paramref name="features"/> is F.</summary>
    public ReadOnlySpan<float> GetRow(int state, int action, int features) =>
        (_byState[state] ??= make(state)).AsSpan(action * features, features);
}

/// <summary>
/// How much the preference for an action drops when one feature is set to its mean over all states and the others stay: removal of single
/// features by mean imputation, in the terms of Covert, Lundberg and Lee (JMLR 2021). One instance serves one thread.
/// </summary>
public sealed class LeaveOneOut : IAttribution
{
    private readonly PreferenceModel _model;
    private readonly FeatureTable _features;
    private readonly AttributionCache _cache;
    private readonly float[] _means;

    /// <param name="judge">A judge of the full state; its preference is what is explained.</param>
    /// <param name="features">The states.</param>
    public LeaveOneOut(LearnedJudge judge, FeatureTable features)
    {
        (_model, _features, _means) = (new(judge, features), features, new float[features.Count]);
        for (var row = 0; row < features.Rows; row++)
            for (var feature = 0; feature < features.Count; feature++) _means[feature] += features.Row(row)[feature] / features.Rows;
        _cache = new(features.Rows, ComputeAttributions);
    }

    /// <inheritdoc/>
    public string Name => "leave-one-out";

    /// <inheritdoc/>
    public ReadOnlySpan<float> GetAttributions(int state, int action) => _cache.GetRow(state, action, _features.Count);

    private float[] ComputeAttributions(int state)
    {
        var values = _features.Row(state);
        var (whole, without) = (new float[_model.Actions], new float[_model.Actions]);
        var attributions = new float[_model.Actions * _features.Count];
        _model.SetInput(values);
        _model.ComputePreferences(whole);
        for (var feature = 0; feature < _features.Count; feature++)
        {
            _model.SetInput(values);
            _model.ReplaceFeature(feature, values[feature], _means[feature]);
            _model.ComputePreferences(without);
            for (var action = 0; action < whole.Length; action++)
                attributions[action * _features.Count + feature] = whole[action] - without[action];
        }
        return attributions;
    }
}

/// <summary>
/// Shapley values by sampling (Strumbelj and Kononenko, 2014). The features of another state are replaced by those of this one in a random
/// order, and each feature is credited with the change that it causes; the credits are averaged over orders and other states. They sum to
/// the preference in this state minus its mean over the sampled states. One instance serves one thread.
/// </summary>
public sealed class ShapleySampling : IAttribution
{
    private readonly PreferenceModel _model;
    private readonly FeatureTable _features;
    private readonly AttributionCache _cache;
    private readonly int _orders;
    private readonly long _seed;

    /// <param name="judge">A judge of the full state; its preference is what is explained.</param>
    /// <param name="features">The states.</param>
    /// <param name="seed">Seed of the orders and of the other states.</param>
    /// <param name="orders">How many orders are sampled for each state, at least 1.</param>
    public ShapleySampling(LearnedJudge judge, FeatureTable features, long seed, int orders = 16)
    {
        if (orders < 1) throw new InputException($"orders: {orders} is not at least 1");
        (_model, _features, _seed, _orders) = (new(judge, features), features, seed, orders);
        _cache = new(features.Rows, ComputeAttributions);
    }

    /// <inheritdoc/>
    public string Name => "shapley";

    /// <inheritdoc/>
    public ReadOnlySpan<float> GetAttributions(int state, int action) => _cache.GetRow(state, action, _features.Count);

    private float[] ComputeAttributions(int state)
    {
        var draws = SeededRandom.Create(_seed, FormattableString.Invariant($"shapley/{state}"));
        var order = Enumerable.Range(0, _features.Count).ToList();
        var attributions = new float[_model.Actions * _features.Count];
        var (before, after) = (new float[_model.Actions], new float[_model.Actions]);
        for (var round = 0; round < _orders; round++)
        {
            draws.Shuffle(order);
            var other = draws.NextInt(_features.Rows);
            _model.SetInput(_features.Row(other));
            _model.ComputePreferences(before);
            foreach (var feature in order)
            {
                _model.ReplaceFeature(feature, _features.Row(other)[feature], _features.Row(state)[feature]);
                _model.ComputePreferences(after);
                for (var action = 0; action < after.Length; action++)
                    attributions[action * _features.Count + feature] += (after[action] - before[action]) / _orders;
                (before, after) = (after, before);
            }
        }
        return attributions;
    }
}

/// <summary>
/// Reveals, among the items not yet revealed, the one with the highest attribution for its action: an explanation used as evidence. It
/// considers neither the judge nor the opponent.
/// </summary>
public sealed class AttributedPlayer(IAttribution attribution) : IEvidencePlayer
{
    /// <inheritdoc/>
    public string Name => attribution.Name;

    /// <inheritdoc/>
    public int Choose(EvidencePosition position, SeededRandom draws)
    {
        var observation = Observation.FromPosition(position);
        return OpenItems.ArgMax(attribution.GetAttributions(observation.Evidence.State, observation.OwnAction), observation.Unavailable);
    }
}

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
