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
    private const double Tie = 1e-9;

    /// <summary>Computes the alignment of values with an expert's actions, on the distributions of its pairs.</summary>
    public static Alignment Of(TabularEnvironment environment, ActionValues values, (PairLaw Weighted, PairLaw Unweighted) laws)
    {
        var (weighted, _) = Share(environment, values, laws.Weighted);
        var (unweighted, covered) = Share(environment, values, laws.Unweighted);
        return new(weighted, unweighted, covered);
    }

    /// <summary>The alignment that no Q exceeds: that of a Q that knows how often each action is taken in each state.</summary>
    public static Alignment Bound(TabularEnvironment environment, (PairLaw Weighted, PairLaw Unweighted) laws)
    {
        ActionValues Known(PairLaw law) => new(
            environment, [.. Enumerable.Range(0, environment.States).SelectMany(state => law.Of(state).ToArray())]);
        var (weighted, _) = Share(environment, Known(laws.Weighted), laws.Weighted);
        var (unweighted, covered) = Share(environment, Known(laws.Unweighted), laws.Unweighted);
        return new(weighted, unweighted, covered);
    }

    private static (double Right, double Covered) Share(TabularEnvironment environment, ActionValues values, PairLaw law)
    {
        var (right, known, all) = (0.0, 0.0, 0.0);
        foreach (var state in environment.Open)
        {
            var (admissible, of) = (environment.Transitions.Admissible(state).ToArray(), values.In(state).ToArray());
            foreach (var action in admissible)
            {
                var mass = law.Of(state)[action] / Math.Max(1, admissible.Length - 1);
                foreach (var other in admissible)
                {
                    if (other == action) continue;
                    all += mass;
                    if (double.IsNaN(of[action]) || double.IsNaN(of[other])) continue;
                    known += mass;
                    right += mass * Wins(of[action], of[other]);
                }
            }
        }
        return (known == 0 ? double.NaN : right / known, all == 0 ? 0 : known / all);
    }

    private static double Wins(double value, double other) =>
        Math.Abs(value - other) <= Tie * Math.Max(Math.Abs(value), Math.Abs(other)) ? 0.5 : value > other ? 1 : 0;
}
