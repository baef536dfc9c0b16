using Debate.Rewards.Environments;
using Debate.Rewards.Judges;

namespace Debate.Rewards.Attribution;

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
