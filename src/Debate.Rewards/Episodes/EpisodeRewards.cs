using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;

namespace Debate.Rewards.Episodes;

/// <summary>
/// Gives each debater of a finished debate its reward; null where the verdict lets none be given. A hook: other shapes of reward take the
/// place of <see cref="EpisodeRewards.ZeroSum"/>.
/// </summary>
public delegate IReadOnlyDictionary<string, double>? EpisodeShape(Verdict verdict, IReadOnlyList<string> debaters);

/// <summary>What one turn of a debater earned.</summary>
/// <param name="Turn">The turn's id, as an external seat was offered it.</param>
/// <param name="Seat">Whose turn it was.</param>
/// <param name="Reward">0 but for the last turn of the debater, which earns all.</param>
/// <param name="PolicyVersion">Which policy replied, where that was told.</param>
public sealed record TurnReward(string Turn, string Seat, double Reward, string? PolicyVersion);

/// <summary>The rewards of an episode.</summary>
/// <param name="Roles">By debater.</param>
/// <param name="Turns">By turn, in the order of the protocol; the turns of a debater sum to its reward.</param>
public sealed record EpisodeRewards(IReadOnlyDictionary<string, double> Roles, IReadOnlyList<TurnReward> Turns)
{
    /// <summary>
    /// The rewards of a run by a shape; null where it has no verdict or the shape gives none: an unscored episode is not one of reward 0.
    /// A debater that was never asked, because a model of the house plays without words, has a role's reward and no turn.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="debaters">The seats that compete.</param>
    /// <param name="shape">The shape; <see cref="ZeroSum"/> where none is given.</param>
    public static EpisodeRewards? Of(RunRecord run, IReadOnlyList<string> debaters, EpisodeShape? shape = null)
    {
        if (run.End is not { } end || (shape ?? ZeroSum)(end.Verdict, debaters) is not { } roles) return null;
        var turns = new List<TurnReward>();
        var owed = new Dictionary<string, double>(roles, StringComparer.Ordinal);
        foreach (var entry in run.Ordered.Reverse())
            if (entry.Body is Asked asked && roles.ContainsKey(asked.Seat))
            {
                owed.Remove(asked.Seat, out var reward);
                turns.Add(new(External.TurnOf(entry.Path, asked.Request), asked.Seat, reward, asked.Policy?.Version));
            }
        turns.Reverse();
        return new(roles, turns);
    }

    /// <summary>
    /// +1 for the side that the verdict names, -1 shared by the others, so that all sum to 0 (the terminal reward of SPIRAL, 2025, for two);
    /// 0 for everybody where nothing was decided. Null where the judge gave no usable ruling, or names a side that is no debater.
    /// </summary>
    public static IReadOnlyDictionary<string, double>? ZeroSum(Verdict verdict, IReadOnlyList<string> debaters)
    {
        if (verdict.Decision == Decision.Refused || debaters.Count < 2) return null;
        if (verdict.Decision == Decision.Undecided) return debaters.ToDictionary(d => d, _ => 0.0, StringComparer.Ordinal);
        return verdict.Side is { } winner && debaters.Contains(winner)
            ? debaters.ToDictionary(d => d, d => d == winner ? 1.0 : -1.0 / (debaters.Count - 1), StringComparer.Ordinal)
            : null;
    }
}
