namespace Debate.Rewards.Shapes;

/// <summary>
/// The judge's log odds log(p / (1 - p)), averaged over the orders judged: its logit for the answer minus that for the opponent, which
/// under the model of Bradley and Terry (1952) is the difference of their strengths. Probabilities are clipped to [1e-4, 1 - 1e-4], so
/// rewards are at most 9.2102 in magnitude.
/// </summary>
internal static class LogitDifference
{
    private const double MinProbability = 1e-4;

    public static IRewardShape Create() => new PairwiseShape(c =>
        c.Reversed is { } reversed ? (Logit(c.InOrder) + Logit(reversed)) / 2 : Logit(c.InOrder));

    private static double Logit(double probability)
    {
        var p = Math.Clamp(probability, MinProbability, 1 - MinProbability);
        return Math.Log(p / (1 - p));
    }
}
