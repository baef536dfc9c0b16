using System.Collections.Immutable;
using Debate.Grains.Placement;
using Debate.Rewards.Serving;
using Debate.Runtime.Rewards;
using Orleans.Concurrency;

namespace Debate.Grains.Rewards;

/// <summary>
/// The rewards of a silo for the callers outside it. No turn computes: calls go to threads of the pool at once. One worker a silo: among
/// several, a call could not be cancelled, because Orleans hands its cancellation to any of them (dotnet/orleans#9877).
/// </summary>
[StatelessWorker(1), Reentrant, PlacedByRole(SiloRole.Deliberation)]
public sealed class RewardGrain(RewardService rewards) : Grain, IRewardGrain
{
    /// <inheritdoc/>
    public Task<RewardReply> ScoreAsync(RewardCall call, CancellationToken cancellation) =>
        Task.Run(() => rewards.ScoreAsync(call, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<ImmutableArray<RewardReply>> ScoreManyAsync(ImmutableArray<RewardCall> calls, CancellationToken cancellation) =>
        Task.Run(() => rewards.ScoreManyAsync(calls, cancellation), cancellation);
}
