namespace Debate.Rewards.Judges;

/// <summary>Samples uniform sets with a fixed number of items, one after another; a set is valid until the next call.</summary>
internal sealed class EvidenceDraws
{
    private readonly int[] _items;
    private readonly int _shown;
    private readonly Draws _draws;

    public EvidenceDraws(int features, int shown, Draws draws)
    {
        (_items, _shown, _draws) = (new int[features], shown, draws);
        for (var i = 0; i < features; i++) _items[i] = i;
    }

    /// <summary>The next set, ascending: sums over it then have one order, whatever the order of sampling.</summary>
    public ReadOnlySpan<int> Next()
    {
        if (_shown == _items.Length) return _items;
        for (var i = 0; i < _shown; i++)
        {
            var j = i + _draws.Below(_items.Length - i);
            (_items[i], _items[j]) = (_items[j], _items[i]);
        }
        var set = _items.AsSpan(0, _shown);
        set.Sort();
        return set;
    }
}
