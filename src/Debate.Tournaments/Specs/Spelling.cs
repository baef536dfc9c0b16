namespace Debate.Tournaments;

/// <summary>Suggests corrections of misspelt words.</summary>
internal static class Spelling
{
    /// <summary>
    /// The known word at the smallest edit distance (Levenshtein 1966), at most two and less than its length; otherwise null.
    /// </summary>
    internal static string? FindNearest(string word, IReadOnlyList<string> known)
    {
        var best = known.Select(candidate => (candidate, edits: EditDistance(word.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .OrderBy(entry => entry.edits).FirstOrDefault();
        return best.candidate is not null && best.edits <= 2 && best.edits < best.candidate.Length ? best.candidate : null;
    }

    private static int EditDistance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 2) return int.MaxValue;
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[b.Length];
    }
}
