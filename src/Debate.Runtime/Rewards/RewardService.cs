using System.Collections.Immutable;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Rewards.Serving;

namespace Debate.Runtime.Rewards;

/// <summary>
/// Rewards calls by the service that their profile selects; errors in a call are returned as data. It computes on the caller's thread, so
/// call it off the turns of grains. Thread-safe.
/// </summary>
public sealed class RewardService(RewardProfiles profiles, TextRewardService texts, EvidenceGames games)
{
    private const int CallsAtATime = 16;

    // Calls of batches run on all cores, and every few of them go behind whatever else waits for a thread: no single request waits for a
    // whole batch.
    private static readonly TaskScheduler Batches =
        new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, Environment.ProcessorCount, CallsAtATime).ConcurrentScheduler;

    /// <summary>Rewards one group. Cancelling ends its games of evidence, and the wait for a debate over texts, which goes on.</summary>
    public Task<RewardReply> ScoreAsync(RewardCall call, CancellationToken cancellation) =>
        ScoreAsync(call, isOfBatch: false, cancellation);

    /// <summary>Rewards several groups side by side; the replies are in the order of the calls.</summary>
    public async Task<ImmutableArray<RewardReply>> ScoreManyAsync(IEnumerable<RewardCall> calls, CancellationToken cancellation) =>
        [.. await Task.WhenAll(calls.Select(call => Task.Factory.StartNew(
            () => ScoreAsync(call, isOfBatch: true, cancellation), cancellation, TaskCreationOptions.DenyChildAttach, Batches).Unwrap()))];

    private async Task<RewardReply> ScoreAsync(RewardCall call, bool isOfBatch, CancellationToken cancellation)
    {
        try
        {
            var profile = profiles.Find(call.Profile);
            call = call.InWords();
            if (call.Answers.IsEmpty) throw new InputException("answers: there are none");
            return profile.IsEvidence
                ? await PlayAsync(profile, call,
                    new(games, call.Deadline ?? profile.Deadline, isOfBatch || call.Answers.Length > 1, cancellation))
                : await texts.ScoreAsync(profile, call).WaitAsync(cancellation);
        }
        catch (InputException wrong)
        {
            return RewardReply.FromFailure(RewardFailure.Rejected, wrong.Message);
        }
    }

    private async Task<RewardReply> PlayAsync(RewardProfile profile, RewardCall call, EvidenceCaller caller)
    {
        var (service, shape) = (profiles.GetEvidenceService(profile), profile.ReadShape(call.Shape));
        try
        {
            return call.Record || profile.IsRecorded
                ? await texts.RecordAsync(profile, call, await service.CreateTranscriptAsync(call, caller)).WaitAsync(caller.Cancellation)
                : await texts.ClaimAsync(profile, call, await service.ScoreAsync(call, shape, caller));
        }
        catch (TimeoutException)
        {
            return RewardReply.FromFailure(RewardFailure.Deadline, "the game goes on; ask again for its reward");
        }
    }
}
