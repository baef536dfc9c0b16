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
    public override string Description => "a few arguments draw most attacks";

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
