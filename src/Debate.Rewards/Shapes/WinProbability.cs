namespace Debate.Rewards.Shapes;

/// <summary>The judge's probability that the answer wins, in [0, 1] (Khan et al., "Debating with more persuasive LLMs", 2024).</summary>
internal static class WinProbability
{
    public static IRewardShape Create() => new PairwiseShape(c => c.Probability);
}
