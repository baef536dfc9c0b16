namespace Debate.Rewards.Shapes;

/// <summary>
/// 1 if the answer agrees with the most frequent answer of the group, else 0 (MACA, "Internalizing self-consistency with multi-agent
/// debate", 2025). If several answers are tied for the lead there is no majority, and every answer gets 0. Looks at texts alone.
/// </summary>
internal sealed class MajorityAgreement : IRewardShape
{
    public double[] Rewards(JudgedGroup group)
    {
        var answers = group.CanonicalAnswers();
        var counts = answers.CountBy(a => a, StringComparer.Ordinal).OrderByDescending(c => c.Value).ToArray();
        var majority = counts.Length > 0 && (counts.Length == 1 || counts[0].Value > counts[1].Value) ? counts[0].Key : null;
        return [.. answers.Select(a => a == majority ? 1.0 : 0.0)];
    }
}
