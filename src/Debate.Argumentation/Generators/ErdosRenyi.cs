namespace Debate.Argumentation.Generators;

/// <summary>
/// Each ordered pair of different arguments is an attack with the same probability, independently (Erdos and Renyi, 1959, directed as in
/// AFBenchGen2 of Cerutti, Giacomin and Vallati, 2016).
/// </summary>
public sealed class ErdosRenyi : FrameworkGenerator
{
    /// <inheritdoc/>
    public override string Name => "erdos-renyi";

    /// <inheritdoc/>
    public override string Description => "every possible attack with the same probability";

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
