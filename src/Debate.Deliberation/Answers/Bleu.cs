namespace Debate.Deliberation.Answers;

/// <summary>
/// BLEU (Papineni et al., 2002): the geometric mean of the clipped precisions of word n-grams, n = 1 to 4, times the brevity penalty.
/// Smoothing: the k-th order without a match counts as 1 / (2^k total), method 3 of Chen and Cherry (2014). A sentence is scored over the
/// orders that it reaches; a corpus over all four. Words are the tokens of <see cref="BleuTokens"/>. Scores range from 0 to 100.
/// </summary>
public static class Bleu
{
    private const int Orders = 4;

    /// <summary>Sentence BLEU of one candidate against one reference; 0 when no word matches.</summary>
    public static double Sentence(string said, string reference)
    {
        var (words, right) = (BleuTokens.Of(said), BleuTokens.Of(reference));
        var overlaps = NGrams.Overlaps(words, right, Orders);
        return Score([.. overlaps.TakeWhile(o => o.Said > 0)], words.Count, right.Count);
    }

    /// <summary>Corpus BLEU: the counts of all pairs are summed before they are divided; 0 for no pairs.</summary>
    public static double Corpus(IEnumerable<(string Said, string Reference)> pairs)
    {
        var sum = new Overlap[Orders];
        long said = 0, reference = 0;
        foreach (var pair in pairs)
        {
            var (words, right) = (BleuTokens.Of(pair.Said), BleuTokens.Of(pair.Reference));
            foreach (var (n, overlap) in NGrams.Overlaps(words, right, Orders).Index()) sum[n] += overlap;
            said += words.Count;
            reference += right.Count;
        }
        return sum.Any(o => o.Said == 0) ? 0 : Score(sum, said, reference);
    }

    private static double Score(IReadOnlyList<Overlap> overlaps, long said, long reference)
    {
        if (overlaps.All(o => o.Shared == 0)) return 0;
        double logarithms = 0, smoothing = 1;
        foreach (var overlap in overlaps)
        {
            var matches = overlap.Shared > 0 ? overlap.Shared : 1 / (smoothing *= 2);
            logarithms += Math.Log(matches / overlap.Said);
        }
        var brevity = said < reference ? 1 - (double)reference / said : 0;
        return 100 * Math.Exp(brevity + logarithms / overlaps.Count);
    }
}
