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
