using System.Runtime.InteropServices;
using Debate.Core;
using Debate.Core.Input;

namespace Debate.Argumentation.Generators;

/// <summary>
/// The generated attacks between arguments 0..<paramref name="arguments"/>-1, in order; duplicates count once in the framework.
/// </summary>
public sealed class AttackList(int arguments)
{
    private const int MaxAttacks = 200_000_000;

    private readonly List<int> _from = [], _to = [];

    /// <summary>Number of arguments.</summary>
    public int ArgumentCount => arguments;

    /// <summary>Number of attacks, including duplicates.</summary>
    public int Count => _from.Count;

    internal ReadOnlySpan<int> From => CollectionsMarshal.AsSpan(_from);

    internal ReadOnlySpan<int> To => CollectionsMarshal.AsSpan(_to);

    /// <summary>Adds an attack; an <see cref="InputException"/> above 200 million.</summary>
    public void Add(int from, int to)
    {
        if (_from.Count == MaxAttacks) throw new InputException($"generate: the framework would have more than {MaxAttacks} attacks");
        _from.Add(from);
        _to.Add(to);
    }

    /// <summary>
    /// Adds an attack of <paramref name="from"/> on each argument first..end-1 except itself, each independently with the given
    /// probability. The gaps between chosen arguments are sampled, so time is linear in the attacks added (Batagelj and Brandes, 2005).
    /// </summary>
    public void AddRandomAttacks(int from, int first, int end, double probability, SeededRandom draws)
    {
        if (probability <= 0) return;
        var scale = Math.Log(1 - probability);
        for (var at = first + DrawGap(scale, draws); at < end; at += 1 + DrawGap(scale, draws))
            if (at != from) Add(from, (int)at);
    }

    /// <summary>
    /// Adds the reverse of attacks, in random order, until at least this share of the arguments lies on cycles (or every attack is mutual),
    /// as AFBenchGen2 does for its structured kinds (Cerutti, Giacomin and Vallati, 2016). Takes a logarithmic number of linear passes.
    /// </summary>
    public void CloseCycles(double share, SeededRandom draws)
    {
        if (share <= 0) return;
        var order = Enumerable.Range(0, Count).ToArray();
        draws.Shuffle(order);
        var (min, max) = (0, order.Length);
        // Adding reverse attacks never removes an argument from a cycle, so the smallest sufficient number can be found by binary search.
        // For a large framework a precision of 1/2000 of the arguments is enough and halves the number of passes.
        while (max - min > arguments / 2000)
        {
            var middle = (min + max) / 2;
            if (CountOnCycles(order.AsSpan(0, middle)) >= share * arguments) max = middle;
            else min = middle + 1;
        }
        foreach (var attack in order.AsSpan(0, max)) Add(_to[attack], _from[attack]);
    }

    private int CountOnCycles(ReadOnlySpan<int> answered)
    {
        var (starts, ends) = (new int[Count + answered.Length], new int[Count + answered.Length]);
        From.CopyTo(starts);
        To.CopyTo(ends);
        for (var i = 0; i < answered.Length; i++) (starts[Count + i], ends[Count + i]) = (_to[answered[i]], _from[answered[i]]);
        var components = StronglyConnectedComponents.Compute(Adjacency.Create(arguments, starts, ends));
        var on = 0;
        for (var c = 0; c < components.Count; c++)
            if (components[c].Length > 1) on += components[c].Length;
        return on;
    }

    // 0 if every argument is chosen: the scale is then minus infinity.
    private static long DrawGap(double scale, SeededRandom draws) =>
        (long)Math.Min(Math.Floor(Math.Log(1 - draws.NextDouble()) / scale), int.MaxValue);
}
