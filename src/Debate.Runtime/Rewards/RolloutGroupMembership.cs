using System.Collections.Immutable;
using System.Globalization;
using Debate.Core;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Rewards.Serving;
using Debate.Rewards.Texts;

namespace Debate.Runtime.Rewards;

/// <summary>
/// Who is in which group of one prompt's answers. A group lives no longer than its callers wait for it: at its deadline, when the last of
/// them has hung up, or when its silo is gone, it is closed by an entry, and whoever comes later opens another. So an answer that was lost
/// costs its own group, and no other. A request without a key and a rollout that equals one that still waits or was answered counts as
/// another rollout with the same text, not as a retry. Not thread-safe: its calls are turns of one grain.
/// </summary>
internal sealed class RolloutGroupMembership(IJournal journal, TimeProvider clock, string id, int size)
{
    /// <summary>How long after a request without a key arrived an equal one may be its retry, the reply having been lost.</summary>
    private static readonly TimeSpan RetryWindow = TimeSpan.FromMinutes(15);

    private readonly SemaphoreSlim _lock = new(1);
    private readonly HashSet<string> _waiting = new(StringComparer.Ordinal);
    private readonly HashSet<string> _answered = new(StringComparer.Ordinal);
    private RolloutGroupJournal? _stored;
    private OpenGroup? _open;

    private RolloutGroups Groups => _stored!.Groups;

    /// <summary>Lets an answer in: to the open group, or to where it stands already.</summary>
    /// <param name="call">The request, with one answer.</param>
    /// <param name="deadline">How long a group waits, from its first answer on.</param>
    /// <param name="cancellation">Ends the wait for the turn.</param>
    public async Task<Caller> EnterAsync(RewardCall call, TimeSpan deadline, CancellationToken cancellation)
    {
        await _lock.WaitAsync(cancellation);
        try
        {
            if (_stored is null) await LoadAsync();
            if (_open is { } old && clock.GetUtcNow() >= old.Ends) await CloseAsync(old);
            var key = ChooseKey(call);
            var known = Groups.Find(key);
            var place = known ?? await _stored!.JoinAsync(key, call.Answers[0]);
            var group = place.Group == _open?.Number ? _open : null;
            if (known is null && group is null) _open = group = new(place.Group, Groups[place].Time + deadline);
            if (group is not null)
            {
                group.Callers++;
                if (Groups.IsFull(group.Number)) Settle(group, isFull: true);
            }
            _waiting.Add(key);
            return new(key, place, group);
        }
        finally
        {
            _lock.Release();
        }
    }

    /// <summary>Waits until the group is settled; true if it is full. The last caller to leave it closes it.</summary>
    public async Task<bool> WaitUntilFullAsync(Caller caller, DateTimeOffset ends, CancellationToken cancellation)
    {
        if (caller.Group is not { } group) return true;
        var settled = group.Settled.Task;
        if (!settled.IsCompleted)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var left = (ends < group.Ends ? ends : group.Ends) - clock.GetUtcNow();
            await Task.WhenAny(settled, Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock, limit.Token));
            await limit.CancelAsync();
        }
        await LeaveGroupAsync(group);
        return settled.IsCompleted && await settled;
    }

    /// <summary>Notes that a caller waits no more.</summary>
    public void Leave(Caller caller, bool isAnswered)
    {
        _waiting.Remove(caller.Key);
        if (isAnswered) _answered.Add(caller.Key);
    }

    /// <summary>Ends the wait of all callers: another activation writes the journal.</summary>
    public void GiveUp() => _open?.Settled.TrySetResult(false);

    /// <summary>A full group's answers, in the order in which they are judged.</summary>
    public ImmutableArray<string> GetAnswers(int group) => [.. Groups.GetOrder(group).Select(place => Groups[place].Answer)];

    /// <summary>Where a member stands in that order, from 0.</summary>
    public int FindIndex(RolloutPlace place) => Groups.GetOrder(place.Group).IndexOf(place);

    /// <summary>What a group lacked that was closed.</summary>
    public string DescribeMissing(int group)
    {
        var came = string.Create(CultureInfo.InvariantCulture, $"{Groups.CountMembers(group)} of {Groups.Size} answers came in time");
        return Groups.FindClosedBefore(group) is not { } before || before.Group != group - 1 ? came : string.Create(
            CultureInfo.InvariantCulture, $"{came}; the group before it was closed with {before.Count}, and what is late opens a new one");
    }

    /// <summary>Reads the journal. An open group has lost its callers with the silo that held them; those that ask again come in
    /// anew.</summary>
    private async Task LoadAsync()
    {
        var stored = await RolloutGroupJournal.ReadAsync(journal, clock, id, size);
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

    private async Task LeaveGroupAsync(OpenGroup group)
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
        await _stored!.CloseAsync(clock.GetUtcNow() >= group.Ends ? "its deadline has passed" : "nobody waits for it any more");
        Settle(group, isFull: false);
    }

    private void Settle(OpenGroup group, bool isFull)
    {
        _open = null;
        group.Settled.TrySetResult(isFull);
    }

    /// <summary>A caller with an answer.</summary>
    /// <param name="Key">The key of its answer.</param>
    /// <param name="Place">Where that stands.</param>
    /// <param name="Group">The group that it waits for; null if that is full already.</param>
    public sealed record Caller(string Key, RolloutPlace Place, OpenGroup? Group);

    /// <summary>A group that waits for answers.</summary>
    public sealed class OpenGroup(int number, DateTimeOffset ends)
    {
        /// <summary>Its number.</summary>
        public int Number => number;

        /// <summary>Its deadline.</summary>
        public DateTimeOffset Ends => ends;

        /// <summary>How many callers wait for it.</summary>
        public int Callers { get; set; }

        /// <summary>Completes when the group is full (true) or closed (false).</summary>
        public TaskCompletionSource<bool> Settled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
