namespace Debate.Tournaments;

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
