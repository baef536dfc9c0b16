using System.Text.RegularExpressions;
using Debate.Core.Input;
using Debate.Deliberation;

namespace Debate.Rewards.Shapes;

/// <summary>
/// Turns judgements into rewards: one for each answer, in the group's order; finite. Pure: equal groups get equal rewards.
/// </summary>
public delegate double[] RewardShape(JudgedGroup group);

/// <summary>The shapes, as <see cref="ShapeCatalogue"/> names them.</summary>
internal static class RewardShapes
{
    private const double MinProbability = 1e-4;
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The winner (Irving, Christiano and Amodei, "AI safety via debate", 2018): 1, -1, or 0 for a probability of exactly one half.
    /// </summary>
    public static RewardShape Win { get; } = Pairwise(c => Math.Sign(c.Probability - 0.5));

    /// <summary><see cref="Win"/> on {0, 1}, with one half for a draw.</summary>
    public static RewardShape UnsignedWin { get; } = Pairwise(c => (Math.Sign(c.Probability - 0.5) + 1) / 2.0);

    /// <summary>
    /// The judge's probability that the answer wins, in [0, 1] (Khan et al., "Debating with more persuasive LLMs", 2024).
    /// </summary>
    public static RewardShape WinProbability { get; } = Pairwise(c => c.Probability);

    /// <summary>
    /// The margin of victory: 2 p - 1, in [-1, 1]. For an evidence debate that is the signed mean of both speaking orders.
    /// </summary>
    public static RewardShape Margin { get; } = Pairwise(c => 2 * c.Probability - 1);

    /// <summary>
    /// The judge's log odds log(p / (1 - p)), averaged over the orders judged: its logit for the answer minus that for the opponent, which
    /// under the model of Bradley and Terry (1952) is the difference of their strengths. Probabilities are clipped to [1e-4, 1 - 1e-4], so
    /// rewards are at most 9.2102 in magnitude.
    /// </summary>
    public static RewardShape LogitDifference { get; } =
        Pairwise(c => c.Reversed is { } reversed ? (Logit(c.InOrder) + Logit(reversed)) / 2 : Logit(c.InOrder));

    /// <summary>
    /// The zero-sum reward of SPIRAL (2025): R in {1, 0, -1} with R_0 + R_1 = 0, minus the baseline of the role played; the roles are the
    /// positions, first and second. Over both orders an answer has played both roles, and its reward is the mean of the two advantages.
    /// </summary>
    public static RewardShape ZeroSum(double first, double second) => Pairwise(c =>
    {
        var played = Math.Sign(c.InOrder - 0.5) - first;
        return c.Reversed is { } reversed ? (played + Math.Sign(reversed - 0.5) - second) / 2 : played;
    });

    /// <summary>
    /// The rank by mean win probability, evenly spaced from 0 for the last to 1 for the first; ties share the mean of their ranks. A single
    /// answer gets one half. Relative to the group, as GRPO expects (Shao et al., 2024); rank shaping makes rewards independent of the
    /// scale of the judge's probabilities.
    /// </summary>
    public static double[] RankInGroup(JudgedGroup group)
    {
        if (group.Count == 1) return [0.5];
        var p = Enumerable.Range(0, group.Count).Select(group.Probability).ToArray();
        return [.. p.Select(own => (p.Count(o => o < own) + (p.Count(o => o.Equals(own)) - 1) / 2.0) / (group.Count - 1))];
    }

    /// <summary>
    /// 1 if the answer agrees with the most frequent answer of the group, else 0 (MACA, "Internalizing self-consistency with multi-agent
    /// debate", 2025). If several answers are tied for the lead there is no majority, and every answer gets 0. Looks at texts alone.
    /// </summary>
    public static double[] MajorityAgreement(JudgedGroup group)
    {
        var answers = group.GroupAnswers();
        var votes = answers.All.Select(g => g.Voters.Count).ToArray();
        var leads = votes.Length == 1 || votes.Length > 1 && votes[0] > votes[1];
        return [.. Enumerable.Range(0, group.Count).Select(i => leads && answers.GroupOf(i) == 0 ? 1.0 : 0.0)];
    }

    /// <summary>
    /// A penalty, 0 or less, against a hack that judges fall for: <paramref name="each"/> for every character beyond
    /// <paramref name="max"/> (DTE, 2025, uses 0.001 for each).
    /// </summary>
    public static RewardShape LengthPenalty(double max, double each) => ByText(text => -each * Math.Max(0, text.Length - max));

    /// <summary>
    /// A penalty of <paramref name="cost"/> if the text does not match. Matches in time linear in the text; a pattern that needs
    /// backtracking is rejected.
    /// </summary>
    public static RewardShape FormatPenalty(string pattern, double cost)
    {
        try
        {
            var wanted = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, MatchTimeout);
            return ByText(text => wanted.IsMatch(text) ? 0 : -cost);
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            throw new InputException($"shape: format(\"{pattern}\"): {wrong.Message}", wrong);
        }
    }

    /// <summary>
    /// A soft preference (<see cref="SoftPreferences"/>): the mean over the other members; a single answer, which met only outsiders, is
    /// compared with q = 1 - p.
    /// </summary>
    public static RewardShape SoftPreference(Func<double, double, double> preference) => group =>
    {
        var p = Enumerable.Range(0, group.Count).Select(group.Probability).ToArray();
        return p.Length == 1
            ? [preference(p[0], 1 - p[0])]
            : [.. p.Select((own, i) => p.Where((_, j) => j != i).Average(other => preference(own, other)))];
    };

    /// <summary>The same for every answer.</summary>
    public static RewardShape Constant(double value) => ByText(_ => value);

    /// <summary>
    /// (1 - share) a + share b: how Sukovic and Radanovic (ICLR 2024) mix the environment's reward with that of the debate.
    /// </summary>
    public static RewardShape Mix(double share, RewardShape a, RewardShape b) => Pointwise(a, b, (x, y) => (1 - share) * x + share * y);

    /// <summary>Combines two shapes answer by answer.</summary>
    public static RewardShape Pointwise(RewardShape a, RewardShape b, Func<double, double, double> combine) =>
        group => [.. a(group).Zip(b(group), combine)];

    /// <summary>A shape that looks at one comparison at a time: the reward of an answer is the mean over its comparisons.</summary>
    private static RewardShape Pairwise(Func<PairwiseJudgement, double> worth) =>
        group => [.. Enumerable.Range(0, group.Count).Select(i => group.ContestsOf(i).Average(worth))];

    /// <summary>A shape that looks at one text at a time.</summary>
    private static RewardShape ByText(Func<string, double> worth) => group => [.. group.Texts.Select(worth)];

    private static double Logit(double probability)
    {
        var p = Math.Clamp(probability, MinProbability, 1 - MinProbability);
        return Math.Log(p / (1 - p));
    }
}
