using System.Text;

namespace Debate.Deliberation.Answers;

/// <summary>
/// BLEU (Papineni et al., 2002): the geometric mean of the clipped precisions of word n-grams, n = 1 to 4, times the brevity penalty.
/// Smoothing: the k-th order without a match counts as 1 / (2^k total), method 3 of Chen and Cherry (2014). A sentence is scored over the
/// orders that it reaches; a corpus over all four. Words are the tokens of <see cref="BleuTokenizer"/>. Scores range from 0 to 100.
/// </summary>
public static class Bleu
{
    private const int MaxOrder = 4;

    /// <summary>Sentence BLEU of one candidate against one reference; 0 when no word matches.</summary>
    public static double Sentence(string said, string reference)
    {
        var (words, right) = (BleuTokenizer.Tokenize(said), BleuTokenizer.Tokenize(reference));
        var overlaps = NGrams.ComputeOverlaps(words, right, MaxOrder);
        return ComputeScore([.. overlaps.TakeWhile(o => o.CandidateCount > 0)], words.Count, right.Count);
    }

    /// <summary>Corpus BLEU: the counts of all pairs are summed before they are divided; 0 for no pairs.</summary>
    public static double Corpus(IEnumerable<(string Said, string Reference)> pairs)
    {
        var sum = new NGramOverlap[MaxOrder];
        long said = 0, reference = 0;
        foreach (var pair in pairs)
        {
            var (words, right) = (BleuTokenizer.Tokenize(pair.Said), BleuTokenizer.Tokenize(pair.Reference));
            foreach (var (n, overlap) in NGrams.ComputeOverlaps(words, right, MaxOrder).Index()) sum[n] += overlap;
            said += words.Count;
            reference += right.Count;
        }
        return sum.Any(o => o.CandidateCount == 0) ? 0 : ComputeScore(sum, said, reference);
    }

    private static double ComputeScore(IReadOnlyList<NGramOverlap> overlaps, long said, long reference)
    {
        if (overlaps.All(o => o.MatchCount == 0)) return 0;
        double logarithms = 0, smoothing = 1;
        foreach (var overlap in overlaps)
        {
            var matches = overlap.MatchCount > 0 ? overlap.MatchCount : 1 / (smoothing *= 2);
            logarithms += Math.Log(matches / overlap.CandidateCount);
        }
        var brevity = said < reference ? 1 - (double)reference / said : 0;
        return 100 * Math.Exp(brevity + logarithms / overlaps.Count);
    }
}

/// <summary>
/// Tokenizes text for BLEU by the mteval-v13a convention: symbols are tokens of their own; so are full stops and commas, except between
/// digits; a hyphen only after a digit; an apostrophe never. Case is kept. Every character of a script without word spaces (Han, kana,
/// their punctuation and full-width forms) is a token, as is the convention for Chinese.
/// </summary>
public static class BleuTokenizer
{
    /// <summary>The tokens of the text, in order.</summary>
    public static IReadOnlyList<string> Tokenize(string text)
    {
        var spaced = new StringBuilder(text.Length * 2);
        var before = new Rune(' ');
        Rune? here = null;
        foreach (var next in text.EnumerateRunes())
        {
            if (here is { } rune) AppendSpaced(spaced, before, rune, next);
            before = here ?? before;
            here = next;
        }
        if (here is { } last) AppendSpaced(spaced, before, last, new Rune(' '));
        return spaced.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    private static void AppendSpaced(StringBuilder spaced, Rune before, Rune rune, Rune after)
    {
        var alone = IsStandalone(before, rune, after);
        if (alone) spaced.Append(' ');
        spaced.Append(rune.ToString());
        if (alone) spaced.Append(' ');
    }

    private static bool IsStandalone(Rune before, Rune rune, Rune after) => rune.Value switch
    {
        '.' or ',' => !IsDigit(before) || !IsDigit(after),
        '-' => IsDigit(before),
        '\'' => false,
        < 0x80 => !char.IsAsciiLetterOrDigit((char)rune.Value),
        (>= 0x2E80 and <= 0x312F) or (>= 0x31A0 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) => true,
        (>= 0xF900 and <= 0xFAFF) or (>= 0xFE10 and <= 0xFE4F) or (>= 0xFF00 and <= 0xFFEF) or (>= 0x20000 and <= 0x3FFFF) => true,
        _ => false,
    };

    private static bool IsDigit(Rune rune) => rune.Value is >= '0' and <= '9';
}

/// <summary>
/// chrF (Popovic, 2015): the F-score of character n-grams, n = 1 to 6, recall weighted beta = 2 times as much as precision. White space is
/// ignored, case is kept. Precision and recall are averaged over the orders that both texts reach. Scores range from 0 to 100.
/// </summary>
public static class Chrf
{
    private const int MaxOrder = 6;
    private const double BetaSquared = 4;

    /// <summary>Sentence chrF of one candidate against one reference; 0 when either is blank.</summary>
    public static double Sentence(string said, string reference) => ComputeScore(ComputeOverlaps(said, reference));

    /// <summary>Corpus chrF: the counts of all pairs are summed before they are divided; 0 for no pairs.</summary>
    public static double Corpus(IEnumerable<(string Said, string Reference)> pairs)
    {
        var sum = new NGramOverlap[MaxOrder];
        foreach (var (said, reference) in pairs)
            foreach (var (n, overlap) in ComputeOverlaps(said, reference).Index()) sum[n] += overlap;
        return ComputeScore(sum);
    }

    private static NGramOverlap[] ComputeOverlaps(string said, string reference) =>
        NGrams.ComputeOverlaps(SplitCharacters(said), SplitCharacters(reference), MaxOrder);

    private static string[] SplitCharacters(string text) =>
        [.. text.EnumerateRunes().Where(r => !System.Text.Rune.IsWhiteSpace(r)).Select(r => r.ToString())];

    private static double ComputeScore(NGramOverlap[] overlaps)
    {
        var reached = overlaps.Where(o => o is { CandidateCount: > 0, ReferenceCount: > 0 }).ToList();
        if (reached.Count == 0) return 0;
        var precision = reached.Average(o => (double)o.MatchCount / o.CandidateCount);
        var recall = reached.Average(o => (double)o.MatchCount / o.ReferenceCount);
        var weighted = BetaSquared * precision + recall;
        return weighted == 0 ? 0 : 100 * (1 + BetaSquared) * precision * recall / weighted;
    }
}

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
