namespace Debate.Core.Input;

/// <summary>Suggests what a misspelt name was meant to be: of a field, an option, a verb, a protocol, a model.</summary>
public static class Suggestions
{
    private const int MaxEdits = 2;
    private const int MaxLength = 64;

    /// <summary>The hint of a refusal, <c>did you mean 'NAME'? </c> with the space after it; empty where no name is near.</summary>
    public static string DidYouMean(string word, IEnumerable<string> names) =>
        FindNearest(word, names) is { } name ? $"did you mean '{name}'? " : "";

    /// <summary>The rule of an unknown field: the nearest of the known names, and all of them.</summary>
    public static string DescribeUnknownField(string field, IReadOnlyCollection<string> known) =>
        $"is not a known field; {DidYouMean(field, known)}known: {string.Join(", ", known)}";

    /// <summary>
    /// The name at the smallest edit distance (optimal string alignment; Damerau, 1964), regardless of case, dashes and underscores: at
    /// most
    /// two edits, one for names of up to four letters. Otherwise the only name that begins with three or more letters of the word; else
    /// null.
    /// </summary>
    public static string? FindNearest(string word, IEnumerable<string> names)
    {
        var (wanted, best, bestEdits) = (Normalize(word), (string?)null, int.MaxValue);
        if (wanted.Length is 0 or > MaxLength) return null;
        var begun = new List<string>();
        foreach (var name in names)
        {
            var candidate = Normalize(name);
            var edits = CountEdits(wanted, candidate);
            var most = Math.Min(candidate.Length <= 4 ? 1 : MaxEdits, candidate.Length - 1);
            if (edits <= most && edits < bestEdits) (best, bestEdits) = (name, edits);
            if (wanted.Length >= 3 && candidate.StartsWith(wanted, StringComparison.Ordinal)) begun.Add(name);
        }
        return best ?? (begun.Count == 1 ? begun[0] : null);
    }

    private static string Normalize(string name) => name.ToLowerInvariant()
        .Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);

    private static int CountEdits(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > MaxEdits) return int.MaxValue;
        var (before, last, row) = (new int[b.Length + 1], Enumerable.Range(0, b.Length + 1).ToArray(), new int[b.Length + 1]);
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1), 1 + Math.Min(last[j], row[j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = Math.Min(row[j], before[j - 2] + 1);
            }
            (before, last, row) = (last, row, before);
        }
        return last[b.Length];
    }
}
