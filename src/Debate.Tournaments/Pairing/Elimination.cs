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
