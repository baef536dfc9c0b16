namespace Debate.Rewards.Shapes;

/// <summary>
/// The judge's log odds log(p / (1 - p)), its logit for the answer less that for the opponent, as the mean over the orders judged. A
/// probability counts as at least 1e-4 and at most 1 - 1e-4, so that rewards lie within 9.2102.
/// </summary>
internal static class LogitDifference
{
    private const double Least = 1e-4;

    public static IRewardShape Create() => new ContestShape(c =>
        c.Reversed is { } reversed ? (Logit(c.InOrder) + Logit(reversed)) / 2 : Logit(c.InOrder));

    private static double Logit(double probability)
    {
        var p = Math.Clamp(probability, Least, 1 - Least);
        return Math.Log(p / (1 - p));
    }
}
