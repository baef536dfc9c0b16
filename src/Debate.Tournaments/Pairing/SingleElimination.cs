namespace Debate.Tournaments;

/// <summary>
/// Who loses a meeting is out. The bracket is seeded in the order of the field, so that the two best can meet in the final alone; where the
/// field is no power of two the best seeds have a bye in the first round. A meeting that ends level goes to the better seed.
/// </summary>
public sealed class SingleElimination : Elimination
{
    /// <inheritdoc/>
    public override string Name => "single-elimination";

    /// <inheritdoc/>
    public override int MostRounds(Field field) => Bracket.Rounds(field.Debaters.Count);

    private protected override int Lives => 1;

    private protected override IEnumerable<Stage> Stages(int debaters)
    {
        for (var slots = Bracket.Seeded(debaters); slots.Length > 1;)
        {
            var stage = new Stage(Bracket.NameOf(slots.Length), Bracket.Pairs(slots));
            yield return stage;
            slots = stage.Winners;
        }
    }
}
