namespace Debate.Tournaments;

/// <summary>
/// A debater is out after two losses. The upper bracket is seeded as in <see cref="SingleElimination"/>; its losers drop into the lower
/// one, in reverse order so that earlier opponents meet late. The winners of both meet in the grand final; if the undefeated one loses it,
/// they meet once more. A drawn meeting goes to the better seed.
/// </summary>
public sealed class DoubleElimination : Elimination
{
    /// <inheritdoc/>
    public override string Name => "double-elimination";

    /// <summary>Two for each round of the upper bracket, and the second grand final.</summary>
    public override int MaxRounds(Entrants field) => 2 * Bracket.RoundCount(field.Debaters.Count) + 1;

    private protected override int MaxLosses => 2;

    private protected override IEnumerable<BracketRound> CreateRounds(int debaters)
    {
        var slots = Bracket.CreateSlots(debaters);
        var first = new BracketRound($"upper {Bracket.RoundName(slots.Length)}", Bracket.PairSlots(slots));
        yield return first;
        var (upper, lower) = (first.Winners, first.Losers);
        for (var round = 1; upper.Length > 1; round += 2)
        {
            // The upper bracket's round and the lower bracket's own are played together.
            var name = $"upper {Bracket.RoundName(upper.Length)}, lower round {round}";
            var both = new BracketRound(name, [.. Bracket.PairSlots(upper), .. Bracket.PairSlots(lower)]);
            yield return both;
            var half = upper.Length / 2;
            var dropped = both.Losers[..half].Reverse();
            var drop = new BracketRound(half == 1 ? "lower final" : $"lower round {round + 1}", [.. both.Winners[half..].Zip(dropped)]);
            upper = both.Winners[..half];
            yield return drop;
            lower = drop.Winners;
        }
        var final = new BracketRound("grand final", (upper[0], lower[0]));
        yield return final;
        if (final.Winners[0] == lower[0]) yield return new BracketRound("grand final again", (upper[0], lower[0]));
    }
}
