using System.Globalization;
using Debate.Contracts;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Grains.Placement;
using Debate.Rewards.Texts;

namespace Debate.Grains.Rewards;

/// <summary>
/// Sequences the groups of one prompt's answers: an answer waits until its group is full, the last one starts the group's debates, and each
/// gets its own reward. A group lives no longer than its callers wait for it: at its deadline, when the last of them has hung up, or when
/// its silo is gone, it is closed by an entry, and whoever comes later opens another. So an answer that was lost costs its own group, and
/// no other. A request without a key and a rollout that equals one that still waits or was answered counts as another rollout with the same
/// text, not as a retry.
/// </summary>
[GrainType("cohort"), PlacedByRole(SiloRole.Deliberation)]
public sealed class RolloutGroupGrain(RewardProfiles profiles, TextRewardService texts, IJournal journal, TimeProvider clock)
    : Grain, IRolloutGroupGrain
{
    /// <summary>How long after a request without a key arrived an equal one may be its retry, the reply having been lost.</summary>
    private static readonly TimeSpan RetryWindow = TimeSpan.FromMinutes(15);

    private readonly SemaphoreSlim _lock = new(1);
    private readonly HashSet<string> _waiting = new(StringComparer.Ordinal);
    private readonly HashSet<string> _answered = new(StringComparer.Ordinal);
    private RolloutGroupJournal? _stored;
    private OpenGroup? _open;

    private RolloutGroups Groups => _stored!.Groups;

    /// <inheritdoc/>
    public async Task<RewardReply> JoinAsync(RolloutCall call, CancellationToken cancellation)
    {
        try
        {
            return await RewardAsync(profiles.Find(call.Call.Profile), call, cancellation);
        }
        catch (InputException wrong)
        {
            return RewardReply.FromFailure(RewardFailure.Rejected, wrong.Message);
        }
        catch (FencedException)
        {
            _open?.Settled.TrySetResult(false);
            DeactivateOnIdle();
            return RewardReply.FromFailure(RewardFailure.Incomplete, "another silo took the cohort over; ask again");
        }
    }

    private async Task<RewardReply> RewardAsync(RewardProfile profile, RolloutCall call, CancellationToken cancellation)
    {
        // Rewards of an older configuration must not be recorded under the identity of the new one.
        if (texts.ComputeGroupKey(profile, call) != this.GetPrimaryKeyString())
            return RewardReply.FromFailure(RewardFailure.Incomplete,
                $"profile '{profile.Name}' is another one on the silo that collects the group; all silos need the same configuration");
        var identity = Digest.Hash128(this.GetPrimaryKeyString(), call.Call.Answers[0]);
        if (await texts.ClaimKeyAsync(call.Call.Key, identity) is { } taken) return taken;
        var ends = clock.GetUtcNow() + (call.Call.Deadline ?? profile.Deadline);
        var (key, place, group) = await EnterAsync(call, profile.Deadline, cancellation);
        try
        {
            if (group is not null && !await WaitUntilFullAsync(group, ends, cancellation))
                return RewardReply.FromFailure(RewardFailure.Incomplete, DescribeMissing(place.Group));
            var reply = await texts.ScoreGroupAsync(
                profile, CreateGroupCall(profile, call, place.Group, ends), GetGroupRunId(place.Group));
            if (reply.Outcome is null) return reply;
            _answered.Add(key);
            return reply with { Outcome = reply.Outcome.ForMember(Groups.GetOrder(place.Group).IndexOf(place)) };
        }
        finally
        {
            _waiting.Remove(key);
        }
    }

    /// <summary>Lets an answer in; the group that it waits for is null if that is full already.</summary>
    private async Task<(string Key, RolloutPlace Place, OpenGroup? Group)> EnterAsync(
        RolloutCall call, TimeSpan deadline, CancellationToken cancellation)
    {
        await _lock.WaitAsync(cancellation);
        try
        {
            if (_stored is null) await LoadAsync(call.Size);
            if (_open is { } old && clock.GetUtcNow() >= old.Ends) await CloseAsync(old);
            var key = ChooseKey(call.Call);
            var known = Groups.Find(key);
            var place = known ?? await _stored!.JoinAsync(key, call.Call.Answers[0]);
            var group = place.Group == _open?.Number ? _open : null;
            if (known is null && group is null) _open = group = new(place.Group, Groups[place].Time + deadline);
            if (group is not null)
            {
                group.Callers++;
                if (Groups.IsFull(group.Number)) Settle(group, isFull: true);
            }
            _waiting.Add(key);
            return (key, place, group);
        }
        finally
        {
            _lock.Release();
        }
    }

    /// <summary>Reads the journal. A group that was open has lost its callers with the silo that held them; those that ask again come in
    /// anew.</summary>
    private async Task LoadAsync(int size)
    {
        var stored = await RolloutGroupJournal.ReadAsync(journal, clock, this.GetPrimaryKeyString(), size);
        if (stored.Groups.Open is not null) await stored.CloseAsync("its silo was lost");
        _stored = stored;
    }

    /// <summary>
    /// Chooses the caller's key, that of the rollout, or a content hash with the lowest number under which the request can only be a retry
    /// or stands in no group.
    /// </summary>
    private string ChooseKey(RewardCall call)
    {
        if (call.Key is { } given) return $"k.{Digest.Hash128(given)}";
        if (call.Rollout is { } rollout) return $"r.{Digest.Hash128(rollout, call.Answers[0])}";
        var hash = Digest.Hash128(call.Answers[0]);
        for (var number = 0; ; number++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"h.{hash}.{number}");
            if (Groups.Find(key) is not { } place) return key;
            if (!_waiting.Contains(key) && !_answered.Contains(key) && clock.GetUtcNow() - Groups[place].Time < RetryWindow) return key;
        }
    }

    /// <summary>Waits until the group is settled; true if it is full. The last caller to leave it closes it.</summary>
    private async Task<bool> WaitUntilFullAsync(OpenGroup group, DateTimeOffset ends, CancellationToken cancellation)
    {
        var settled = group.Settled.Task;
        if (!settled.IsCompleted)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var left = (ends < group.Ends ? ends : group.Ends) - clock.GetUtcNow();
            await Task.WhenAny(settled, Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock, limit.Token));
            await limit.CancelAsync();
        }
        await LeaveAsync(group);
        return settled.IsCompleted && await settled;
    }

    private async Task LeaveAsync(OpenGroup group)
    {
        await _lock.WaitAsync(CancellationToken.None);
        try
        {
            group.Callers--;
            if (group == _open && (group.Callers == 0 || clock.GetUtcNow() >= group.Ends)) await CloseAsync(group);
        }
        finally
        {
            _lock.Release();
        }
    }

    private async Task CloseAsync(OpenGroup group)
    {
        var why = clock.GetUtcNow() >= group.Ends ? "its deadline has passed" : "nobody waits for it any more";
        await _stored!.CloseAsync(why);
        Settle(group, isFull: false);
    }

    private void Settle(OpenGroup group, bool isFull)
    {
        _open = null;
        group.Settled.TrySetResult(isFull);
    }

    private string DescribeMissing(int group)
    {
        var came = string.Create(CultureInfo.InvariantCulture, $"{Groups.CountMembers(group)} of {Groups.Size} answers came in time");
        return Groups.FindClosedBefore(group) is not { } before || before.Group != group - 1 ? came : string.Create(
            CultureInfo.InvariantCulture, $"{came}; the group before it was closed with {before.Count}, and what is late opens a new one");
    }

    private RewardCall CreateGroupCall(RewardProfile profile, RolloutCall call, int group, DateTimeOffset ends) => call.Call with
    {
        Answers = [.. Groups.GetOrder(group).Select(place => Groups[place].Answer)],
        Key = null,
        Rollout = null,
        Opponent = profile.GetGroupOpponent(call.Call),
        Deadline = ends - clock.GetUtcNow(),
    };

    private string GetGroupRunId(int group) =>
        string.Create(CultureInfo.InvariantCulture, $"{TextRewardService.IdPrefix}/{this.GetPrimaryKeyString()}.{group}");

    /// <summary>A group that waits for answers.</summary>
    private sealed class OpenGroup(int number, DateTimeOffset ends)
    {
        public int Number => number;

        /// <summary>Its deadline.</summary>
        public DateTimeOffset Ends => ends;

        /// <summary>How many callers wait for it.</summary>
        public int Callers { get; set; }

        /// <summary>Completes when the group is full (true) or closed (false).</summary>
        public TaskCompletionSource<bool> Settled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
