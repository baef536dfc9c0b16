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
    public override int MaxRounds(Entrants field) => Bracket.RoundCount(field.Debaters.Count);

    private protected override int MaxLosses => 1;

    private protected override IEnumerable<BracketRound> CreateRounds(int debaters)
    {
        for (var slots = Bracket.CreateSlots(debaters); slots.Length > 1;)
        {
            var stage = new BracketRound(Bracket.RoundName(slots.Length), Bracket.PairSlots(slots));
            yield return stage;
            slots = stage.Winners;
        }
    }
}
