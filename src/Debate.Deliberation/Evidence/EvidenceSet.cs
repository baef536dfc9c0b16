using System.Numerics;
using Debate.Core;
using Debate.Core.Input;

namespace Debate.Deliberation.Evidence;

/// <summary>
/// A set of items 0..n-1, as bits. <see cref="Key"/> identifies the set independently of the order of reveals: exactly for up to 128 items,
/// beyond that by a 128-bit Zobrist hash (1970), whose collisions are far rarer than memory errors.
/// </summary>
public sealed class EvidenceSet
{
    private readonly ulong[] _words;
    private readonly UInt128[] _itemKeys;

    /// <summary>The empty set over <paramref name="items"/> items.</summary>
    public EvidenceSet(int items)
    {
        _words = new ulong[(items + 63) / 64];
        _itemKeys = new UInt128[items];
        for (var i = 0; i < items; i++) _itemKeys[i] = items <= 128 ? UInt128.One << i : ZobristKey(i);
    }

    private EvidenceSet(EvidenceSet other) =>
        (_words, _itemKeys, Count, Key) = ([.. other._words], other._itemKeys, other.Count, other.Key);

    /// <summary>Number of items there are.</summary>
    public int Items => _itemKeys.Length;

    /// <summary>Number of items in the set.</summary>
    public int Count { get; private set; }

    /// <summary>Equal for equal sets.</summary>
    public UInt128 Key { get; private set; }

    /// <summary>The bits: item i is bit i mod 64 of word i / 64.</summary>
    public ReadOnlySpan<ulong> Words => _words;

    /// <summary>True when the item is in the set.</summary>
    public bool Contains(int item) => (_words[item >> 6] >> item & 1) != 0;

    /// <summary>Adds an item that is not in the set.</summary>
    public void Add(int item)
    {
        if (Contains(item)) throw new InvalidOperationException($"item {item} is already in the set");
        Toggle(item);
        Count++;
    }

    /// <summary>Removes an item that is in the set.</summary>
    public void Remove(int item)
    {
        if (!Contains(item)) throw new InvalidOperationException($"item {item} is not in the set");
        Toggle(item);
        Count--;
    }

    /// <summary>An independent copy of the set.</summary>
    public EvidenceSet Copy() => new(this);

    /// <summary>The first item at or after <paramref name="from"/> that is not in the set, or the number of items.</summary>
    public int NextOutside(int from)
    {
        for (var word = from >> 6; word < _words.Length; word++)
        {
            var free = ~_words[word] & (word == from >> 6 ? ulong.MaxValue << from : ulong.MaxValue);
            if (free != 0) return Math.Min(Items, (word << 6) + BitOperations.TrailingZeroCount(free));
        }
        return Items;
    }

    private void Toggle(int item)
    {
        _words[item >> 6] ^= 1UL << item;
        Key ^= _itemKeys[item];
    }

    private static UInt128 ZobristKey(int item)
    {
        var draws = SeededRandom.Create(item, "evidence item");
        return new UInt128(draws.NextUInt64(), draws.NextUInt64());
    }
}

/// <summary>A position of a game, immutable: what has been revealed, in which order, and whose turn it is.</summary>
public sealed class EvidencePosition
{
    private readonly EvidenceSet _revealed;

    /// <summary>The position after these reveals; throws an <see cref="InputException"/> when one breaks the rules.</summary>
    public EvidencePosition(EvidenceGame game, IReadOnlyList<int> order)
    {
        (Game, Order) = (game, order);
        if (order.Count > game.Rules.Reveals)
            throw new InputException($"reveals: {order.Count} items, and the rules allow {game.Rules.Reveals}");
        _revealed = new EvidenceSet(game.Rules.Items);
        foreach (var item in order)
        {
            if (item < 0 || item >= game.Rules.Items) throw new InputException($"item {item}: not in 0..{game.Rules.Items - 1}");
            if (_revealed.Contains(item)) throw new InputException($"item {item}: already revealed");
            _revealed.Add(item);
        }
    }

    /// <summary>The game.</summary>
    public EvidenceGame Game { get; }

    /// <summary>The items in the order of reveal.</summary>
    public IReadOnlyList<int> Order { get; }

    /// <summary>The number of remaining reveals.</summary>
    public int Remaining => Game.Rules.Reveals - Order.Count;

    /// <summary>True when nothing is left to reveal.</summary>
    public bool IsOver => Remaining == 0;

    /// <summary>The side whose turn it is.</summary>
    public Side ToMove => Game.Rules.SideToMove(Order.Count);

    /// <summary>A copy of the revealed set, for the caller to change.</summary>
    public EvidenceSet Revealed => _revealed.Copy();

    /// <summary>True when the item has been revealed.</summary>
    public bool IsRevealed(int item) => _revealed.Contains(item);

    /// <summary>The items that can be revealed now, ascending.</summary>
    public List<int> Moves()
    {
        var moves = new List<int>(Game.Rules.Items - Order.Count);
        for (var item = _revealed.NextOutside(0); item < Game.Rules.Items; item = _revealed.NextOutside(item + 1)) moves.Add(item);
        return moves;
    }

    /// <summary>The position after one more reveal.</summary>
    public EvidencePosition After(int item) => new(Game, [.. Order, item]);

    /// <summary>The judgement on the evidence revealed so far.</summary>
    public Judgement Judge() => Game.Judge.Judge(_revealed);
}
