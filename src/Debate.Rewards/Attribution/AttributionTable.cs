namespace Debate.Rewards.Attribution;

/// <summary>Attributions of a state for all actions (action after action), made when they are first asked for and kept.</summary>
internal sealed class AttributionTable(int states, Func<int, float[]> make)
{
    private readonly float[]?[] _made = new float[]?[states];

    public ReadOnlySpan<float> Of(int state, int action, int features) =>
        (_made[state] ??= make(state)).AsSpan(action * features, features);
}
