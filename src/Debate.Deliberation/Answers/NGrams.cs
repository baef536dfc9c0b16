namespace Debate.Deliberation.Answers;

/// <summary>
/// The numbers of n-grams of one order in a candidate and in a reference, and of those they share (clipped: each counts as often as it
/// occurs in both).
/// </summary>
internal readonly record struct Overlap(long Said, long Right, long Shared)
{
    public static Overlap operator +(Overlap a, Overlap b) => new(a.Said + b.Said, a.Right + b.Right, a.Shared + b.Shared);
}

/// <summary>N-gram overlaps of two sequences.</summary>
internal static class NGrams
{
    private const char Joint = '\u001F';

    /// <summary>The overlaps of orders 1 to <paramref name="most"/>.</summary>
    public static Overlap[] Overlaps(IReadOnlyList<string> said, IReadOnlyList<string> right, int most) =>
        [.. Enumerable.Range(1, most).Select(n => Overlap(said, right, n))];

    private static Overlap Overlap(IReadOnlyList<string> said, IReadOnlyList<string> right, int n)
    {
        var left = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i + n <= right.Count; i++)
        {
            var gram = Gram(right, i, n);
            left[gram] = left.GetValueOrDefault(gram) + 1;
        }
        long shared = 0;
        for (var i = 0; i + n <= said.Count; i++)
        {
            var gram = Gram(said, i, n);
            if (left.GetValueOrDefault(gram) == 0) continue;
            left[gram]--;
            shared++;
        }
        return new Overlap(Math.Max(0, said.Count - n + 1), Math.Max(0, right.Count - n + 1), shared);
    }

    private static string Gram(IReadOnlyList<string> tokens, int from, int n) => string.Join(Joint, tokens.Skip(from).Take(n));
}
