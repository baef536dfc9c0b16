namespace Debate.Deliberation.Answers;

/// <summary>English number words: the value of each, and of a sequence of them.</summary>
internal static class NumberWords
{
    private static readonly string[] Units =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
         "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"];

    private static readonly string[] Tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    private static readonly string[] Ordinals =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

    private static readonly string[] Times = ["once", "twice", "thrice"];

    private static readonly Dictionary<string, double> Multipliers = new()
    {
        ["dozen"] = 12, ["hundred"] = 100, ["thousand"] = 1e3, ["million"] = 1e6, ["billion"] = 1e9, ["trillion"] = 1e12,
    };

    private static readonly Dictionary<string, int> Parts = new()
    {
        ["half"] = 2, ["halves"] = 2, ["third"] = 3, ["thirds"] = 3, ["quarter"] = 4, ["quarters"] = 4, ["fourth"] = 4, ["fourths"] = 4,
        ["fifth"] = 5, ["fifths"] = 5, ["sixth"] = 6, ["sixths"] = 6, ["eighth"] = 8, ["eighths"] = 8, ["tenth"] = 10, ["tenths"] = 10,
    };

    private static readonly Dictionary<string, int> Plain = Worth();

    public static bool Knows(string word) =>
        Plain.ContainsKey(word) || Multipliers.ContainsKey(word) || Parts.ContainsKey(word)
        || Index(Ordinals, word) > 0 || Index(Times, word) > 0;

    /// <summary>The factor by which the word multiplies the number before it; 1 when it is not a multiplier.</summary>
    public static double Multiplier(string word) => Multipliers.GetValueOrDefault(word, 1);

    /// <summary>A single word that more often is not a number: a pronoun, a unit, a conjunction, an enumeration of points.</summary>
    public static bool Vague(IReadOnlyList<string> words) =>
        words.Count == 1 && (words[0] is "one" or "half" or "quarter" || Index(Ordinals, words[0]) > 0 || Index(Times, words[0]) > 0);

    /// <summary>The value of a sequence of number words; null when they form no number.</summary>
    public static double? Value(IReadOnlyList<string> words)
    {
        if (words.Count == 1 && Index(Ordinals, words[0]) + Index(Times, words[0]) is > 0 and var single) return single;
        var parts = Parts.GetValueOrDefault(words[^1], 0);
        if (parts == 0) return Whole(words, words.Count);
        return words.Count == 1 ? 1.0 / parts : Whole(words, words.Count - 1) / parts;
    }

    private static double? Whole(IReadOnlyList<string> words, int count)
    {
        double total = 0, group = 0;
        for (var i = 0; i < count; i++)
        {
            if (Plain.TryGetValue(words[i], out var worth)) group += worth;
            else if (words[i] is "hundred" or "dozen") group = Math.Max(1, group) * Multipliers[words[i]];
            else if (Multipliers.TryGetValue(words[i], out var multiplier)) (total, group) = (total + Math.Max(1, group) * multiplier, 0);
            else return null;
        }
        return total + group;
    }

    private static int Index(string[] list, string word) => Array.IndexOf(list, word) + 1;

    private static Dictionary<string, int> Worth()
    {
        var worth = new Dictionary<string, int>();
        for (var i = 0; i < Units.Length; i++) worth[Units[i]] = i;
        for (var i = 0; i < Tens.Length; i++) worth[Tens[i]] = 20 + 10 * i;
        return worth;
    }
}
