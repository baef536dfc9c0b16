namespace Debate.Rewards.Shapes;

/// <summary>
/// 1 where the answer says what most of the group say, else 0 (MACA, "Internalizing self-consistency with multi-agent debate", 2025). Where
/// several answers share the lead there is no majority, and everybody gets 0. Looks at texts alone.
/// </summary>
internal sealed class MajorityAgreement : IRewardShape
{
    public double[] Rewards(JudgedGroup group)
    {
        var answers = group.Answers();
        var counts = answers.CountBy(a => a, StringComparer.Ordinal).OrderByDescending(c => c.Value).ToArray();
        var majority = counts.Length > 0 && (counts.Length == 1 || counts[0].Value > counts[1].Value) ? counts[0].Key : null;
        return [.. answers.Select(a => a == majority ? 1.0 : 0.0)];
    }
}
