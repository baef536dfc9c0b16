namespace Debate.Tournaments;

/// <summary>
/// A debater is out after one loss. The bracket is seeded in the order of the entrants, so that the two best can meet only in the final; if
/// their number is not a power of two, the best seeds have a bye in the first round. A drawn meeting goes to the better seed.
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
