using Debate.Core;

namespace Debate.Argumentation.Tests;

/// <summary>Frameworks of a handful of arguments, answered by <see cref="BruteForce"/>.</summary>
internal static class DefinedSemantics
{
    public static IReadOnlyList<int[]> Extensions(Framework framework, string code) =>
        [.. new BruteForce(framework.Count, Attacks(framework)).Extensions(code)
            .Select(mask => Enumerable.Range(0, framework.Count).Where(a => (mask >> a & 1) != 0).ToArray())];

    public static bool Accepts(Framework framework, string code, int argument, bool sceptical)
    {
        var extensions = new BruteForce(framework.Count, Attacks(framework)).Extensions(code);
        return sceptical ? extensions.All(e => (e >> argument & 1) != 0) : extensions.Any(e => (e >> argument & 1) != 0);
    }

    public static bool IsAdmissible(Framework framework, IReadOnlyCollection<int> set) =>
        set.All(a => !Attacked(framework, set, a)) && set.All(a => IsDefended(framework, set, a));

    public static bool IsDefended(Framework framework, IReadOnlyCollection<int> set, int argument) =>
        framework.Attackers[argument].ToArray().All(b => Attacked(framework, set, b));

    public static IEnumerable<SortedSet<int>> Subsets(int count) =>
        Enumerable.Range(0, 1 << count).Select(bits => new SortedSet<int>(Enumerable.Range(0, count).Where(a => (bits >> a & 1) != 0)));

    public static Framework Random(long seed, int count, double density = 1.4)
    {
        var draws = SeededRandom.Create(seed, "framework");
        return Of(count, Enumerable.Range(0, (int)(count * density) + 1).Select(_ => (draws.NextInt(count), draws.NextInt(count))));
    }

    public static Framework Of(int count, IEnumerable<(int From, int To)> attacks)
    {
        var list = attacks.ToList();
        return Framework.Create(count, list.Select(p => p.From).ToArray(), list.Select(p => p.To).ToArray());
    }

    public static IEnumerable<(int From, int To)> Attacks(Framework framework) =>
        Enumerable.Range(0, framework.Count).SelectMany(a => framework.Attacked[a].ToArray().Select(b => (a, b)));

    private static bool Attacked(Framework framework, IReadOnlyCollection<int> set, int argument) =>
        framework.Attackers[argument].ToArray().Any(set.Contains);
}
