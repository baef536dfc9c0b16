namespace Debate.Argumentation.Generators;

/// <summary>
/// Each ordered pair of different arguments is an attack with the same probability, independently (Erdos and Renyi, 1959, directed as in
/// AFBenchGen2 of Cerutti, Giacomin and Vallati, 2016).
/// </summary>
public sealed class ErdosRenyi : Generator
{
    /// <inheritdoc/>
    public override string Name => "erdos-renyi";

    /// <inheritdoc/>
    public override string Description => "every possible attack with the same probability";

    /// <inheritdoc/>
    public override IReadOnlyList<GeneratorParameter> Parameters { get; } =
        [GeneratorParameter.Arguments, GeneratorParameter.Share("probability", "of each attack", 0.05)];

    /// <inheritdoc/>
    protected override AttackList Attacks(GeneratorValues values, Draws draws)
    {
        var attacks = new AttackList(values.Whole("arguments"));
        for (var a = 0; a < attacks.Arguments; a++) attacks.AddSome(a, 0, attacks.Arguments, values["probability"], draws);
        return attacks;
    }
}
