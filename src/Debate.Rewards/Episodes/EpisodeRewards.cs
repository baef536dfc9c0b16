using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Rewards.Shapes;

namespace Debate.Rewards.Episodes;

/// <summary>Computes the reward of each debater of a finished debate; null if the verdict allows none.</summary>
/// <param name="verdict">The verdict.</param>
/// <param name="debaters">The seats that compete.</param>
/// <param name="said">The last statement of each debater, in their order; empty for one that never spoke.</param>
public delegate IReadOnlyDictionary<string, double>? EpisodeShape(
    Verdict verdict, IReadOnlyList<string> debaters, IReadOnlyList<string> said);

/// <summary>The reward of one turn of a debater.</summary>
/// <param name="Turn">The id of the turn that was offered to the external seat.</param>
/// <param name="Seat">Whose turn it was.</param>
/// <param name="Reward">0 except for the last turn of the debater, which gets the whole reward.</param>
/// <param name="PolicyVersion">The version of the policy that replied, if it was given.</param>
public sealed record TurnReward(string Turn, string Seat, double Reward, string? PolicyVersion);

/// <summary>The rewards of an episode.</summary>
/// <param name="Roles">By debater.</param>
/// <param name="Turns">By turn, in the order of the protocol; the turns of a debater sum to its reward.</param>
public sealed record EpisodeRewards(IReadOnlyDictionary<string, double> Roles, IReadOnlyList<TurnReward> Turns)
{
    /// <summary>
    /// The rewards of a run under a shape; null if it has no verdict or the shape gives none: an unscored episode is not an episode with
    /// reward 0. A debater that was never asked, because a built-in player played its seat without text, has a reward by role but no turn.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="debaters">The seats that compete.</param>
    /// <param name="shape">The shape; <see cref="ZeroSum"/> if null.</param>
    public static EpisodeRewards? Compute(RunRecord run, IReadOnlyList<string> debaters, EpisodeShape? shape = null)
    {
        if (run.Completion is not { } end || (shape ?? ZeroSum)(end.Verdict, debaters, LastReplies(run, debaters)) is not { } roles)
            return null;
        var turns = new List<TurnReward>();
        var owed = new Dictionary<string, double>(roles, StringComparer.Ordinal);
        foreach (var entry in run.EntriesByPath.Reverse())
            if (entry.Body is ModelReplied asked && roles.ContainsKey(asked.Seat))
            {
                owed.Remove(asked.Seat, out var reward);
                turns.Add(new(ExternalSeat.FormatTurnId(entry.Path, asked.Request), asked.Seat, reward, asked.Policy?.Version));
            }
        turns.Reverse();
        return new(roles, turns);
    }

    /// <summary>
    /// +1 for the winning side, -1 shared by the others, so that all sum to 0 (the terminal reward of SPIRAL, 2025, for two); 0 for
    /// everybody if nothing was decided. Null if the judge gave no usable ruling or named a side that is not a debater.
    /// </summary>
    public static IReadOnlyDictionary<string, double>? ZeroSum(Verdict verdict, IReadOnlyList<string> debaters, IReadOnlyList<string> said)
    {
        if (verdict.DecidingFault is not null || debaters.Count < 2) return null;
        if (verdict.Decision == Decision.Undecided) return debaters.ToDictionary(d => d, _ => 0.0, StringComparer.Ordinal);
        return verdict.Side is { } winner && debaters.Contains(winner)
            ? debaters.ToDictionary(d => d, d => d == winner ? 1.0 : -1.0 / (debaters.Count - 1), StringComparer.Ordinal)
            : null;
    }

    /// <summary>
    /// Parses a shape of the catalogue for debates. The winning side counts as having won against every other debater with probability 1;
    /// if nothing was decided, all comparisons are even. Penalties look at the last statement of each debater. Throws
    /// <see cref="InputException"/> if the expression is invalid.
    /// </summary>
    public static EpisodeShape ParseShape(string expression)
    {
        var shape = ShapeExpression.Parse(expression);
        return (verdict, debaters, said) =>
        {
            if (ZeroSum(verdict, debaters, said) is not { } sides) return null;
            var contests = from one in Enumerable.Range(0, debaters.Count)
                           from other in Enumerable.Range(one + 1, debaters.Count - one - 1)
                           let ahead = sides[debaters[one]].CompareTo(sides[debaters[other]])
                           where ahead != 0 || verdict.Decision == Decision.Undecided
                           select new PairwiseJudgement(one, other, (ahead + 1) / 2.0);
            var rewards = shape(new JudgedGroup(said, [.. contests]));
            return debaters.Select((seat, i) => (seat, rewards[i])).ToDictionary(r => r.seat, r => r.Item2, StringComparer.Ordinal);
        };
    }

    private static IReadOnlyList<string> LastReplies(RunRecord run, IReadOnlyList<string> debaters)
    {
        var asked = run.EntriesByPath.Select(e => e.Body).OfType<ModelReplied>().ToArray();
        return [.. debaters.Select(seat => asked.LastOrDefault(a => a.Seat == seat)?.Reply ?? "")];
    }
}
