using System.Collections.Immutable;
using Debate.Grains.Placement;
using Debate.Rewards.Serving;
using Debate.Rewards.Shapes;
using Debate.Runtime.Rewards;
using Orleans.Concurrency;

namespace Debate.Grains.Rewards;

/// <summary>
/// Passes a call to the service that its profile selects; errors in the call are returned as data. No turn computes: evidence games are
/// played on the solver's threads, and each call of many begins in a turn of its own. One worker a key and silo: among several, a call could
/// not be cancelled, because Orleans hands its cancellation to any of them (dotnet/orleans#9877). Callers take the keys by turns instead.
/// </summary>
[StatelessWorker(1), Reentrant, PlacedByRole(SiloRole.Deliberation)]
public sealed class RewardGrain(RewardProfiles profiles, TextRewardService texts, EvidenceGames games) : Grain, IRewardGrain
{
    /// <inheritdoc/>
    public Task<RewardReply> ScoreAsync(RewardCall call, CancellationToken cancellation) =>
        ScoreAsync(call, isOfBatch: false, cancellation);

    /// <inheritdoc/>
    public async Task<ImmutableArray<RewardReply>> ScoreManyAsync(ImmutableArray<RewardCall> calls, CancellationToken cancellation) =>
        [.. await Task.WhenAll(calls.Select(async call =>
        {
            await Task.Yield();
            return await ScoreAsync(call, isOfBatch: calls.Length > 1, cancellation);
        }))];

    private async Task<RewardReply> ScoreAsync(RewardCall call, bool isOfBatch, CancellationToken cancellation)
    {
        try
        {
            var profile = profiles.Find(call.Profile);
            call = call.InWords();
            if (call.Answers.IsDefaultOrEmpty) throw new InputException("answers: there are none");
            return profile.IsEvidence
                ? await PlayAsync(profile, call,
                    new(games, call.Deadline ?? profile.Deadline, isOfBatch || call.Answers.Length > 1, cancellation))
                : await texts.ScoreAsync(profile, call);
        }
        catch (InputException wrong)
        {
            return RewardReply.FromFailure(RewardFailure.Rejected, wrong.Message);
        }
    }

    private async Task<RewardReply> PlayAsync(RewardProfile profile, RewardCall call, EvidenceCaller caller)
    {
        var (service, shape) = (profiles.GetEvidenceService(profile), ShapeExpression.Parse(call.Shape ?? profile.Shape));
        try
        {
            return call.Record || profile.IsRecorded
                ? await texts.RecordAsync(profile, call, await service.CreateTranscriptAsync(call, caller))
                : await texts.ClaimAsync(profile, call, await service.ScoreAsync(call, shape, caller));
        }
        catch (TimeoutException)
        {
            return RewardReply.FromFailure(RewardFailure.Deadline, "the game goes on; ask again for its reward");
        }
    }
}
