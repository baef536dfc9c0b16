using System.Numerics;
using Debate.Core.Input;

namespace Debate.Argumentation.Solving;

/// <summary>
/// Counts conflict-free sets without listing them (a frontier method, after Sekine, Imai and Tani, 1995): arguments are decided one by one,
/// and choices that exclude the same later arguments are counted together. If too many distinct choices remain, they are processed in
/// portions, so that memory stays bounded at the cost of time. At most <see cref="MaxWidth"/> arguments may be excluded by earlier ones at
/// a
/// time; a wider framework is an <see cref="InputException"/>.
/// </summary>
internal sealed class ConflictFreeCounter
{
    private const int MaxWidth = 4096;
    private const int MaxPortion = 1 << 12;
    private const int MaxBytes = 1 << 28;
    private const int BytesPerChoice = 200;

    private readonly int[] _order;
    private readonly int[] _bit; // -1 for an argument that no earlier one can exclude
    private readonly List<int>[] _bars;
    private readonly bool[] _selfAttacking;
    private readonly SearchBudget _budget;
    private int _width;

    public ConflictFreeCounter(Framework framework, SearchBudget budget)
    {
        (_budget, _order) = (budget, BreadthFirstOrder(framework));
        (_bit, _bars, _selfAttacking) = (new int[framework.Count], new List<int>[framework.Count], new bool[framework.Count]);
        Array.Fill(_bit, -1);
        AssignBits(framework);
    }

    /// <summary>The number of conflict-free sets.</summary>
    public BigInteger Count()
    {
        var total = BigInteger.Zero;
        var (open, waiting) = (new Stack<(int Taken, Dictionary<BigInteger, BigInteger> Ways)>(), 0L);
        open.Push((0, new() { [BigInteger.Zero] = BigInteger.One }));
        while (open.TryPop(out var front))
        {
            waiting -= front.Ways.Count;
            if (front.Taken == _order.Length) total += front.Ways.Values.Aggregate(BigInteger.Zero, BigInteger.Add);
            else foreach (var portion in DecideArgument(_order[front.Taken], front.Ways).Chunk(PortionSize(waiting)))
            {
                open.Push((front.Taken + 1, portion.ToDictionary()));
                waiting += portion.Length;
            }
        }
        return total;
    }

    // Large portions merge more choices; once half the memory is used, portions are so small that the rest of the depth-first descent fits
    // into the other half.
    private int PortionSize(long waiting)
    {
        var each = BytesPerChoice + _width / 8L;
        return waiting * each < MaxBytes / 2 ? MaxPortion : (int)Math.Max(1, MaxBytes / 2 / (each * _order.Length));
    }

    private Dictionary<BigInteger, BigInteger> DecideArgument(int argument, Dictionary<BigInteger, BigInteger> ways)
    {
        var (own, bars) = (_bit[argument] < 0 ? 0 : BigInteger.One << _bit[argument], BigInteger.Zero);
        foreach (var bit in _bars[argument]) bars |= BigInteger.One << bit;
        var next = new Dictionary<BigInteger, BigInteger>();
        foreach (var (barred, count) in ways)
        {
            if (next.Count % 256 == 0) _budget.Spend(0);
            var free = (barred & own).IsZero;
            Add(free ? barred : barred - own, count);
            if (free && !_selfAttacking[argument]) Add(barred | bars, count);
        }
        return next;

        void Add(BigInteger key, BigInteger count) => next[key] = next.GetValueOrDefault(key) + count;
    }

    // An argument that an earlier one can exclude holds one bit of the key from then until it is decided; bits are reused.
    private void AssignBits(Framework framework)
    {
        var (place, freed) = (new int[framework.Count], new Stack<int>());
        for (var i = 0; i < _order.Length; i++) place[_order[i]] = i;
        foreach (var a in _order)
        {
            _bars[a] = [];
            foreach (var b in framework.Attacked[a]) Bar(a, b);
            foreach (var b in framework.Attackers[a]) Bar(a, b);
            if (_bit[a] >= 0) freed.Push(_bit[a]);
        }
        if (_width > MaxWidth)
            throw new InputException($"framework: {_width} arguments bar each other at once; at most {MaxWidth} can be counted");

        void Bar(int a, int b)
        {
            if (a == b) _selfAttacking[a] = true;
            if (place[b] <= place[a]) return;
            if (_bit[b] < 0) _bit[b] = freed.TryPop(out var old) ? old : _width++;
            _bars[a].Add(_bit[b]);
        }
    }

    // Breadth first from an argument with few conflicts, so that excluded arguments are decided soon.
    private static int[] BreadthFirstOrder(Framework framework)
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
