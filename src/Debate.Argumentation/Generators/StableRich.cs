namespace Debate.Argumentation.Generators;

/// <summary>
/// Frameworks with many stable extensions, after the idea of the StableGenerator of probo (Thimm, 2014): sets are planted, no argument
/// attacks another member of its planted sets, and each planted set attacks every argument outside it. If every member of a set shares
/// another planted set with the outsider, that is impossible, and the set is only conflict-free. Time is O(arguments * extensions * size)
/// in the worst case.
/// </summary>
public sealed class StableRich : FrameworkGenerator
{
    /// <inheritdoc/>
    public override string Name => "stable-rich";

    /// <inheritdoc/>
    public override string Description => "many stable extensions, planted";

    /// <inheritdoc/>
    public override IReadOnlyList<GeneratorParameter> Parameters { get; } =
    [
        GeneratorParameter.Arguments,
        new("extensions", "planted sets", 10, 1, 10_000),
        new("size", "arguments in a planted set (all where there are fewer)", 20, 1, 1_000_000),
    ];

    /// <inheritdoc/>
    protected override AttackList GenerateAttacks(GeneratorValues values, SeededRandom draws)
    {
        var attacks = new AttackList(values.GetInteger("arguments"));
        var size = Math.Min(values.GetInteger("size"), attacks.ArgumentCount);
        var planted = Enumerable.Range(0, values.GetInteger("extensions")).Select(_ => DrawSubset(attacks.ArgumentCount, size, draws))
            .ToArray();
        var memberships = Memberships(attacks.ArgumentCount, planted);
        var attackers = Enumerable.Range(0, attacks.ArgumentCount).Select(_ => new HashSet<int>()).ToArray();
        for (var set = 0; set < planted.Length; set++)
            for (var outsider = 0; outsider < attacks.ArgumentCount; outsider++)
            {
                if (memberships[outsider].Contains(set) || planted[set].Any(attackers[outsider].Contains)) continue;
                if (FindAttacker(planted[set], outsider, memberships, draws) is not { } attacker) continue;
                attackers[outsider].Add(attacker);
                attacks.Add(attacker, outsider);
            }
        return attacks;
    }

    private static int[] DrawSubset(int arguments, int size, SeededRandom draws)
    {
        var all = Enumerable.Range(0, arguments).ToArray();
        draws.Shuffle(all);
        return all[..size];
    }

    private static HashSet<int>[] Memberships(int arguments, int[][] planted)
    {
        var memberships = Enumerable.Range(0, arguments).Select(_ => new HashSet<int>()).ToArray();
        for (var set = 0; set < planted.Length; set++)
            foreach (var argument in planted[set]) memberships[argument].Add(set);
        return memberships;
    }

    // The first member, from a random position on, that shares no planted set with the outsider.
    private static int? FindAttacker(int[] set, int outsider, HashSet<int>[] memberships, SeededRandom draws)
    {
        var start = draws.NextInt(set.Length);
        for (var i = 0; i < set.Length; i++)
            if (set[(start + i) % set.Length] is var argument && !memberships[argument].Overlaps(memberships[outsider])) return argument;
        return null;
    }
}
