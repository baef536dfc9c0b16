using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Debate.Deliberation.Records;

namespace Debate.Deliberation;

/// <summary>The rewards of a group of answers to one task, as its verdict holds them.</summary>
/// <param name="Rewards">One for each member.</param>
/// <param name="Probabilities">The probability of winning, in [0, 1], one for each member: the mean over its comparisons.</param>
/// <param name="Disagreements">
/// The disagreement between the two orders, in [0, 1], one for each member; empty if one order was judged.
/// </param>
/// <param name="Contests">The comparisons that were judged, each with its probability by order.</param>
public sealed record GroupRewards(
    ImmutableArray<double> Rewards, ImmutableArray<double> Probabilities, ImmutableArray<double> Disagreements,
    ImmutableArray<PairwiseJudgement> Contests)
{
    /// <summary>
    /// The members with the highest probability of winning, by index; several where they are equal. An answer alone shares the comparison
    /// with <see cref="PairwiseJudgement.Outsider"/>, which then stands for its opponent.
    /// </summary>
    public ImmutableArray<int> Winners
    {
        get
        {
            (int Index, double Probability)[] all = Probabilities is [var alone]
                ? [(0, alone), (PairwiseJudgement.Outsider, 1 - alone)]
                : [.. Probabilities.Select((p, i) => (i, p))];
            var best = all.Length == 0 ? 0 : all.Max(a => a.Probability);
            return [.. all.Where(a => a.Probability.Equals(best)).Select(a => a.Index)];
        }
    }

    /// <summary>The rewards in a verdict, also of builds before 2026-11-30, which wrote them as measures; null if it holds none.</summary>
    public static GroupRewards? FromVerdict(Verdict verdict) => verdict.Rewards ?? RewardMeasures.Read(verdict.Measures);

    /// <summary>The part of one member: its own numbers, and its comparisons from its point of view.</summary>
    public GroupRewards ForMember(int index) => new(
        [Rewards[index]], [Probabilities[index]], Disagreements.IsEmpty ? [] : [Disagreements[index]],
        [.. Contests.Where(c => c.One == index || c.Other == index).Select(c => c.SeenBy(index))]);
}

/// <summary>One debate between two answers: the judge's probability, in [0, 1], that <see cref="One"/> is the better one.</summary>
/// <param name="One">The answer, by its index in the group, from 0.</param>
/// <param name="Other">Its opponent: another index of the group, or <see cref="Outsider"/>.</param>
/// <param name="InOrder">The probability when One was shown first.</param>
/// <param name="Reversed">The probability, for One, when it was shown second; null if only one order was judged.</param>
public sealed record PairwiseJudgement(int One, int Other, double InOrder, double? Reversed = null)
{
    /// <summary>An opponent from outside the group: a baseline, a checkpoint, a confuser, a critic.</summary>
    public const int Outsider = -1;

    /// <summary>The probability that One wins: the mean of the orders that were judged.</summary>
    [JsonIgnore]
    public double Probability => Reversed is { } reversed ? (InOrder + reversed) / 2 : InOrder;

    /// <summary>How much the judge's probability depends on the order, in [0, 1]; null if one order was judged.</summary>
    [JsonIgnore]
    public double? Disagreement => Reversed is { } reversed ? Math.Abs(InOrder - reversed) : null;

    /// <summary>The same comparison from the point of view of answer <paramref name="by"/>.</summary>
    public PairwiseJudgement SeenBy(int by) =>
        by == One ? this : new(Other, One, 1 - (Reversed ?? InOrder), Reversed is null ? null : 1 - InOrder);
}
