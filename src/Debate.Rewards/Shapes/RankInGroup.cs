namespace Debate.Rewards.Shapes;

/// <summary>
/// The rank by mean win probability, evenly spaced from 0 for the last to 1 for the first; ties share the mean of their ranks. A single
/// answer gets one half. Relative to the group, as GRPO expects (Shao et al., 2024); rank shaping makes rewards independent of the scale of
/// the judge's probabilities.
/// </summary>
internal sealed class RankInGroup : IRewardShape
{
    public double[] Rewards(JudgedGroup group)
    {
        if (group.Count == 1) return [0.5];
        var p = Enumerable.Range(0, group.Count).Select(group.Probability).ToArray();
        return [.. p.Select(own => (p.Count(o => o < own) + (p.Count(o => o.Equals(own)) - 1) / 2.0) / (group.Count - 1))];
    }
}
