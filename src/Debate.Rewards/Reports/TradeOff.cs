using Debate.Rewards.Judges;
using Debate.Rewards.Policies;

namespace Debate.Rewards.Reports;

/// <summary>
/// Whether a lambda buys justifiability cheaply: it keeps at least 80 % of the gain of the policy of lambda 0 over random, it disagrees
/// with that policy on at least 20 % of its steps, and there it is preferred in at least 95 %.
/// </summary>
/// <param name="Lambda">The weight of the debate reward.</param>
/// <param name="Kept">The part of the gain that is kept.</param>
/// <param name="Preferred">The share preferred where the policies differ, even ones counted half.</param>
/// <param name="Differs">The share of steps on which they differ.</param>
public sealed record TradeOff(double Lambda, SeedSummary Kept, SeedSummary Preferred, SeedSummary Differs)
{
    /// <summary>The minimum part of the gain to keep.</summary>
    public const double MinKept = .8;

    /// <summary>The minimum share preferred where the policies differ.</summary>
    public const double MinPreferred = .95;

    /// <summary>The minimum share of steps on which the policies differ: below it there is nothing to prefer.</summary>
    public const double MinDiffers = .2;

    /// <summary>Whether the means satisfy all three.</summary>
    public bool Holds => Satisfied(Kept.Mean, Preferred.Mean, Differs.Mean);

    /// <summary>Whether the lower ends of the 95 % intervals do too.</summary>
    public bool HoldsSurely => Satisfied(Kept.Low, Preferred.Low, Differs.Low);

    /// <summary>The number of seeds in which all three conditions hold at once.</summary>
    public int Seeds => Kept.Each.Count == Preferred.Each.Count
        ? Enumerable.Range(0, Kept.Each.Count).Count(i => Satisfied(Kept.Each[i], Preferred.Each[i], Differs.Each[i])) : 0;

    /// <summary>One trade-off for each lambda above 0 at which something differs; none if lambda 0 is not on the grid.</summary>
    public static IReadOnlyList<TradeOff> FromArm(SweepArmSummary arm) => [.. arm.Points.Select(FromPoint).OfType<TradeOff>()];

    private static TradeOff? FromPoint(SweepPointSummary point) => point is { Lambda: > 0, Kept: { } kept, Preferred: { } preferred }
        ? new(point.Lambda, kept, preferred, point.Differs) : null;

    private static bool Satisfied(double kept, double preferred, double differs) =>
        kept >= MinKept && preferred >= MinPreferred && differs >= MinDiffers;
}
