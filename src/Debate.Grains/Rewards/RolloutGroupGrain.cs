using System.Globalization;
using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Grains.Placement;
using Debate.Rewards.Serving;
using Debate.Runtime.Rewards;

namespace Debate.Grains.Rewards;

/// <summary>
/// Sequences the groups of one prompt's answers: an answer waits until its group is full, the last one starts the group's debates, and each
/// gets its own reward. Who is in which group, and how long a group waits, is the matter of <see cref="RolloutGroupMembership"/>.
/// </summary>
[GrainType("cohort"), PlacedByRole(SiloRole.Deliberation)]
public sealed class RolloutGroupGrain(RewardProfiles profiles, TextRewardService texts, IJournal journal, TimeProvider clock)
    : Grain, IRolloutGroupGrain
{
    private RolloutGroupMembership? _members;

    /// <inheritdoc/>
    public async Task<RewardReply> JoinAsync(RolloutCall call, CancellationToken cancellation)
    {
        _members ??= new(journal, clock, this.GetPrimaryKeyString(), call.Size);
        try
        {
            return await RewardAsync(profiles.Find(call.Call.Profile), call, _members, cancellation);
        }
        catch (InputException wrong)
        {
            return RewardReply.FromFailure(RewardFailure.Rejected, wrong.Message);
        }
        catch (FencedException)
        {
            _members.GiveUp();
            DeactivateOnIdle();
            return RewardReply.FromFailure(RewardFailure.Incomplete, "another silo took the cohort over; ask again");
        }
    }

    private async Task<RewardReply> RewardAsync(
        RewardProfile profile, RolloutCall call, RolloutGroupMembership members, CancellationToken cancellation)
    {
        // Rewards of an older configuration must not be recorded under the identity of the new one.
        if (texts.ComputeGroupKey(profile, call) != this.GetPrimaryKeyString())
            return RewardReply.FromFailure(RewardFailure.Incomplete,
                $"profile '{profile.Name}' is another one on the silo that collects the group; all silos need the same configuration");
        var identity = Digest.Hash128(this.GetPrimaryKeyString(), call.Call.Answers[0]);
        if (await texts.ClaimKeyAsync(call.Call.Key, identity) is { } taken) return taken;
        var ends = clock.GetUtcNow() + (call.Call.Deadline ?? profile.Deadline);
        var member = await members.EnterAsync(call.Call, profile.Deadline, cancellation);
        var isAnswered = false;
        try
        {
            var group = member.Place.Group;
            if (!await members.WaitUntilFullAsync(member, ends, cancellation))
                return RewardReply.FromFailure(RewardFailure.Incomplete, members.DescribeMissing(group));
            var reply = await texts.ScoreGroupAsync(profile, call.Call with
            {
                Answers = members.GetAnswers(group),
                Key = null,
                Rollout = null,
                Opponent = profile.Grouping.ChooseOpponent(call.Call.Opponent),
                Deadline = ends - clock.GetUtcNow(),
            }, string.Create(CultureInfo.InvariantCulture, $"{TextRewardService.IdPrefix}/{this.GetPrimaryKeyString()}.{group}"));
            isAnswered = reply.Outcome is not null;
            return reply with { Outcome = reply.Outcome?.ForMember(members.FindIndex(member.Place)) };
        }
        finally
        {
            members.Leave(member, isAnswered);
        }
    }
}
