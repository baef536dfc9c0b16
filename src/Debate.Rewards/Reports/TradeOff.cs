using Debate.Rewards.Judges;
using Debate.Rewards.Policies;

namespace Debate.Rewards.Reports;

/// <summary>
/// Whether a lambda buys justifiability cheaply: it keeps at least 80 % of what the policy of lambda 0 gains over random, and where it
/// departs from that policy, on at least 20 % of its steps, it is preferred in at least 95 %.
/// </summary>
/// <param name="Lambda">The weight of the debate reward.</param>
/// <param name="Kept">The part of the gain that is kept.</param>
/// <param name="Preferred">The share preferred where the policies differ, even ones half.</param>
/// <param name="Differs">The share of steps on which they differ.</param>
public sealed record TradeOff(double Lambda, Spread Kept, Spread Preferred, Spread Differs)
{
    /// <summary>The least part of the gain to keep.</summary>
    public const double LeastKept = .8;

    /// <summary>The least share of departures to be preferred.</summary>
    public const double LeastPreferred = .95;

    /// <summary>The least share of steps to depart on: below it there is nothing to prefer.</summary>
    public const double LeastDiffers = .2;

    /// <summary>Whether the means satisfy all three.</summary>
    public bool Holds => Satisfied(Kept.Mean, Preferred.Mean, Differs.Mean);

    /// <summary>Whether the lower ends of the 95 % intervals do too.</summary>
    public bool HoldsSurely => Satisfied(Kept.Low, Preferred.Low, Differs.Low);

    /// <summary>In how many seeds all three are satisfied at once.</summary>
    public int Seeds => Kept.Each.Count == Preferred.Each.Count
        ? Enumerable.Range(0, Kept.Each.Count).Count(i => Satisfied(Kept.Each[i], Preferred.Each[i], Differs.Each[i])) : 0;

    /// <summary>One for each lambda above 0 at which something differs; none where lambda 0 is not on the grid.</summary>
    public static IReadOnlyList<TradeOff> Of(SweptArm arm) => [.. arm.Points.Select(At).OfType<TradeOff>()];

    private static TradeOff? At(SweptPoint point) => point is { Lambda: > 0, Kept: { } kept, Preferred: { } preferred }
        ? new(point.Lambda, kept, preferred, point.Differs) : null;

    private static bool Satisfied(double kept, double preferred, double differs) =>
        kept >= LeastKept && preferred >= LeastPreferred && differs >= LeastDiffers;
}
