using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Debate.Contracts;

/// <summary>Rewards groups of answers; a stateless worker, key 0. A reward that needs a model is a run, and so survives a silo.</summary>
[Alias("debate.reward")]
public interface IRewardGrain : IGrainWithIntegerKey
{
    /// <summary>Rewards one group, once per key; failures travel as data.</summary>
    [Alias("score"), AlwaysInterleave, ResponseTimeout("01:00:00")]
    Task<RewardReply> ScoreAsync(RewardCall call);

    /// <summary>Rewards several groups; the replies are in the order of the calls.</summary>
    [Alias("score-many"), AlwaysInterleave, ResponseTimeout("01:00:00")]
    Task<ImmutableArray<RewardReply>> ScoreManyAsync(ImmutableArray<RewardCall> calls);
}
