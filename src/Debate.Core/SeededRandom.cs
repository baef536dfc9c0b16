using System.Numerics;

namespace Debate.Core;

/// <summary>
/// A random number stream that is a pure function of an explicit seed and a path, so that the same seed gives the same run on any machine
/// and in any order of execution. The generator is xoshiro256** (Blackman and Vigna, 2018), seeded through SplitMix64 over an FNV-1a hash
/// of the path. Not cryptographically secure.
/// </summary>
public sealed class SeededRandom
{
    private ulong _a, _b, _c, _d;

    private SeededRandom(ulong state)
    {
        _a = SplitMix(ref state);
        _b = SplitMix(ref state);
        _c = SplitMix(ref state);
        _d = SplitMix(ref state);
    }

    /// <summary>The stream of <paramref name="seed"/> at <paramref name="path"/>; every pair has its own stream.</summary>
    public static SeededRandom Create(long seed, string path) => new(Mix(seed, path));

    /// <summary>Derives the seed of a child: H(parent seed, key). The same parent and key always give the same child.</summary>
    public static long DeriveSeed(long seed, string key) => (long)(Mix(seed, key) & long.MaxValue);

    /// <summary>64 uniform bits.</summary>
    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>A uniform number in [0, 1).</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A uniform integer in [0, <paramref name="count"/>), without modulo bias; count must be positive.</summary>
    public int NextInt(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var limit = ulong.MaxValue - ulong.MaxValue % (ulong)count;
        ulong draw;
        do draw = NextUInt64(); while (draw >= limit);
        return (int)(draw % (ulong)count);
    }

    /// <summary>True with probability <paramref name="probability"/>.</summary>
    public bool NextBool(double probability) => NextDouble() < probability;

    /// <summary>Shuffles in place (Fisher-Yates).</summary>
    public void Shuffle<T>(IList<T> items)
    {
        for (var i = items.Count - 1; i > 0; i--)
        {
            var j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong Mix(long seed, string path)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in path) hash = (hash ^ c) * 1099511628211UL;
        var state = (ulong)seed;
        return SplitMix(ref state) ^ hash;
    }

    private static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
