namespace Debate.Rewards.Attribution;

/// <summary>Scores how much each feature of a state supports an action.</summary>
public interface IAttribution
{
    /// <summary>The name in reports.</summary>
    string Name { get; }

    /// <summary>One number for each feature (F in all), positive where the value in this state supports the action.</summary>
    ReadOnlySpan<float> GetAttributions(int state, int action);
}
