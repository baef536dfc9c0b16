using System.Collections.Immutable;
using Debate.Rewards.Serving;
using Orleans.Concurrency;

namespace Debate.Grains.Rewards;

/// <summary>Rewards groups of answers; a stateless worker, whose key means nothing. A reward that needs a model is a run, and so survives a silo.</summary>
[Alias("debate.reward")]
public interface IRewardGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Rewards one group, once per key; failures travel as data. Cancelling ends games of evidence; debates over texts go on.
    /// </summary>
    [Alias("score"), AlwaysInterleave, ResponseTimeout("01:00:00")]
    Task<RewardReply> ScoreAsync(RewardCall call, CancellationToken cancellation);

    /// <summary>Rewards several groups; the replies are in the order of the calls.</summary>
    [Alias("score-many"), AlwaysInterleave, ResponseTimeout("01:00:00")]
    Task<ImmutableArray<RewardReply>> ScoreManyAsync(ImmutableArray<RewardCall> calls, CancellationToken cancellation);
}

/// <summary>
/// Collects answers that arrive one by one and rewards them in groups of one size, one group after the other. Its key is a hash of all that
/// the groups have in common: the resolved profile, the prompt, the label, the baseline and the caller's name for the group.
/// </summary>
[Alias("debate.cohort")]
public interface IRolloutGroupGrain : IGrainWithStringKey
{
    /// <summary>
    /// Joins the open group, waits for the other answers and for the judges, and returns the reward of this answer alone. A group is open
    /// until it is full, its deadline has passed (the profile's, from its first answer on), or nobody waits for it any more: the caller
    /// that is cancelled hangs up.
    /// </summary>
    [Alias("join"), AlwaysInterleave, ResponseTimeout("01:00:00")]
    Task<RewardReply> JoinAsync(RolloutCall call, CancellationToken cancellation);
}
