namespace Debate.Rewards.Judges;

/// <summary>How demonstrations are drawn: this makes the distribution that an accuracy belongs to.</summary>
public enum Weighting
{
    /// <summary>
    /// Each row with weight 1 / count(action): every action is demonstrated equally often, so that how usual an action is tells nothing.
    /// </summary>
    InverseFrequency,

    /// <summary>
    /// Each row equally often. A trap: how usual an action is then tells nearly everything, and a judge learns that and little else.
    /// </summary>
    Unweighted,
}
