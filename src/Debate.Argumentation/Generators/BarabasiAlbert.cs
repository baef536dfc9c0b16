namespace Debate.Argumentation.Generators;

/// <summary>
/// Preferential attachment (Barabasi and Albert, 1999): arguments come one by one, and each attacks earlier ones, drawn in proportion to
/// the attacks they take part in already. As in AFBenchGen2 (Cerutti, Giacomin and Vallati, 2016) attacks are then answered until a share
/// of the arguments lies on cycles.
/// </summary>
public sealed class BarabasiAlbert : Generator
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
        GeneratorParameter.Share("cycles", "share of arguments on cycles, at least", 0.3),
    ];

    /// <inheritdoc/>
    protected override AttackList Attacks(GeneratorValues values, Draws draws)
    {
        var attacks = new AttackList(values.Whole("arguments"));
        // Every argument stands here once for each attack it takes part in; the first once more, so that there is one to begin with.
        var tickets = new List<int>();
        for (var a = 0; a < attacks.Arguments; a++)
        {
            var earlier = tickets.Count;
            for (var k = 0; k < Math.Min(values.Whole("attachments"), a); k++)
            {
                var target = tickets[draws.Below(earlier)];
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
