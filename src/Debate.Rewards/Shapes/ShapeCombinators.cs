namespace Debate.Rewards.Shapes;

/// <summary>Combines shapes into shapes: sums, products, mixtures and constants.</summary>
internal static class ShapeCombinators
{
    public static IRewardShape Constant(double value) => new TextShape(_ => value);

    public static IRewardShape Sum(IRewardShape a, IRewardShape b) => new Pointwise(a, b, (x, y) => x + y);

    public static IRewardShape Difference(IRewardShape a, IRewardShape b) => new Pointwise(a, b, (x, y) => x - y);

    public static IRewardShape Product(IRewardShape a, IRewardShape b) => new Pointwise(a, b, (x, y) => x * y);

    /// <summary>
    /// (1 - share) a + share b: how Sukovic and Radanovic (ICLR 2024) mix the environment's reward with that of the debate.
    /// </summary>
    public static IRewardShape Mix(double share, IRewardShape a, IRewardShape b) =>
        new Pointwise(a, b, (x, y) => (1 - share) * x + share * y);

    private sealed class Pointwise(IRewardShape a, IRewardShape b, Func<double, double, double> combine) : IRewardShape
    {
        public double[] Rewards(JudgedGroup group) => [.. a.Rewards(group).Zip(b.Rewards(group), combine)];
    }
}
