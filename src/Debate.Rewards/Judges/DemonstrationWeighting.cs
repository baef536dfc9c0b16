namespace Debate.Rewards.Judges;

/// <summary>How demonstrations are weighted; this defines the distribution that an accuracy belongs to.</summary>
public enum DemonstrationWeighting
{
    /// <summary>
    /// Each row has weight 1 / count(action), the usual weighting against class imbalance (He and Garcia, 2009): every action is
    /// demonstrated equally often, so the frequency of an action carries no information.
    /// </summary>
    InverseFrequency,

    /// <summary>
    /// Each row has the same weight. A trap: the frequency of an action then tells nearly everything, and a judge learns that and little
    /// else.
    /// </summary>
    Unweighted,
}
