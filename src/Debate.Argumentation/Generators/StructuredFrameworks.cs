using Debate.Core;

namespace Debate.Argumentation.Generators;

/// <summary>
/// Frameworks of many strongly connected components, after the SccGenerator of probo (Thimm, 2014): the arguments are divided into parts of
/// about equal size; attacks inside a part have one probability, attacks on a later part another. There are no attacks on earlier parts.
/// </summary>
public sealed class ComponentChain : FrameworkGenerator
{
    /// <inheritdoc/>
    public override string Name => "scc";

    /// <inheritdoc/>
    public override IReadOnlyList<GeneratorParameter> Parameters { get; } =
    [
        GeneratorParameter.Arguments,
        new("components", "parts of about equal size", 10, 1, 10_000_000),
        GeneratorParameter.CreateShare("inner", "probability of an attack within a part", 0.3),
        GeneratorParameter.CreateShare("outer", "probability of an attack on a later part", 0.02),
    ];

    /// <inheritdoc/>
    protected override AttackList GenerateAttacks(GeneratorValues values, SeededRandom draws)
    {
        var (n, parts) = (values.GetInteger("arguments"), values.GetInteger("components"));
        var attacks = new AttackList(n);
        for (var part = 0; part < parts; part++)
        {
            var (first, end) = ((int)((long)n * part / parts), (int)((long)n * (part + 1) / parts));
            for (var a = first; a < end; a++)
            {
                attacks.AddRandomAttacks(a, first, end, values["inner"], draws);
                attacks.AddRandomAttacks(a, end, n, values["outer"], draws);
            }
        }
        return attacks;
    }
}

/// <summary>
/// Arguments on a grid that attack only neighbours, as in the experiments on frameworks of bounded treewidth (Dvorak, Morak, Nopp and
/// Woltran, 2013): each pair of neighbours has an attack in a random direction and, with a given probability, the reverse attack too.
/// </summary>
public sealed class Grid : FrameworkGenerator
{
    /// <inheritdoc/>
    public override string Name => "grid";

    /// <inheritdoc/>
    public override IReadOnlyList<GeneratorParameter> Parameters { get; } =
    [
        new("rows", "rows of the grid", 10, 0, 3_000),
        new("columns", "columns of the grid", 10, 0, 3_000),
        new("neighbours", "4, or more for the diagonal ones too", 4, 4, 8),
        GeneratorParameter.CreateShare("mutual", "probability that neighbours attack each other", 0.3),
    ];

    /// <inheritdoc/>
    protected override AttackList GenerateAttacks(GeneratorValues values, SeededRandom draws)
    {
        var (rows, columns, mutual) = (values.GetInteger("rows"), values.GetInteger("columns"), values["mutual"]);
        (int Down, int Right)[] steps = values.GetInteger("neighbours") == 4 ? [(0, 1), (1, 0)] : [(0, 1), (1, 0), (1, 1), (1, -1)];
        var attacks = new AttackList(rows * columns);
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                foreach (var (down, right) in steps)
                    if (row + down < rows && column + right >= 0 && column + right < columns)
                        AddNeighbourAttacks(attacks, row * columns + column, (row + down) * columns + column + right, mutual, draws);
        return attacks;
    }

    private static void AddNeighbourAttacks(AttackList attacks, int a, int b, double mutual, SeededRandom draws)
    {
        var turned = draws.NextBool(0.5);
        attacks.Add(turned ? b : a, turned ? a : b);
        if (draws.NextBool(mutual)) attacks.Add(turned ? a : b, turned ? b : a);
    }
}

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
