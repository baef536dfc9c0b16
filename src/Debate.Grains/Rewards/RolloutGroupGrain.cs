using System.Globalization;
using Debate.Contracts;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Grains.Placement;
using Debate.Rewards.Texts;

namespace Debate.Grains.Rewards;

/// <summary>
/// Sequences the members of one rollout group: members wait until the group is full, the last one starts the group's debates, and each gets
/// its own reward. A request without a key that equals one that still waits or was answered counts as another rollout with the same text,
/// not as a retry.
/// </summary>
[GrainType("cohort"), PlacedByRole(SiloRole.Deliberation)]
public sealed class RolloutGroupGrain(RewardProfiles profiles, TextRewardService texts, IJournal journal, TimeProvider clock)
    : Grain, IRolloutGroupGrain
{
    /// <summary>How long after a request without a key arrived an equal one may be its retry, the reply having been lost.</summary>
    private static readonly TimeSpan RetryWindow = TimeSpan.FromMinutes(15);

    private readonly SemaphoreSlim _joinLock = new(1);
    private readonly Dictionary<int, TaskCompletionSource> _fullSignals = [];
    private readonly HashSet<string> _waiting = new(StringComparer.Ordinal);
    private readonly HashSet<string> _answered = new(StringComparer.Ordinal);
    private RolloutGroupJournal _members = null!;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _members = new(journal, clock, this.GetPrimaryKeyString());
        return _members.ReadAsync();
    }

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
            DeactivateOnIdle();
            return RewardReply.FromFailure(RewardFailure.Incomplete, "another silo took the cohort over; ask again");
        }
    }

    private async Task<RewardReply> RewardAsync(RewardProfile profile, RolloutCall call, CancellationToken cancellation)
    {
        var ends = clock.GetUtcNow() + (call.Call.Deadline ?? profile.Deadline);
        var (key, place) = await AddMemberAsync(call, cancellation);
        if (_members[place].Answer != call.Call.Answers[0])
            return RewardReply.FromFailure(RewardFailure.KeyTaken, $"key '{call.Call.Key}': it was used before, for another answer");
        _waiting.Add(key);
        try
        {
            if (!await WaitUntilFullAsync(place / call.Size, call.Size, (ends, cancellation)))
                return RewardReply.FromFailure(RewardFailure.Incomplete,
                    $"{_members.Count % call.Size} of {call.Size} answers came in time");
            var reply = await texts.ScoreAsync(profile, CreateGroupCall(profile, call, place / call.Size, ends),
                GetGroupRunId(place / call.Size));
            if (reply.Outcome is null) return reply;
            _answered.Add(key);
            return reply with { Outcome = SelectMember(reply.Outcome, place % call.Size) };
        }
        finally
        {
            _waiting.Remove(key);
        }
    }

    private async Task<(string Key, int Place)> AddMemberAsync(RolloutCall call, CancellationToken cancellation)
    {
        await _joinLock.WaitAsync(cancellation);
        try
        {
            var key = ChooseKey(call.Call);
            if (_members.FindIndex(key) is { } known) return (key, known);
            var place = await _members.AppendAsync(key, call.Call.Answers[0]);
            if ((place + 1) % call.Size == 0) GetFullSignal(place / call.Size).TrySetResult();
            return (key, place);
        }
        finally
        {
            _joinLock.Release();
        }
    }

    /// <summary>
    /// Chooses the caller's key, or a content hash with the lowest number under which the request can only be a retry or was never seen.
    /// </summary>
    private string ChooseKey(RewardCall call)
    {
        if (call.Key is { } given) return $"k.{Digest.Hash128(given)}";
        var hash = Digest.Hash128(call.Prompt, call.Answers[0], call.Label ?? "");
        for (var number = 0; ; number++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"h.{hash}.{number}");
            if (_members.FindIndex(key) is not { } place) return key;
            if (!_waiting.Contains(key) && !_answered.Contains(key) && clock.GetUtcNow() - _members[place].Time < RetryWindow) return key;
        }
    }

    private async Task<bool> WaitUntilFullAsync(int group, int size, (DateTimeOffset Ends, CancellationToken Stop) limits)
    {
        if (_members.Count >= (group + 1) * size) return true;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(limits.Stop);
        var left = limits.Ends - clock.GetUtcNow();
        if (left <= TimeSpan.Zero) return false;
        var first = await Task.WhenAny(GetFullSignal(group).Task, Task.Delay(left, clock, limit.Token));
        await limit.CancelAsync();
        return first == GetFullSignal(group).Task;
    }

    private TaskCompletionSource GetFullSignal(int group) =>
        _fullSignals.TryGetValue(group, out var full) ? full : _fullSignals[group] = new();

    private RewardCall CreateGroupCall(RewardProfile profile, RolloutCall call, int group, DateTimeOffset ends) => call.Call with
    {
        Answers = [.. Enumerable.Range(group * call.Size, call.Size).Select(place => _members[place].Answer)],
        Key = null,
        Opponent = call.Call.Opponent ?? (profile.Opponent is "all-pairs" ? "all-pairs" : "circular"),
        Deadline = ends - clock.GetUtcNow(),
    };

    private string GetGroupRunId(int group) =>
        string.Create(CultureInfo.InvariantCulture, $"{TextRewardService.IdPrefix}/{this.GetPrimaryKeyString()}.{group}");

    private static GroupRewards SelectMember(GroupRewards outcome, int place) => new(
        [outcome.Rewards[place]], [outcome.Probabilities[place]],
        outcome.Disagreements.IsEmpty ? [] : [outcome.Disagreements[place]],
        [.. outcome.Contests.Where(c => c.One == place || c.Other == place).Select(c => c.SeenBy(place))]);
}
