namespace Debate.Rewards.Shapes;

/// <summary>
/// The zero-sum reward of SPIRAL (2025): R in {1, 0, -1} with R_0 + R_1 = 0, minus the baseline of the role played; the roles are the
/// positions, first and second. Over both orders an answer has played both roles, and its reward is the mean of the two advantages.
/// </summary>
internal sealed class ZeroSum(double first, double second) : IRewardShape
{
    private readonly PairwiseShape _shape = new(c =>
    {
        var played = Math.Sign(c.InOrder - 0.5) - first;
        return c.Reversed is { } reversed ? (played + Math.Sign(reversed - 0.5) - second) / 2 : played;
    });

    public double[] Rewards(JudgedGroup group) => _shape.Rewards(group);
}
