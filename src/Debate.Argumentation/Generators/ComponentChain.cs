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
    public override string Description => "many strongly connected components, one after the other";

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
