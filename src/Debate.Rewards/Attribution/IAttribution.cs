namespace Debate.Rewards.Attribution;

/// <summary>Says how much each feature of a state speaks for an action.</summary>
public interface IAttribution
{
    /// <summary>The name in reports.</summary>
    string Name { get; }

    /// <summary>A number a feature: positive where its value in this state speaks for the action.</summary>
    ReadOnlySpan<float> Of(int state, int action);
}
