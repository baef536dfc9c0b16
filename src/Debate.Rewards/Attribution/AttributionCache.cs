namespace Debate.Rewards.Attribution;

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
