namespace Debate.Rewards.Shapes;

/// <summary>The margin of victory: 2 p - 1, in [-1, 1]. For an evidence debate that is the signed mean of both speaking orders.</summary>
internal static class Margin
{
    public static IRewardShape Create() => new PairwiseShape(c => 2 * c.Probability - 1);
}
