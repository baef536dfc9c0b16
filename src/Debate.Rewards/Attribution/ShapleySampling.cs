using Debate.Rewards.Environments;
using Debate.Rewards.Judges;

namespace Debate.Rewards.Attribution;

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
