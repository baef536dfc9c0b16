using System.Text.Json.Serialization;

namespace Debate.Rewards.Shapes;

/// <summary>
/// One debate between two answers, as the judge saw it: the probability, in [0, 1], that <see cref="One"/> is the better one.
/// </summary>
/// <param name="One">The answer, by its place in the group from 0.</param>
/// <param name="Other">Whom it met: another place of the group, or <see cref="Outsider"/>.</param>
/// <param name="InOrder">The probability where One was shown first.</param>
/// <param name="Reversed">The probability, for One, where it was shown second; null where only one order was judged.</param>
public sealed record Contest(int One, int Other, double InOrder, double? Reversed = null)
{
    /// <summary>An opponent from outside of the group: a baseline, a checkpoint, a confuser, a critic.</summary>
    public const int Outsider = -1;

    /// <summary>The probability that One wins: the mean of the orders that were judged.</summary>
    [JsonIgnore]
    public double Probability => Reversed is { } reversed ? (InOrder + reversed) / 2 : InOrder;

    /// <summary>By how much the judge's probability hangs on the order, in [0, 1]; null where one order was judged.</summary>
    [JsonIgnore]
    public double? Disagreement => Reversed is { } reversed ? Math.Abs(InOrder - reversed) : null;

    /// <summary>The same contest, seen by the other side.</summary>
    public Contest Seen(int by) => by == One ? this : new(Other, One, 1 - (Reversed ?? InOrder), Reversed is null ? null : 1 - InOrder);
}
