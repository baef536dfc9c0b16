namespace Debate.Deliberation.Answers;

/// <summary>
/// The numbers of n-grams of one order in a candidate and in a reference, and of those they share (clipped: each counts as often as it
/// occurs in both).
/// </summary>
internal readonly record struct NGramOverlap(long CandidateCount, long ReferenceCount, long MatchCount)
{
    public static NGramOverlap operator +(NGramOverlap a, NGramOverlap b) =>
        new(a.CandidateCount + b.CandidateCount, a.ReferenceCount + b.ReferenceCount, a.MatchCount + b.MatchCount);
}

/// <summary>N-gram overlaps of two sequences.</summary>
internal static class NGrams
{
    private const char Separator = '\u001F';

    /// <summary>The overlaps of orders 1 to <paramref name="max"/>.</summary>
    public static NGramOverlap[] ComputeOverlaps(IReadOnlyList<string> said, IReadOnlyList<string> right, int max) =>
        [.. Enumerable.Range(1, max).Select(n => ComputeOverlap(said, right, n))];

    private static NGramOverlap ComputeOverlap(IReadOnlyList<string> said, IReadOnlyList<string> right, int n)
    {
        var left = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i + n <= right.Count; i++)
        {
            var gram = JoinGram(right, i, n);
            left[gram] = left.GetValueOrDefault(gram) + 1;
        }
        long shared = 0;
        for (var i = 0; i + n <= said.Count; i++)
        {
            var gram = JoinGram(said, i, n);
            if (left.GetValueOrDefault(gram) == 0) continue;
            left[gram]--;
            shared++;
        }
        return new NGramOverlap(Math.Max(0, said.Count - n + 1), Math.Max(0, right.Count - n + 1), shared);
    }

    private static string JoinGram(IReadOnlyList<string> tokens, int from, int n) => string.Join(Separator, tokens.Skip(from).Take(n));
}
