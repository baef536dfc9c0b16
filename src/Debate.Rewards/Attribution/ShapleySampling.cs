using Debate.Rewards.Environments;
using Debate.Rewards.Judges;

namespace Debate.Rewards.Attribution;

/// <summary>
/// Shapley values by sampling (Strumbelj and Kononenko, 2014): in a random order the features of some other state are exchanged for those
/// of this one, and each gets what its exchange changed; the mean over orders and other states. They sum to the preference in this state
/// less its mean over the states drawn. One instance serves one thread.
/// </summary>
public sealed class ShapleySampling : IAttribution
{
    private readonly PreferenceModel _model;
    private readonly FeatureTable _features;
    private readonly AttributionTable _table;
    private readonly int _orders;
    private readonly long _seed;

    /// <param name="judge">A judge of the full state: what is explained is its preference.</param>
    /// <param name="features">The states.</param>
    /// <param name="seed">Seed of orders and other states.</param>
    /// <param name="orders">How many orders are drawn for each state, at least 1.</param>
    public ShapleySampling(LearnedJudge judge, FeatureTable features, long seed, int orders = 16)
    {
        if (orders < 1) throw new InputException($"orders: {orders} is not at least 1");
        (_model, _features, _seed, _orders) = (new(judge, features), features, seed, orders);
        _table = new(features.Rows, Explain);
    }

    /// <inheritdoc/>
    public string Name => "shapley";

    /// <inheritdoc/>
    public ReadOnlySpan<float> Of(int state, int action) => _table.Of(state, action, _features.Count);

    private float[] Explain(int state)
    {
        var draws = Draws.Of(_seed, FormattableString.Invariant($"shapley/{state}"));
        var order = Enumerable.Range(0, _features.Count).ToList();
        var explained = new float[_model.Actions * _features.Count];
        var (before, after) = (new float[_model.Actions], new float[_model.Actions]);
        for (var round = 0; round < _orders; round++)
        {
            draws.Shuffle(order);
            var other = draws.Below(_features.Rows);
            _model.Show(_features.Row(other));
            _model.Preferences(before);
            foreach (var feature in order)
            {
                _model.Exchange(feature, _features.Row(other)[feature], _features.Row(state)[feature]);
                _model.Preferences(after);
                for (var action = 0; action < after.Length; action++)
                    explained[action * _features.Count + feature] += (after[action] - before[action]) / _orders;
                (before, after) = (after, before);
            }
        }
        return explained;
    }
}
