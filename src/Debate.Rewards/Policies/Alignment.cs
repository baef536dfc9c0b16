using Debate.Rewards.Environments;
using Debate.Rewards.Judges;

namespace Debate.Rewards.Policies;

/// <summary>
/// How often Q gives the clinicians' action at least as much as another (Sukovic and Radanovic, ICLR 2024: the share of pairs with Q(s,
/// a_t) >= Q(s, a')), on weighted and on unweighted pairs. Unlike there, pairs consist of admissible actions with known values, they are
/// weighted exactly instead of sampled, and a tie counts half. <see cref="Covered"/> is the share of the unweighted pairs that is known.
/// </summary>
public sealed record Alignment(double Weighted, double Unweighted, double Covered)
{
    private const double TieTolerance = 1e-9;

    /// <summary>Computes the alignment of values with an expert's actions, on the distributions of its pairs.</summary>
    public static Alignment Compute(TabularEnvironment environment, ActionValues values,
        (PairDistribution Weighted, PairDistribution Unweighted) distributions)
    {
        var (weighted, _) = AlignedShare(environment, values, distributions.Weighted);
        var (unweighted, covered) = AlignedShare(environment, values, distributions.Unweighted);
        return new(weighted, unweighted, covered);
    }

    /// <summary>The alignment that no Q exceeds: that of a Q that knows how often each action is taken in each state.</summary>
    public static Alignment UpperBound(TabularEnvironment environment,
        (PairDistribution Weighted, PairDistribution Unweighted) distributions)
    {
        ActionValues Known(PairDistribution distribution) => new(
            environment, [.. Enumerable.Range(0, environment.States).SelectMany(state => distribution.RowWeights(state).ToArray())]);
        var (weighted, _) = AlignedShare(environment, Known(distributions.Weighted), distributions.Weighted);
        var (unweighted, covered) = AlignedShare(environment, Known(distributions.Unweighted), distributions.Unweighted);
        return new(weighted, unweighted, covered);
    }

    private static (double Right, double Covered) AlignedShare(TabularEnvironment environment, ActionValues values,
        PairDistribution distribution)
    {
        var (right, known, all) = (0.0, 0.0, 0.0);
        foreach (var state in environment.OpenStates)
        {
            var (admissible, of) = (environment.Transitions.Admissible(state).ToArray(), values.ValuesOf(state).ToArray());
            foreach (var action in admissible)
            {
                var mass = distribution.RowWeights(state)[action] / Math.Max(1, admissible.Length - 1);
                foreach (var other in admissible)
                {
                    if (other == action) continue;
                    all += mass;
                    if (double.IsNaN(of[action]) || double.IsNaN(of[other])) continue;
                    known += mass;
                    right += mass * WinCredit(of[action], of[other]);
                }
            }
        }
        return (known == 0 ? double.NaN : right / known, all == 0 ? 0 : known / all);
    }

    private static double WinCredit(double value, double other) =>
        Math.Abs(value - other) <= TieTolerance * Math.Max(Math.Abs(value), Math.Abs(other)) ? 0.5 : value > other ? 1 : 0;
}
