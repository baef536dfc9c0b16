using System.Collections.Immutable;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Answers;

namespace Debate.Rewards.Shapes;

/// <summary>A group of answers to one problem with all judgements about them: the input of a reward shape.</summary>
public sealed class JudgedGroup
{
    private readonly PairwiseJudgement[][] _contestsByAnswer;

    /// <summary>
    /// Creates a group; throws <see cref="InputException"/> if a comparison names an answer that is not in the group or a probability is
    /// not in [0, 1].
    /// </summary>
    /// <param name="texts">The answers, as they came.</param>
    /// <param name="contests">The comparisons that were judged.</param>
    public JudgedGroup(IReadOnlyList<string> texts, IReadOnlyList<PairwiseJudgement> contests)
    {
        (Texts, Contests) = (texts, contests);
        foreach (var contest in contests)
        {
            if (contest.One < 0 || contest.One >= texts.Count || contest.Other >= texts.Count || contest.Other < PairwiseJudgement.Outsider)
                throw new InputException($"contest {contest.One} against {contest.Other}: the group has {texts.Count} answers");
            if (!(contest.InOrder is >= 0 and <= 1) || contest.Reversed is { } reversed && !(reversed is >= 0 and <= 1))
                throw new InputException($"contest {contest.One} against {contest.Other}: a probability lies in 0..1");
        }
        var byAnswer = texts.Select(_ => new List<PairwiseJudgement>()).ToArray();
        foreach (var contest in contests)
        {
            byAnswer[contest.One].Add(contest.SeenBy(contest.One));
            if (contest.Other >= 0 && contest.Other != contest.One) byAnswer[contest.Other].Add(contest.SeenBy(contest.Other));
        }
        _contestsByAnswer = [.. byAnswer.Select(c => c.ToArray())];
    }

    /// <summary>The answers, as they came.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>Number of answers.</summary>
    public int Count => Texts.Count;

    /// <summary>The comparisons that were judged.</summary>
    public IReadOnlyList<PairwiseJudgement> Contests { get; }

    /// <summary>
    /// The comparisons of one answer, each from its point of view; throws <see cref="InputException"/> if there are none.
    /// </summary>
    public IReadOnlyList<PairwiseJudgement> ContestsOf(int answer) =>
        _contestsByAnswer[answer].Length > 0 ? _contestsByAnswer[answer]
        : throw new InputException($"answer {answer}: it was not judged, so that it has no reward");

    /// <summary>The mean probability that an answer wins.</summary>
    public double Probability(int answer) => ContestsOf(answer).Average(c => c.Probability);

    /// <summary>The mean disagreement between the two orders; null if one order was judged.</summary>
    public double? Disagreement(int answer) => ContestsOf(answer).Average(c => c.Disagreement);

    /// <summary>The group with a reward for each of its members, as a verdict holds it.</summary>
    public GroupRewards WithRewards(double[] rewards)
    {
        var all = Enumerable.Range(0, Count).ToArray();
        return new([.. rewards], [.. all.Select(Probability)], [.. all.Select(Disagreement).OfType<double>()], [.. Contests]);
    }

    /// <summary>Which of the texts give the same final answer.</summary>
    public AnswerGroups GroupAnswers() => AnswerGroups.Create([.. Texts.Select(FinalAnswer.Extract)]);
}

/// <summary>
/// The soft preferences of Arnesen, Rein and Michael ("Training language models to win debates with self-play improves judge accuracy",
/// 2024) for one of two speeches with the judge's win probabilities p and q. In a group it is the mean over the other members; a single
/// answer, which met only outsiders, is compared with q = 1 - p.
/// </summary>
public static class SoftPreferences
{
    /// <summary>p^2.25 / (p^2.25 + q^2.25); one half where both are 0.</summary>
    public static double LogProb(double p, double q) => Share(Math.Pow(p, 2.25), Math.Pow(q, 2.25));

    /// <summary>softmax over 5.75 p and 5.75 q.</summary>
    public static double Prob(double p, double q) => Logistic(5.75 * (p - q));

    /// <summary>p (1 - q) / (p (1 - q) + q (1 - p)): the odds of p over those of q; one half where it is 0 / 0.</summary>
    public static double Logit(double p, double q) => Share(p * (1 - q), q * (1 - p));

    /// <summary>softmax over 5 s(p) and 5 s(q), with s(x) = 1 / (1 + exp(-(x - 0.5) / 0.125)).</summary>
    public static double Sigmoid(double p, double q) => Logistic(5 * (Logistic((p - 0.5) / 0.125) - Logistic((q - 0.5) / 0.125)));

    /// <summary>1 for the better one, 0 for the other, one half where they are equal.</summary>
    public static double Binary(double p, double q) => (Math.Sign(p - q) + 1) / 2.0;

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    private static double Share(double own, double other) => own + other > 0 ? own / (own + other) : 0.5;
}
