using System.Collections.Immutable;
using Debate.Grains.Placement;
using Debate.Rewards.Serving;
using Debate.Runtime.Rewards;
using Orleans.Concurrency;

namespace Debate.Grains.Rewards;

/// <summary>
/// Passes a call to the service that its profile selects; errors in the call are returned as data. No turn computes: evidence games are
/// played on the solver's threads, and each call of many begins in a turn of its own. One worker a key and silo: among several, a call could
/// not be cancelled, because Orleans hands its cancellation to any of them (dotnet/orleans#9877). Callers take the keys by turns instead.
/// </summary>
[StatelessWorker(1), Reentrant, PlacedByRole(SiloRole.Deliberation)]
public sealed class RewardGrain(RewardService rewards) : Grain, IRewardGrain
{
    /// <inheritdoc/>
    public Task<RewardReply> ScoreAsync(RewardCall call, CancellationToken cancellation) =>
        rewards.ScoreAsync(call, isOfBatch: false, cancellation);

    /// <inheritdoc/>
    public async Task<ImmutableArray<RewardReply>> ScoreManyAsync(ImmutableArray<RewardCall> calls, CancellationToken cancellation) =>
        [.. await Task.WhenAll(calls.Select(async call =>
        {
            await Task.Yield();
            return await rewards.ScoreAsync(call, isOfBatch: calls.Length > 1, cancellation);
        }))];
}
