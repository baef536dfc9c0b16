namespace Debate.Rewards.Judges;

/// <summary>Samples uniform sets with a fixed number of items, one after another; a set is valid until the next call.</summary>
internal sealed class EvidenceSampler
{
    private readonly int[] _items;
    private readonly int _setSize;
    private readonly SeededRandom _draws;

    public EvidenceSampler(int features, int shown, SeededRandom draws)
    {
        (_items, _setSize, _draws) = (new int[features], shown, draws);
        for (var i = 0; i < features; i++) _items[i] = i;
    }

    /// <summary>The next set, ascending: sums over it then have one order, whatever the order of sampling.</summary>
    public ReadOnlySpan<int> NextSet()
    {
        if (_setSize == _items.Length) return _items;
        for (var i = 0; i < _setSize; i++)
        {
            var j = i + _draws.NextInt(_items.Length - i);
            (_items[i], _items[j]) = (_items[j], _items[i]);
        }
        var set = _items.AsSpan(0, _setSize);
        set.Sort();
        return set;
    }
}
