using System.Runtime.InteropServices;

namespace Debate.Models;

/// <summary>Where a chat goes.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="Source">The slot that is copied into it first; null for none.</param>
/// <param name="Kept">How many of the chat's tokens stand there then; what the slot holds beyond them is dropped.</param>
internal readonly record struct SlotPlan(Slot Slot, Slot? Source, int Kept);

/// <summary>A sequence of the runtime, and what it holds.</summary>
/// <param name="id">Its id, below the number of slots.</param>
internal sealed class Slot(int id)
{
    /// <summary>Its id.</summary>
    public int Id => id;

    /// <summary>The tokens that it holds for sure: those of steps that were done.</summary>
    public List<int> Tokens { get; } = [];

    /// <summary>Whether a turn is in it.</summary>
    public bool IsBusy { get; set; }

    /// <summary>When it was last given to a turn, as a number that grows; 0 for never.</summary>
    public long LastUsed { get; set; }

    /// <summary>How many tokens at the head of a chat it holds.</summary>
    public int CountCommon(ReadOnlySpan<int> chat) => CollectionsMarshal.AsSpan(Tokens).CommonPrefixLength(chat);

    /// <summary>Forgets all but its first tokens.</summary>
    public void Keep(int count) => Tokens.RemoveRange(count, Tokens.Count - count);
}

/// <summary>
/// Which slot a chat goes to, so that what was read once is not read again: the slot whose tokens the chat goes on from, else a copy of the
/// longest common head in the slot that was used longest ago. It decides and moves nothing.
/// </summary>
/// <param name="count">The number of slots.</param>
/// <param name="reuses">Whether anything is reused; false to measure what it is worth.</param>
internal sealed class Slots(int count, bool reuses = true)
{
    /// <summary>The shortest head that is worth a copy, which takes the time of a whole slot.</summary>
    public const int ShortestCopy = 16;

    private readonly Slot[] _slots = [.. Enumerable.Range(0, count).Select(id => new Slot(id))];
    private long _clock;

    /// <summary>All slots.</summary>
    public IReadOnlyList<Slot> All => _slots;

    /// <summary>Where a chat goes; null where all slots are busy.</summary>
    /// <param name="chat">Its tokens, at least one; the last is never kept, because its logits are wanted.</param>
    public SlotPlan? Find(ReadOnlySpan<int> chat)
    {
        if (Array.TrueForAll(_slots, slot => slot.IsBusy)) return null;
        var head = chat[..^1];
        Slot? free = null, best = null;
        var common = 0;
        foreach (var slot in _slots)
        {
            if (!slot.IsBusy && (free is null || slot.LastUsed < free.LastUsed)) free = slot;
            var same = slot.CountCommon(head);
            // Of equal ones one that ends there: it can be gone on with as it is.
            if (best is not null && (same < common || same == common && !(Continues(slot, same) && !Continues(best, common)))) continue;
            (best, common) = (slot, same);
        }
        if (!reuses) return new(free!, null, 0);
        if (Continues(best!, common) || best == free) return new(best!, null, common);
        return common >= ShortestCopy ? new(free!, best, common) : new(free!, null, free!.CountCommon(head));
    }

    /// <summary>Gives a slot to a turn.</summary>
    public void Take(Slot slot)
    {
        slot.IsBusy = true;
        slot.LastUsed = ++_clock;
    }

    private static bool Continues(Slot slot, int common) => !slot.IsBusy && common > 0 && slot.Tokens.Count == common;
}

/// <summary>How many tokens of each turn a step takes.</summary>
internal static class BatchPlan
{
    /// <summary>
    /// The shares of a step: one token of each turn, so that none waits for another's prompt, and the rest for prompts in the order of the
    /// turns.
    /// </summary>
    /// <param name="pending">The tokens that each turn still has to give, at least one each.</param>
    /// <param name="room">The most tokens of a step; at least the number of turns.</param>
    public static int[] Share(IReadOnlyList<int> pending, int room)
    {
        var shares = new int[pending.Count];
        Array.Fill(shares, 1);
        var left = room - shares.Length;
        for (var i = 0; i < shares.Length && left > 0; i++)
        {
            var more = Math.Min(left, pending[i] - 1);
            shares[i] += more;
            left -= more;
        }
        return shares;
    }
}
