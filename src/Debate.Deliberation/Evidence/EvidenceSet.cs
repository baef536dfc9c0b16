using System.Numerics;

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
