namespace Debate.Argumentation.Generators;

/// <summary>
/// Arguments on a grid that attack only neighbours, as in the experiments on frameworks of bounded treewidth (Dvorak, Morak, Nopp and
/// Woltran, 2013): each pair of neighbours has an attack in a random direction and, with a given probability, the reverse attack too.
/// </summary>
public sealed class Grid : FrameworkGenerator
{
    /// <inheritdoc/>
    public override string Name => "grid";

    /// <inheritdoc/>
    public override string Description => "neighbours on a grid attack each other";

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
