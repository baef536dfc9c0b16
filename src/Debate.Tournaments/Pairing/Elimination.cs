namespace Debate.Tournaments;

/// <summary>
/// The common part of the elimination formats. A bracket is an iterator over its rounds that receives the results of one round before it
/// yields the next, so that the code reads like the rule it implements. Rounds without a meeting are skipped.
/// </summary>
public abstract class Elimination : ISchedule
{
    private protected Elimination()
    {
    }

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <summary>The number of lost meetings after which a debater is out.</summary>
    private protected abstract int MaxLosses { get; }

    /// <summary>The rounds of the bracket; each has its results before the next is requested.</summary>
    private protected abstract IEnumerable<BracketRound> CreateRounds(int debaters);

    /// <inheritdoc/>
    public long MaxDebates(Entrants field) => (long)(MaxLosses * field.Debaters.Count - 1) * field.DebatesPerMeeting;

    /// <inheritdoc/>
    public abstract int MaxRounds(Entrants field);

    /// <inheritdoc/>
    public Round? NextRound(Entrants field, IReadOnlyList<PlayedRound> rounds)
    {
        var open = ReplayRounds(field, rounds).LastOrDefault(s => s.Played is null).Stage;
        return open is null ? null : new RoundFactory(field, rounds).Create(open.Name, [.. open.Meetings], open.Byes);
    }

    /// <summary>
    /// Ranked by the round of elimination, later is better; debaters who are still in come first, those eliminated together are equal.
    /// </summary>
    public IReadOnlyList<FinalPlace> RankDebaters(Entrants field, IReadOnlyList<PlayedRound> rounds)
    {
        var (lives, won) = (Enumerable.Repeat(MaxLosses, field.Debaters.Count).ToArray(), new int[field.Debaters.Count]);
        var ended = new (int Round, string? Name)[lives.Length];
        Array.Fill(ended, (int.MaxValue, null));
        foreach (var ((stage, played), number) in ReplayRounds(field, rounds).TakeWhile(s => s.Played is not null).Select((s, i) => (s, i)))
        {
            if (!played!.Meetings.All(m => m.IsFinished)) break;
            foreach (var (a, b) in stage.Meetings) won[stage.Winners.Contains(a) ? a : b]++;
            foreach (var loser in stage.Losers.OfType<int>())
                if (--lives[loser] == 0) ended[loser] = (number, stage.Name);
        }
        var order = Enumerable.Range(0, lives.Length).OrderByDescending(i => ended[i].Round);
        return FinalPlace.AssignPositions(order.Select(i => new FinalPlace(0, field.Debaters[i], won[i], Out: ended[i].Name)), p => p.Out);
    }

    private IEnumerable<(BracketRound Stage, PlayedRound? Played)> ReplayRounds(Entrants field, IReadOnlyList<PlayedRound> rounds)
    {
        var next = 0;
        foreach (var stage in CreateRounds(field.Debaters.Count).Where(s => s.Meetings.Any()))
        {
            var played = next < rounds.Count ? rounds[next++] : null;
            if (played is not null) stage.SetResults(field, played);
            yield return (stage, played);
            if (played is null) yield break;
        }
    }
}

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
