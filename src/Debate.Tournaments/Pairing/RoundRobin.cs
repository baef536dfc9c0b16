namespace Debate.Tournaments;

/// <summary>
/// Everyone meets everyone on every motion, twice, with the sides swapped. Within a motion the rounds follow the circle method
/// (Kirkman 1850), so that after one round everybody has played; a motion is finished before the next begins, so that a tournament
/// that stops early leaves whole motions, which compare all debaters fairly.
/// </summary>
public static class RoundRobin
{
    /// <summary>The name of the format in a tournament specification.</summary>
    public const string Name = "round-robin";

    /// <summary>The number of matches: n (n - 1) on each motion.</summary>
    public static long Count(int debaters, int motions) => (long)debaters * (debaters - 1) * motions;

    /// <summary>
    /// The matches in playing order, made one at a time as they are asked for. At least two debaters; names and motions must be
    /// neither blank nor repeated, else <see cref="InputException"/> at once.
    /// </summary>
    public static IEnumerable<Pairing> Of(IReadOnlyList<string> debaters, IReadOnlyList<string> motions)
    {
        if (debaters.Count < 2) throw new InputException($"debaters: {debaters.Count} given, a tournament needs at least 2");
        return Matches(debaters, Slug.AllOf(debaters, "debaters"), motions, Slug.AllOf(motions, "motions"));
    }

    private static IEnumerable<Pairing> Matches(
        IReadOnlyList<string> debaters, string[] slugs, IReadOnlyList<string> motions, string[] motionSlugs)
    {
        for (var motion = 0; motion < motions.Count; motion++)
        {
            foreach (var (pro, con) in Legs(debaters.Count, motion))
            {
                var key = $"{motionSlugs[motion]}--{slugs[pro]}--{slugs[con]}";
                yield return new Pairing(motions[motion], debaters[pro], debaters[con], key);
            }
        }
    }

    /// <summary>One motion's matches: per round all first legs, then the same with the sides swapped; who begins alternates.</summary>
    private static IEnumerable<(int Pro, int Con)> Legs(int count, int motion)
    {
        var even = count + count % 2;
        for (var round = 0; round < even - 1; round++)
        {
            for (var leg = 0; leg < 2; leg++)
            {
                foreach (var (a, b) in Round(even, round))
                {
                    if (a >= count || b >= count) continue;
                    yield return (motion + round + leg) % 2 == 0 ? (a, b) : (b, a);
                }
            }
        }
    }

    /// <summary>The circle method, even number: the last one stays, the others turn. In an odd field the last one is the bye.</summary>
    private static IEnumerable<(int A, int B)> Round(int even, int round)
    {
        var ring = even - 1;
        yield return (round, ring);
        for (var i = 1; i < even / 2; i++) yield return ((round + i) % ring, (round - i + ring) % ring);
    }
}
