using System.Text.RegularExpressions;

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

/// <summary>
/// The winner (Irving, Christiano and Amodei, "AI safety via debate", 2018): 1, -1, or 0 for a probability of exactly one half; and the
/// same on {0, 1} with one half for a draw.
/// </summary>
internal static class Win
{
    public static IRewardShape Signed() => new PairwiseShape(c => Math.Sign(c.Probability - 0.5));

    public static IRewardShape Unsigned() => new PairwiseShape(c => (Math.Sign(c.Probability - 0.5) + 1) / 2.0);
}

/// <summary>The judge's probability that the answer wins, in [0, 1] (Khan et al., "Debating with more persuasive LLMs", 2024).</summary>
internal static class WinProbability
{
    public static IRewardShape Create() => new PairwiseShape(c => c.Probability);
}

/// <summary>The margin of victory: 2 p - 1, in [-1, 1]. For an evidence debate that is the signed mean of both speaking orders.</summary>
internal static class Margin
{
    public static IRewardShape Create() => new PairwiseShape(c => 2 * c.Probability - 1);
}

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

/// <summary>
/// The rank by mean win probability, evenly spaced from 0 for the last to 1 for the first; ties share the mean of their ranks. A single
/// answer gets one half. Relative to the group, as GRPO expects (Shao et al., 2024); rank shaping makes rewards independent of the scale of
/// the judge's probabilities.
/// </summary>
internal sealed class RankInGroup : IRewardShape
{
    public double[] Rewards(JudgedGroup group)
    {
        if (group.Count == 1) return [0.5];
        var p = Enumerable.Range(0, group.Count).Select(group.Probability).ToArray();
        return [.. p.Select(own => (p.Count(o => o < own) + (p.Count(o => o.Equals(own)) - 1) / 2.0) / (group.Count - 1))];
    }
}

/// <summary>
/// 1 if the answer agrees with the most frequent answer of the group, else 0 (MACA, "Internalizing self-consistency with multi-agent
/// debate", 2025). If several answers are tied for the lead there is no majority, and every answer gets 0. Looks at texts alone.
/// </summary>
internal sealed class MajorityAgreement : IRewardShape
{
    public double[] Rewards(JudgedGroup group)
    {
        var answers = group.GroupAnswers();
        var votes = answers.All.Select(g => g.Voters.Count).ToArray();
        var leads = votes.Length == 1 || votes.Length > 1 && votes[0] > votes[1];
        return [.. Enumerable.Range(0, group.Count).Select(i => leads && answers.GroupOf(i) == 0 ? 1.0 : 0.0)];
    }
}

/// <summary>
/// Penalties on texts, 0 or less, against hacks that judges fall for: length(most, each) costs <c>each</c> for every character beyond
/// <c>most</c> (DTE, 2025, uses 0.001 for each character), and format("pattern", cost) costs <c>cost</c> if the text does not match.
/// </summary>
internal static class Penalties
{
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    public static IRewardShape Length(double max, double each) => new TextShape(text => -each * Math.Max(0, text.Length - max));

    /// <summary>Matches in time linear in the text; a pattern that needs backtracking is rejected.</summary>
    public static IRewardShape Format(string pattern, double cost)
    {
        try
        {
            var wanted = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, MatchTimeout);
            return new TextShape(text => wanted.IsMatch(text) ? 0 : -cost);
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            throw new InputException($"shape: format(\"{pattern}\"): {wrong.Message}", wrong);
        }
    }
}
