using System.Collections.Immutable;
using Debate.Contracts;
using Debate.Grains.Placement;
using Debate.Rewards.Shapes;
using Orleans.Concurrency;

namespace Debate.Grains.Rewards;

/// <summary>Passes a call to the service that its profile selects; errors in the call are returned as data.</summary>
[StatelessWorker, Reentrant, PlacedByRole(SiloRole.Deliberation)]
public sealed class RewardGrain(RewardProfiles profiles, TextRewardService texts) : Grain, IRewardGrain
{
    /// <inheritdoc/>
    public async Task<RewardReply> ScoreAsync(RewardCall call)
    {
        try
        {
            var profile = profiles.Find(call.Profile);
            call = call.InWords();
            if (call.Answers.IsDefaultOrEmpty) throw new InputException("answers: there are none");
            if (!profile.IsEvidence) return await texts.ScoreAsync(profile, call);
            var shape = ShapeExpression.Parse(call.Shape ?? profile.Shape);
            return call.Record || profile.IsRecorded
                ? await texts.RecordAsync(profile, call, profiles.GetEvidenceService(profile).CreateTranscript(call))
                : new(profiles.GetEvidenceService(profile).Score(call, shape)) { Profile = profile.Name };
        }
        catch (InputException wrong)
        {
            return RewardReply.FromFailure(RewardFailure.Rejected, wrong.Message);
        }
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<RewardReply>> ScoreManyAsync(ImmutableArray<RewardCall> calls) =>
        [.. await Task.WhenAll(calls.Select(ScoreAsync))];
}
