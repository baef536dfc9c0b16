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
[PlacedByRole(SiloRole.Deliberation)]
public sealed class CohortGrain(RewardProfiles profiles, TextDesk texts, IJournal journal, TimeProvider clock) : Grain, ICohortGrain
{
    /// <summary>How long after a request without a key arrived an equal one may be its retry, the reply having been lost.</summary>
    private static readonly TimeSpan RetriedWithin = TimeSpan.FromMinutes(15);

    private readonly SemaphoreSlim _joining = new(1);
    private readonly Dictionary<int, TaskCompletionSource> _full = [];
    private readonly HashSet<string> _waiting = new(StringComparer.Ordinal);
    private readonly HashSet<string> _answered = new(StringComparer.Ordinal);
    private CohortJournal _members = null!;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _members = new(journal, clock, this.GetPrimaryKeyString());
        return _members.ReadAsync();
    }

    /// <inheritdoc/>
    public async Task<RewardReply> JoinAsync(CohortCall call, CancellationToken cancellation)
    {
        try
        {
            return await RewardedAsync(profiles.Find(call.Call.Profile), call, cancellation);
        }
        catch (InputException wrong)
        {
            return RewardReply.Without(RewardTrouble.Rejected, wrong.Message);
        }
        catch (FencedException)
        {
            DeactivateOnIdle();
            return RewardReply.Without(RewardTrouble.Incomplete, "another silo took the cohort over; ask again");
        }
    }

    private async Task<RewardReply> RewardedAsync(RewardProfile profile, CohortCall call, CancellationToken cancellation)
    {
        var ends = clock.GetUtcNow() + (call.Call.Deadline ?? profile.Deadline);
        var (key, place) = await PlaceAsync(call, cancellation);
        if (_members[place].Answer != call.Call.Answers[0])
            return RewardReply.Without(RewardTrouble.KeyTaken, $"key '{call.Call.Key}': it was used before, for another answer");
        _waiting.Add(key);
        try
        {
            if (!await IsFullAsync(place / call.Size, call.Size, (ends, cancellation)))
                return RewardReply.Without(RewardTrouble.Incomplete, $"{_members.Count % call.Size} of {call.Size} answers came in time");
            var reply = await texts.ScoreAsync(profile, Group(profile, call, place / call.Size, ends), GroupId(place / call.Size));
            if (reply.Outcome is null) return reply;
            _answered.Add(key);
            return reply with { Outcome = Only(reply.Outcome, place % call.Size) };
        }
        finally
        {
            _waiting.Remove(key);
        }
    }

    private async Task<(string Key, int Place)> PlaceAsync(CohortCall call, CancellationToken cancellation)
    {
        await _joining.WaitAsync(cancellation);
        try
        {
            var key = Key(call.Call);
            if (_members.Place(key) is { } known) return (key, known);
            var place = await _members.AppendAsync(key, call.Call.Answers[0]);
            if ((place + 1) % call.Size == 0) Full(place / call.Size).TrySetResult();
            return (key, place);
        }
        finally
        {
            _joining.Release();
        }
    }

    /// <summary>
    /// Chooses the caller's key, or a content hash with the lowest number under which the request can only be a retry or was never seen.
    /// </summary>
    private string Key(RewardCall call)
    {
        if (call.Key is { } given) return $"k.{Digest.Short(given)}";
        var hash = Digest.Short(call.Prompt, call.Answers[0], call.Label ?? "");
        for (var number = 0; ; number++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"h.{hash}.{number}");
            if (_members.Place(key) is not { } place) return key;
            if (!_waiting.Contains(key) && !_answered.Contains(key) && clock.GetUtcNow() - _members[place].Time < RetriedWithin) return key;
        }
    }

    private async Task<bool> IsFullAsync(int group, int size, (DateTimeOffset Ends, CancellationToken Stop) limits)
    {
        if (_members.Count >= (group + 1) * size) return true;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(limits.Stop);
        var left = limits.Ends - clock.GetUtcNow();
        if (left <= TimeSpan.Zero) return false;
        var first = await Task.WhenAny(Full(group).Task, Task.Delay(left, clock, limit.Token));
        await limit.CancelAsync();
        return first == Full(group).Task;
    }

    private TaskCompletionSource Full(int group) => _full.TryGetValue(group, out var full) ? full : _full[group] = new();

    private RewardCall Group(RewardProfile profile, CohortCall call, int group, DateTimeOffset ends) => call.Call with
    {
        Answers = [.. Enumerable.Range(group * call.Size, call.Size).Select(place => _members[place].Answer)],
        Key = null,
        Opponent = call.Call.Opponent ?? (profile.Opponent is "all-pairs" ? "all-pairs" : "circular"),
        Deadline = ends - clock.GetUtcNow(),
    };

    private string GroupId(int group) =>
        string.Create(CultureInfo.InvariantCulture, $"{TextDesk.Under}/{this.GetPrimaryKeyString()}.{group}");

    private static TextOutcome Only(TextOutcome outcome, int place) => new(
        [outcome.Rewards[place]], [outcome.Probabilities[place]],
        outcome.Disagreements.IsEmpty ? [] : [outcome.Disagreements[place]],
        [.. outcome.Contests.Where(c => c.One == place || c.Other == place).Select(c => c.Seen(place))]);
}
