using System.Text.Json.Serialization;

namespace Debate.Rewards.Shapes;

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
