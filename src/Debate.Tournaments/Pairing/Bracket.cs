namespace Debate.Tournaments;

/// <summary>
/// The slots of an elimination in bracket order, each a debater's number or empty. A drawn meeting goes to the better seed; a debater
/// opposite an empty slot advances.
/// </summary>
internal static class Bracket
{
    /// <summary>
    /// The slots of the first round for debaters seeded by number: the smallest power of two that is large enough, with the best seeds as
    /// far apart as possible and the first to get byes.
    /// </summary>
    internal static int?[] CreateSlots(int count)
    {
        int[] order = [0];
        while (order.Length < count) order = [.. order.SelectMany(seed => new[] { seed, 2 * order.Length - 1 - seed })];
        return Array.ConvertAll(order, seed => seed < count ? seed : (int?)null);
    }

    /// <summary>The number of rounds until one of so many is left.</summary>
    internal static int RoundCount(int count) => (int)Math.Ceiling(Math.Log2(count));

    /// <summary>Adjacent slots as pairs.</summary>
    internal static (int? A, int? B)[] PairSlots(int?[] slots) => [.. slots.Chunk(2).Select(pair => (pair[0], pair[1]))];

    /// <summary>The name of a round with so many slots.</summary>
    internal static string RoundName(int slots) => slots switch
    {
        2 => "final",
        4 => "semi-final",
        8 => "quarter-final",
        _ => FormattableString.Invariant($"round of {slots}"),
    };
}

/// <summary>One round of an elimination: pairs of slots and, once played, their winners.</summary>
internal sealed class BracketRound(string name, params (int? A, int? B)[] pairs)
{
    private Func<int, int, int>? _winner;

    internal string Name => name;

    /// <summary>The pairs with two debaters.</summary>
    internal IEnumerable<(int A, int B)> Meetings =>
        pairs.Where(p => p is { A: not null, B: not null }).Select(p => (p.A!.Value, p.B!.Value));

    /// <summary>The debaters who advance without a meeting.</summary>
    internal IEnumerable<int> Byes => pairs.Where(p => p.A is null != p.B is null).Select(p => (p.A ?? p.B)!.Value);

    /// <summary>The debaters who advance, in the order of the pairs.</summary>
    internal int?[] Winners => Array.ConvertAll(pairs, p => p is { A: { } a, B: { } b } ? _winner!(a, b) : p.A ?? p.B);

    /// <summary>The losers, in the order of the pairs; null where there was no meeting.</summary>
    internal int?[] Losers => Array.ConvertAll(pairs, p => p is { A: { } a, B: { } b } ? a + b - _winner!(a, b) : (int?)null);

    /// <summary>Sets the results of the played round.</summary>
    internal void SetResults(Entrants field, PlayedRound played) => _winner = (a, b) =>
    {
        var (nameA, nameB) = (field.Debaters[a], field.Debaters[b]);
        var meeting = played.Meetings.First(m => m.A == nameA && m.B == nameB || m.A == nameB && m.B == nameA);
        var scoreOfA = meeting.A == nameA ? meeting.Score : 1 - meeting.Score;
        return scoreOfA == 0.5 ? Math.Min(a, b) : scoreOfA == 1 ? a : b;
    };
}
