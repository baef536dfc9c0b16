namespace Debate.Rewards.Attribution;

/// <summary>
/// Caches the attributions of each state: one row for each state, A x F numbers, action after action, computed on first use and then kept.
/// </summary>
internal sealed class AttributionTable(int states, Func<int, float[]> make)
{
    private readonly float[]?[] _made = new float[]?[states];

    /// <summary>The F attributions for one action in one state; <paramref name="features"/> is F.</summary>
    public ReadOnlySpan<float> Of(int state, int action, int features) =>
        (_made[state] ??= make(state)).AsSpan(action * features, features);
}
