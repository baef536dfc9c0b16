using Debate.Argumentation.Semantics;
using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Tests;

/// <summary>Semantics straight from their definitions, by trying every subset; for frameworks of a handful of arguments.</summary>
internal static class Definitions
{
    public static IEnumerable<int[]> Extensions(Framework framework, string code)
    {
        var admissible = Subsets(framework.Count).Where(s => IsAdmissible(framework, s)).ToList();
        var complete = admissible.Where(s => Defended(framework, s).SetEquals(s)).ToList();
        return (code switch
        {
            "AD" => admissible,
            "CO" => complete,
            "GR" => complete.Where(s => complete.All(s.IsSubsetOf)),
            "PR" => admissible.Where(s => !admissible.Any(t => t.IsProperSupersetOf(s))),
            "ST" => admissible.Where(s => Enumerable.Range(0, framework.Count).All(a => s.Contains(a) || Attacks(framework, s, a))),
            _ => throw new ArgumentOutOfRangeException(nameof(code)),
        }).Select(s => s.ToArray());
    }

    public static bool Accepts(Framework framework, string code, int argument, bool sceptical) => sceptical
        ? Extensions(framework, code).All(e => e.Contains(argument))
        : Extensions(framework, code).Any(e => e.Contains(argument));

    public static bool IsAdmissible(Framework framework, IReadOnlyCollection<int> set) =>
        set.All(a => !Attacks(framework, set, a)) && set.All(a => IsDefended(framework, set, a));

    public static bool IsDefended(Framework framework, IReadOnlyCollection<int> set, int argument) =>
        framework.Attackers[argument].ToArray().All(b => Attacks(framework, set, b));

    public static IEnumerable<SortedSet<int>> Subsets(int count) =>
        Enumerable.Range(0, 1 << count).Select(bits => new SortedSet<int>(Enumerable.Range(0, count).Where(a => (bits >> a & 1) != 0)));

    public static Framework Random(long seed, int count, double density = 1.4)
    {
        var draws = Draws.Of(seed, "framework");
        var attacks = Enumerable.Range(0, (int)(count * density) + 1).Select(_ => (From: draws.Below(count), To: draws.Below(count))).ToList();
        return Framework.Of(count, attacks.Select(a => a.From).ToArray(), attacks.Select(a => a.To).ToArray());
    }

    private static SortedSet<int> Defended(Framework framework, IReadOnlyCollection<int> set) =>
        new(Enumerable.Range(0, framework.Count).Where(a => IsDefended(framework, set, a)));

    private static bool Attacks(Framework framework, IReadOnlyCollection<int> set, int argument) =>
        framework.Attackers[argument].ToArray().Any(set.Contains);
}

/// <summary>A semantics of <see cref="Definitions"/>.</summary>
internal sealed class Defined(string code, string name) : ISemantics
{
    public static IReadOnlyList<Defined> All { get; } =
        [new("GR", "grounded"), new("CO", "complete"), new("PR", "preferred"), new("ST", "stable"), new("AD", "admissible")];

    public string Name => name;

    public string Code => code;

    public int[]? Extension(Framework framework, Effort effort) => Extensions(framework, effort).FirstOrDefault();

    public IEnumerable<int[]> Extensions(Framework framework, Effort effort) => Definitions.Extensions(framework, code);

    public Answer Credulous(Framework framework, int argument, Effort effort) =>
        Extensions(framework, effort).FirstOrDefault(e => e.Contains(argument)) is { } with ? new(true, with) : new(false);

    public Answer Sceptical(Framework framework, int argument, Effort effort) =>
        Extensions(framework, effort).FirstOrDefault(e => !e.Contains(argument)) is { } without ? new(false, without) : new(true);
}
