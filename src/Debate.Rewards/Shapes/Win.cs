namespace Debate.Rewards.Shapes;

/// <summary>
/// The winner (Irving, Christiano and Amodei, "AI safety via debate", 2018): 1, -1, or 0 for a probability of exactly one half; and the
/// same on {0, 1} with one half for a draw.
/// </summary>
internal static class Win
{
    public static IRewardShape Signed() => new PairwiseShape(c => Math.Sign(c.Probability - 0.5));

    public static IRewardShape Unsigned() => new PairwiseShape(c => (Math.Sign(c.Probability - 0.5) + 1) / 2.0);
}
