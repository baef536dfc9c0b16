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
    public override int MostRounds(Field field) => 2 * Bracket.Rounds(field.Debaters.Count) + 1;

    private protected override int Lives => 2;

    private protected override IEnumerable<Stage> Stages(int debaters)
    {
        var slots = Bracket.Seeded(debaters);
        var first = new Stage($"upper {Bracket.NameOf(slots.Length)}", Bracket.Pairs(slots));
        yield return first;
        var (upper, lower) = (first.Winners, first.Losers);
        for (var round = 1; upper.Length > 1; round += 2)
        {
            // The upper bracket's round and the lower bracket's own are played together.
            var name = $"upper {Bracket.NameOf(upper.Length)}, lower round {round}";
            var both = new Stage(name, [.. Bracket.Pairs(upper), .. Bracket.Pairs(lower)]);
            yield return both;
            var half = upper.Length / 2;
            var dropped = both.Losers[..half].Reverse();
            var drop = new Stage(half == 1 ? "lower final" : $"lower round {round + 1}", [.. both.Winners[half..].Zip(dropped)]);
            upper = both.Winners[..half];
            yield return drop;
            lower = drop.Winners;
        }
        var final = new Stage("grand final", (upper[0], lower[0]));
        yield return final;
        if (final.Winners[0] == lower[0]) yield return new Stage("grand final again", (upper[0], lower[0]));
    }
}
