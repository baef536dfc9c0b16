using Debate.Core;

namespace Debate.Argumentation.Generators;

/// <summary>
/// Preferential attachment (Barabasi and Albert, 1999): arguments are added one by one, and each attacks earlier ones, sampled in
/// proportion to their degrees. As in AFBenchGen2 (Cerutti, Giacomin and Vallati, 2016), reverse attacks are then added until a share of
/// the arguments lies on cycles.
/// </summary>
public sealed class BarabasiAlbert : FrameworkGenerator
{
    /// <inheritdoc/>
    public override string Name => "barabasi-albert";

    /// <inheritdoc/>
    public override IReadOnlyList<GeneratorParameter> Parameters { get; } =
    [
        GeneratorParameter.Arguments,
        new("attachments", "attacks of each new argument", 1, 1, 10_000),
        GeneratorParameter.CreateShare("cycles", "share of arguments on cycles, at least", 0.3),
    ];

    /// <inheritdoc/>
    protected override AttackList GenerateAttacks(GeneratorValues values, SeededRandom draws)
    {
        var attacks = new AttackList(values.GetInteger("arguments"));
        // Every argument occurs here once per attack in which it takes part; the first once more, so that the list is never empty.
        var tickets = new List<int>();
        for (var a = 0; a < attacks.ArgumentCount; a++)
        {
            var earlier = tickets.Count;
            for (var k = 0; k < Math.Min(values.GetInteger("attachments"), a); k++)
            {
                var target = tickets[draws.NextInt(earlier)];
                attacks.Add(a, target);
                tickets.Add(target);
                tickets.Add(a);
            }
            if (a == 0) tickets.Add(a);
        }
        attacks.CloseCycles(values["cycles"], draws);
        return attacks;
    }
}

/// <summary>
/// Each ordered pair of different arguments is an attack with the same probability, independently (Erdos and Renyi, 1959, directed as in
/// AFBenchGen2 of Cerutti, Giacomin and Vallati, 2016).
/// </summary>
public sealed class ErdosRenyi : FrameworkGenerator
{
    /// <inheritdoc/>
    public override string Name => "erdos-renyi";

    /// <inheritdoc/>
    public override IReadOnlyList<GeneratorParameter> Parameters { get; } =
        [GeneratorParameter.Arguments, GeneratorParameter.CreateShare("probability", "of each attack", 0.05)];

    /// <inheritdoc/>
    protected override AttackList GenerateAttacks(GeneratorValues values, SeededRandom draws)
    {
        var attacks = new AttackList(values.GetInteger("arguments"));
        for (var a = 0; a < attacks.ArgumentCount; a++) attacks.AddRandomAttacks(a, 0, attacks.ArgumentCount, values["probability"], draws);
        return attacks;
    }
}

/// <summary>
/// A small world (Watts and Strogatz, 1998): arguments on a ring, each connected to its nearest neighbours, each edge rewired to a random
/// argument with a given probability. As in AFBenchGen2 (Cerutti, Giacomin and Vallati, 2016), the edges become acyclic attacks, here along
/// a random order of the arguments, and reverse attacks are then added until a share of the arguments lies on cycles.
/// </summary>
public sealed class WattsStrogatz : FrameworkGenerator
{
    /// <inheritdoc/>
    public override string Name => "watts-strogatz";

    /// <inheritdoc/>
    public override IReadOnlyList<GeneratorParameter> Parameters { get; } =
    [
        GeneratorParameter.Arguments,
        new("degree", "neighbours on the ring, half of them on each side (an odd number counts as the even one below)", 4, 0, 10_000),
        GeneratorParameter.CreateShare("rewiring", "probability that a join is moved", 0.3),
        GeneratorParameter.CreateShare("cycles", "share of arguments on cycles, at least", 0.3),
    ];

    /// <inheritdoc/>
    protected override AttackList GenerateAttacks(GeneratorValues values, SeededRandom draws)
    {
        var (n, rewiring) = (values.GetInteger("arguments"), values["rewiring"]);
        var attacks = new AttackList(n);
        var order = Enumerable.Range(0, n).ToArray();
        draws.Shuffle(order);
        for (var step = 1; step <= Math.Min(values.GetInteger("degree") / 2, (n - 1) / 2); step++)
            for (var a = 0; a < n; a++)
            {
                var b = draws.NextBool(rewiring) ? draws.NextInt(n) : (a + step) % n;
                if (a == b) b = (a + step) % n;
                attacks.Add(order[a] > order[b] ? a : b, order[a] > order[b] ? b : a);
            }
        attacks.CloseCycles(values["cycles"], draws);
        return attacks;
    }
}
