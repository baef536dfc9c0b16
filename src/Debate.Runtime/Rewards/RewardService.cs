using Debate.Rewards.Serving;
using Debate.Rewards.Shapes;
using Debate.Rewards.Texts;

namespace Debate.Runtime.Rewards;

/// <summary>Rewards a call by the profile that it selects; errors in the call are returned as data. Thread-safe.</summary>
public sealed class RewardService(RewardProfiles profiles, TextRewardService texts, EvidenceGames games)
{
    /// <summary>Rewards one answer or a group of answers.</summary>
    /// <param name="call">The request.</param>
    /// <param name="isOfBatch">Whether it is one of many of one request.</param>
    /// <param name="cancellation">Ends games of evidence; debates over texts go on.</param>
    public async Task<RewardReply> ScoreAsync(RewardCall call, bool isOfBatch, CancellationToken cancellation)
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
