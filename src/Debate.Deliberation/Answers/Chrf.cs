namespace Debate.Deliberation.Answers;

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
