namespace Debate.Rewards.Shapes;

/// <summary>Turns judgements into rewards. Pure: equal groups get equal rewards.</summary>
public interface IRewardShape
{
    /// <summary>One reward for each answer, in the group's order; finite.</summary>
    double[] Rewards(JudgedGroup group);
}

/// <summary>A shape that looks at one comparison at a time: the reward of an answer is the mean over its comparisons.</summary>
/// <param name="worth">The reward of a comparison for its <see cref="PairwiseJudgement.One"/>.</param>
internal sealed class PairwiseShape(Func<PairwiseJudgement, double> worth) : IRewardShape
{
    public double[] Rewards(JudgedGroup group) => [.. Enumerable.Range(0, group.Count).Select(i => group.ContestsOf(i).Average(worth))];
}

/// <summary>A shape that looks at one text at a time: penalties.</summary>
internal sealed class TextShape(Func<string, double> worth) : IRewardShape
{
    public double[] Rewards(JudgedGroup group) => [.. group.Texts.Select(worth)];
}
