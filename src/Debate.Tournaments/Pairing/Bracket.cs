namespace Debate.Tournaments;

/// <summary>
/// Slots of an elimination in the order of the bracket, filled with debaters by number or with nobody. A level meeting goes to the better
/// seed; who meets nobody goes on.
/// </summary>
internal static class Bracket
{
    /// <summary>
    /// The slots of the first round for a field seeded by number: the smallest power of two that holds it, with the best seeds as far apart
    /// as they can be and opposite nobody first.
    /// </summary>
    internal static int?[] Seeded(int count)
    {
        int[] order = [0];
        while (order.Length < count) order = [.. order.SelectMany(seed => new[] { seed, 2 * order.Length - 1 - seed })];
        return Array.ConvertAll(order, seed => seed < count ? seed : (int?)null);
    }

    /// <summary>Rounds until one of so many is left.</summary>
    internal static int Rounds(int count) => (int)Math.Ceiling(Math.Log2(count));

    /// <summary>Two by two.</summary>
    internal static (int? A, int? B)[] Pairs(int?[] slots) => [.. slots.Chunk(2).Select(pair => (pair[0], pair[1]))];

    /// <summary>What a round with so many slots is called.</summary>
    internal static string NameOf(int slots) => slots switch
    {
        2 => "final",
        4 => "semi-final",
        8 => "quarter-final",
        _ => FormattableString.Invariant($"round of {slots}"),
    };
}

/// <summary>One round of an elimination: pairs of slots, and, once it was played, who won them.</summary>
internal sealed class Stage(string name, params (int? A, int? B)[] pairs)
{
    private Func<int, int, int>? _winner;

    internal string Name => name;

    /// <summary>The pairs that meet.</summary>
    internal IEnumerable<(int A, int B)> Meetings =>
        pairs.Where(p => p is { A: not null, B: not null }).Select(p => (p.A!.Value, p.B!.Value));

    /// <summary>Those who go on without a meeting.</summary>
    internal IEnumerable<int> Byes => pairs.Where(p => p.A is null != p.B is null).Select(p => (p.A ?? p.B)!.Value);

    /// <summary>Who goes on, in the order of the pairs.</summary>
    internal int?[] Winners => Array.ConvertAll(pairs, p => p is { A: { } a, B: { } b } ? _winner!(a, b) : p.A ?? p.B);

    /// <summary>Who lost, in the order of the pairs; nobody where there was no meeting.</summary>
    internal int?[] Losers => Array.ConvertAll(pairs, p => p is { A: { } a, B: { } b } ? a + b - _winner!(a, b) : (int?)null);

    /// <summary>Takes the results.</summary>
    internal void Take(Field field, PlayedRound played) => _winner = (a, b) =>
    {
        var (nameA, nameB) = (field.Debaters[a], field.Debaters[b]);
        var meeting = played.Meetings.First(m => m.A == nameA && m.B == nameB || m.A == nameB && m.B == nameA);
        var scoreOfA = meeting.A == nameA ? meeting.Score : 1 - meeting.Score;
        return scoreOfA == 0.5 ? Math.Min(a, b) : scoreOfA == 1 ? a : b;
    };
}
