using System.Collections.Immutable;

namespace Debate.Rewards.Texts;

/// <summary>
/// The groups that answers to one prompt form as they arrive one by one. Each joins the open group, until it is full or is closed; the next
/// answer then opens another group. A closed group stays closed: it has no rewards, no later group takes its members over or is shifted by
/// them, and each of them may join a later one again, under the same key.
/// </summary>
/// <param name="size">The number of answers that make a group full; at least 2.</param>
public sealed class RolloutGroups(int size)
{
    private readonly List<Group> _groups = [];
    private readonly Dictionary<string, RolloutPlace> _places = new(StringComparer.Ordinal);

    /// <summary>The number of answers that make a group full.</summary>
    public int Size => size;

    /// <summary>The group that the next answer joins or opens, from 0.</summary>
    public int Next => _groups is [.., { Ending: null } open] && open.Members.Count < size ? _groups.Count - 1 : _groups.Count;

    /// <summary>The group that has answers and waits for more; null for none.</summary>
    public int? Open => Next < _groups.Count ? Next : null;

    /// <summary>The last group that was closed before a group, and with how many answers; null for none.</summary>
    public (int Group, int Count)? FindClosedBefore(int group)
    {
        for (var before = Math.Min(group, _groups.Count) - 1; before >= 0; before--)
            if (_groups[before].Ending is not null) return (before, _groups[before].Members.Count);
        return null;
    }

    /// <summary>Where a key stands; null if it never joined, or only groups that were closed.</summary>
    public RolloutPlace? Find(string key) => _places.TryGetValue(key, out var place) ? place : null;

    /// <summary>The number of answers in a group.</summary>
    public int CountMembers(int group) => group < _groups.Count ? _groups[group].Members.Count : 0;

    /// <summary>Whether a group has all its answers.</summary>
    public bool IsFull(int group) => CountMembers(group) == size;

    /// <summary>The member at a place.</summary>
    public RolloutMember this[RolloutPlace place] => _groups[place.Group].Members[place.Index];

    /// <summary>Adds an answer to the open group, or opens one. Its key must stand nowhere.</summary>
    public RolloutPlace Join(RolloutMember member)
    {
        var group = Next;
        if (group == _groups.Count) _groups.Add(new());
        _groups[group].Members.Add(member);
        return _places[member.Key] = new(group, _groups[group].Members.Count - 1);
    }

    /// <summary>Closes the open group for good.</summary>
    /// <param name="why">The reason, for human readers.</param>
    public void Close(string why)
    {
        if (Open is not { } open) throw new InvalidOperationException("No group is open.");
        _groups[open].Ending = why;
        foreach (var member in _groups[open].Members) _places.Remove(member.Key);
    }

    /// <summary>
    /// A full group's members in the order in which they are judged: by their text, equal ones as they came. So the rewards of the same
    /// answers do not depend on which of them arrived first.
    /// </summary>
    public ImmutableArray<RolloutPlace> GetOrder(int group) =>
        [.. _groups[group].Members.Select((member, index) => (member.Answer, Place: new RolloutPlace(group, index)))
            .OrderBy(m => m.Answer, StringComparer.Ordinal).ThenBy(m => m.Place.Index).Select(m => m.Place)];

    private sealed class Group
    {
        public List<RolloutMember> Members { get; } = [];

        public string? Ending { get; set; }
    }
}

/// <summary>An answer in a group.</summary>
/// <param name="Key">What tells it from the others.</param>
/// <param name="Answer">Its text.</param>
/// <param name="Time">When it arrived.</param>
public readonly record struct RolloutMember(string Key, string Answer, DateTimeOffset Time);

/// <summary>Where an answer stands: the number of its group and its index by arrival, both from 0.</summary>
public readonly record struct RolloutPlace(int Group, int Index);
