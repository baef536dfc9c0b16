using Debate.Core.Input;

namespace Debate.Rewards.Evidence;

/// <summary>
/// Subsets of 0..n-1 numbered without gaps: the combinatorial number system (Knuth, The Art of Computer Programming 4A, 7.2.1.3). The
/// subset c_0 &lt; c_1 &lt; ... has the rank C(c_0, 1) + C(c_1, 2) + ...
/// </summary>
internal sealed class CombinatorialNumbering
{
    private readonly int[] _binomials;
    private readonly int _columns;

    /// <summary>
    /// Prepares for subsets of at most <paramref name="max"/> of <paramref name="items"/> items. Throws <see cref="InputException"/> if
    /// one size has more subsets than an array can hold.
    /// </summary>
    public CombinatorialNumbering(int items, int max)
    {
        (Items, _columns) = (items, max + 2);
        _binomials = new int[(items + 1) * _columns];
        for (var n = 0; n <= items; n++)
            for (var k = 0; k <= Math.Min(n, max); k++)
            {
                var count = k == 0 ? 1L : (long)Binomial(n - 1, k - 1) + Binomial(n - 1, k);
                if (count > Array.MaxLength) throw new InputException($"items: there are too many sets of {k} of {n}");
                _binomials[n * _columns + k] = (int)count;
            }
    }

    /// <summary>The number of subsets of <paramref name="size"/> of <paramref name="items"/> items, however large.</summary>
    public static double CountSubsets(int items, int size)
    {
        var sets = 1.0;
        for (var i = 1; i <= size; i++) sets = sets * (items - size + i) / i;
        return sets;
    }

    /// <summary>n.</summary>
    public int Items { get; }

    /// <summary>The binomial coefficient C(n, k), for k up to one more than the largest subset (0 there).</summary>
    public int Binomial(int n, int k) => n < 0 ? 0 : _binomials[n * _columns + k];

    /// <summary>The rank of a subset, whose members are ascending.</summary>
    public int Rank(ReadOnlySpan<int> subset)
    {
        var rank = 0;
        for (var place = 0; place < subset.Length; place++) rank += Binomial(subset[place], place + 1);
        return rank;
    }

    /// <summary>Replaces an ascending subset by the one with the next rank; false after the last.</summary>
    public bool NextSubset(Span<int> subset)
    {
        for (var place = 0; place < subset.Length; place++)
        {
            var limit = place + 1 < subset.Length ? subset[place + 1] : Items;
            if (subset[place] + 1 < limit)
            {
                subset[place]++;
                for (var before = 0; before < place; before++) subset[before] = before;
                return true;
            }
        }
        return false;
    }
}
