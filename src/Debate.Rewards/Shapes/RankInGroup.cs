namespace Debate.Rewards.Shapes;

/// <summary>
/// The rank by mean win probability, evenly from 0 for the last to 1 for the first; equal ones share the mean of their places. An answer
/// alone gets one half. Group-relative, as GRPO wants it.
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
