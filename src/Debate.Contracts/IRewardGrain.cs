using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Debate.Contracts;

/// <summary>Rewards groups of answers; a stateless worker, key 0. What needs a model is a deliberation and so survives a silo.</summary>
[Alias("debate.reward")]
public interface IRewardGrain : IGrainWithIntegerKey
{
    /// <summary>Rewards one group, once for a key; trouble travels as data.</summary>
    [Alias("score"), AlwaysInterleave, ResponseTimeout("01:00:00")]
    Task<RewardReply> ScoreAsync(RewardCall call);

    /// <summary>Rewards several groups, replies in their order.</summary>
    [Alias("score-many"), AlwaysInterleave, ResponseTimeout("01:00:00")]
    Task<ImmutableArray<RewardReply>> ScoreManyAsync(ImmutableArray<RewardCall> calls);
}
