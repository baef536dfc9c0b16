using System.Numerics;

namespace Debate.Argumentation.Solving;

/// <summary>
/// Counts conflict-free sets without listing them (a frontier method, after Sekine, Imai and Tani, 1995): arguments are taken one by one,
/// and choices that bar the same later arguments are counted together. Where too many remain distinct they are followed in portions, so
/// memory stays bounded and time grows instead.
/// </summary>
internal sealed class ConflictFreeCount
{
    private const int Portion = 1 << 14;

    private readonly int[] _order;
    private readonly BigInteger[] _bit;
    private readonly BigInteger[] _bars;
    private readonly bool[] _never;
    private readonly Effort _effort;

    public ConflictFreeCount(Framework framework, Effort effort)
    {
        (_effort, _order) = (effort, Neighbours(framework));
        (_bit, _bars, _never) = (new BigInteger[framework.Count], new BigInteger[framework.Count], new bool[framework.Count]);
        Number(framework);
    }

    /// <summary>The number of conflict-free sets.</summary>
    public BigInteger Run()
    {
        var total = BigInteger.Zero;
        var open = new Stack<(int Taken, Dictionary<BigInteger, BigInteger> Ways)>();
        open.Push((0, new() { [BigInteger.Zero] = BigInteger.One }));
        while (open.TryPop(out var front))
        {
            if (front.Taken == _order.Length) total += front.Ways.Values.Aggregate(BigInteger.Zero, BigInteger.Add);
            else foreach (var portion in Take(_order[front.Taken], front.Ways).Chunk(Portion))
                open.Push((front.Taken + 1, portion.ToDictionary()));
        }
        return total;
    }

    private Dictionary<BigInteger, BigInteger> Take(int argument, Dictionary<BigInteger, BigInteger> ways)
    {
        _effort.Step(0);
        var next = new Dictionary<BigInteger, BigInteger>();
        foreach (var (barred, count) in ways)
        {
            var free = (barred & _bit[argument]).IsZero;
            var rest = free ? barred : barred - _bit[argument];
            Add(rest, count);
            if (free && !_never[argument]) Add(rest | _bars[argument], count);
        }
        return next;

        void Add(BigInteger key, BigInteger count) => next[key] = next.GetValueOrDefault(key) + count;
    }

    // An argument that an earlier one can bar holds one bit of the key from then until it is taken; bits are used again.
    private void Number(Framework framework)
    {
        var (place, freed, bits) = (new int[framework.Count], new PriorityQueue<int, int>(), 0);
        for (var i = 0; i < _order.Length; i++) place[_order[i]] = i;
        foreach (var a in _order)
        {
            foreach (var b in framework.Attacked[a]) Bar(a, b);
            foreach (var b in framework.Attackers[a]) Bar(a, b);
            if (!_bit[a].IsZero) freed.Enqueue((int)_bit[a].GetBitLength() - 1, (int)_bit[a].GetBitLength() - 1);
        }

        void Bar(int a, int b)
        {
            if (a == b) _never[a] = true;
            if (place[b] <= place[a]) return;
            if (_bit[b].IsZero) _bit[b] = BigInteger.One << (freed.TryDequeue(out var old, out _) ? old : bits++);
            _bars[a] |= _bit[b];
        }
    }

    // Breadth first from an argument with few conflicts, so that what is barred is taken soon.
    private static int[] Neighbours(Framework framework)
    {
        var (seen, order) = (new bool[framework.Count], new List<int>(framework.Count));
        var starts = Enumerable.Range(0, framework.Count).OrderBy(a => framework.Attacked[a].Length + framework.Attackers[a].Length);
        foreach (var start in starts)
        {
            Reach(start);
            for (var next = order.Count - 1; next < order.Count; next++)
            {
                foreach (var other in framework.Attacked[order[next]]) Reach(other);
                foreach (var other in framework.Attackers[order[next]]) Reach(other);
            }
        }
        return [.. order];

        void Reach(int argument)
        {
            if (seen[argument]) return;
            seen[argument] = true;
            order.Add(argument);
        }
    }
}
