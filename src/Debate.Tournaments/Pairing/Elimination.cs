namespace Debate.Tournaments;

/// <summary>
/// The common part of the elimination formats. A bracket is an iterator over its rounds that receives the results of one round before it
/// yields the next, so that the code reads like the rule it implements. Rounds without a meeting are skipped. A withdrawn debater keeps its
/// place in the bracket and forfeits.
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

    /// <summary>The rounds of the bracket; each has its results so far before the next is requested.</summary>
    private protected abstract IEnumerable<BracketRound> CreateRounds(int debaters);

    /// <inheritdoc/>
    public long MaxDebates(Entrants field) => (long)(MaxLosses * field.Debaters.Count - 1) * field.DebatesPerMeeting;

    /// <inheritdoc/>
    public abstract int MaxRounds(Entrants field);

    /// <summary>
    /// The meetings of the first round of the bracket that has some that are known and not drawn. While a meeting is open, those that do
    /// not depend on it go on: such a round is drawn in parts, which share its name.
    /// </summary>
    public Round? NextRound(Entrants field, IReadOnlyList<PlayedRound> rounds)
    {
        foreach (var (number, stage) in ReplayStages(field, rounds).Index())
        {
            var parts = rounds.Where(r => r.Round.Name == stage.Name).ToArray();
            var drawn = parts.SelectMany(p => p.Meetings).SelectMany(m => new[] { m.A, m.B }).ToHashSet(StringComparer.Ordinal);
            var told = parts.SelectMany(p => p.Round.Byes).ToHashSet(StringComparer.Ordinal);
            var meetings = stage.Meetings.Where(m => !drawn.Contains(field.Debaters[m.A])).ToArray();
            if (meetings.Length > 0)
                return new RoundFactory(field, rounds, number)
                    .Create(stage.Name, meetings, stage.Byes.Where(b => !told.Contains(field.Debaters[b])));
        }
        return null;
    }

    /// <summary>
    /// Ranked by the round of elimination, later is better; debaters who are still in come first, those eliminated together are equal. A
    /// meeting to which neither came eliminates both. Whose first meeting is open has no place.
    /// </summary>
    public IReadOnlyList<FinalPlace> RankDebaters(Entrants field, IReadOnlyList<PlayedRound> rounds)
    {
        var (lives, won) = (Enumerable.Repeat(MaxLosses, field.Debaters.Count).ToArray(), new int[field.Debaters.Count]);
        var ended = new (int Round, string? Name)[lives.Length];
        Array.Fill(ended, (int.MaxValue, null));
        foreach (var (number, stage) in ReplayStages(field, rounds).Index())
        {
            foreach (var (a, b) in stage.Meetings)
            {
                var winner = stage.WinnerOf(a, b);
                if (winner.IsOpen) continue;
                if (winner.Debater is { } first) won[first]++;
                foreach (var loser in new[] { a, b }.Where(d => d != winner.Debater))
                {
                    lives[loser] -= winner.Debater is null ? MaxLosses : 1;
                    if (lives[loser] <= 0) ended[loser] = (number, stage.Name);
                }
            }
        }
        var order = Enumerable.Range(0, lives.Length).OrderByDescending(i => ended[i].Round);
        var places = FinalPlace.AssignPositions(
            order.Select(i => new FinalPlace(0, field.Debaters[i], won[i], Out: ended[i].Name)), p => p.Out);
        var open = Enumerable.Range(0, lives.Length).Where(i => won[i] == 0 && lives[i] == MaxLosses).Select(i => field.Debaters[i])
            .ToHashSet(StringComparer.Ordinal);
        return FinalPlace.WithdrawPositions(places, place => !open.Contains(place.Name));
    }

    /// <summary>The rounds of the bracket that have or may have a meeting, each with its results so far.</summary>
    private IEnumerable<BracketRound> ReplayStages(Entrants field, IReadOnlyList<PlayedRound> rounds)
    {
        foreach (var stage in CreateRounds(field.Debaters.Count))
        {
            stage.SetResults(field, rounds.Where(r => r.Round.Name == stage.Name));
            if (stage.MayHaveMeetings) yield return stage;
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

/// <summary>A place in a bracket: a debater's number; nobody; or, while open, the winner or loser of a meeting without a result.</summary>
internal readonly record struct Slot(int? Debater, bool IsOpen = false)
{
    /// <summary>Nobody.</summary>
    internal static Slot Empty => default;

    /// <summary>Not known yet.</summary>
    internal static Slot Open => new(null, true);
}

/// <summary>
/// The slots of an elimination in bracket order. A drawn meeting goes to the better seed; a debater
/// opposite an empty slot advances.
/// </summary>
internal static class Bracket
{
    /// <summary>
    /// The slots of the first round for debaters seeded by number: the smallest power of two that is large enough, with the best seeds as
    /// far apart as possible and the first to get byes.
    /// </summary>
    internal static Slot[] CreateSlots(int count)
    {
        int[] order = [0];
        while (order.Length < count) order = [.. order.SelectMany(seed => new[] { seed, 2 * order.Length - 1 - seed })];
        return Array.ConvertAll(order, seed => seed < count ? new Slot(seed) : Slot.Empty);
    }

    /// <summary>The number of rounds until one of so many is left.</summary>
    internal static int RoundCount(int count) => (int)Math.Ceiling(Math.Log2(count));

    /// <summary>Adjacent slots as pairs.</summary>
    internal static (Slot A, Slot B)[] PairSlots(Slot[] slots) => [.. slots.Chunk(2).Select(pair => (pair[0], pair[1]))];

    /// <summary>The name of a round with so many slots.</summary>
    internal static string RoundName(int slots) => slots switch
    {
        2 => "final",
        4 => "semi-final",
        8 => "quarter-final",
        _ => FormattableString.Invariant($"round of {slots}"),
    };
}

/// <summary>One round of an elimination: pairs of slots and, as far as they are played, their winners.</summary>
internal sealed class BracketRound(string name, params (Slot A, Slot B)[] pairs)
{
    private Func<int, int, Slot> _winner = (_, _) => Slot.Open;

    internal string Name => name;

    /// <summary>The pairs with two debaters.</summary>
    internal IEnumerable<(int A, int B)> Meetings => pairs.Where(IsMeeting).Select(p => (p.A.Debater!.Value, p.B.Debater!.Value));

    /// <summary>Whether there is a pair of two debaters, one or both of whom may not be known yet.</summary>
    internal bool MayHaveMeetings => pairs.Any(p => p.A != Slot.Empty && p.B != Slot.Empty);

    /// <summary>The debaters who advance without a meeting.</summary>
    internal IEnumerable<int> Byes => pairs.Where(p => !p.A.IsOpen && !p.B.IsOpen && p.A.Debater is null != p.B.Debater is null)
        .Select(p => (p.A.Debater ?? p.B.Debater)!.Value);

    /// <summary>Those who advance, in the order of the pairs; nobody from a meeting to which neither came.</summary>
    internal Slot[] Winners => Array.ConvertAll(pairs, FindWinner);

    /// <summary>The losers, in the order of the pairs; nobody where there was no meeting or neither came.</summary>
    internal Slot[] Losers => Array.ConvertAll(pairs, FindLoser);

    /// <summary>The winner of a meeting: nobody where neither came, open where it has no result.</summary>
    internal Slot WinnerOf(int a, int b) => _winner(a, b);

    /// <summary>Sets the results of the played parts of the round.</summary>
    internal void SetResults(Entrants field, IEnumerable<PlayedRound> played)
    {
        var meetings = played.SelectMany(p => p.Meetings).ToArray();
        _winner = (a, b) =>
        {
            var (nameA, nameB) = (field.Debaters[a], field.Debaters[b]);
            var meeting = Array.Find(meetings, m => m.A == nameA && m.B == nameB || m.A == nameB && m.B == nameA);
            if (meeting is not { IsFinished: true }) return Slot.Open;
            return meeting.FindWinner(a < b ? nameA : nameB) is not { } winner ? Slot.Empty : new(winner == nameA ? a : b);
        };
    }

    private Slot FindWinner((Slot A, Slot B) pair)
    {
        if (IsMeeting(pair)) return _winner(pair.A.Debater!.Value, pair.B.Debater!.Value);
        if (pair.A.IsOpen || pair.B.IsOpen) return Slot.Open;
        return pair.A.Debater is null ? pair.B : pair.A;
    }

    private Slot FindLoser((Slot A, Slot B) pair)
    {
        if (pair is { A.Debater: { } a, B.Debater: { } b })
            return _winner(a, b) is { Debater: { } winner } ? new(a + b - winner) : _winner(a, b);
        return pair.A == Slot.Empty || pair.B == Slot.Empty ? Slot.Empty : Slot.Open;
    }

    private static bool IsMeeting((Slot A, Slot B) pair) => pair is { A.Debater: not null, B.Debater: not null };
}
