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

    private static readonly string[] TimesAdverbs = ["once", "twice", "thrice"];

    private static readonly Dictionary<string, double> Multipliers = new()
    {
        ["dozen"] = 12, ["hundred"] = 100, ["thousand"] = 1e3, ["million"] = 1e6, ["billion"] = 1e9, ["trillion"] = 1e12,
    };

    private static readonly Dictionary<string, int> Denominators = new()
    {
        ["half"] = 2, ["halves"] = 2, ["third"] = 3, ["thirds"] = 3, ["quarter"] = 4, ["quarters"] = 4, ["fourth"] = 4, ["fourths"] = 4,
        ["fifth"] = 5, ["fifths"] = 5, ["sixth"] = 6, ["sixths"] = 6, ["eighth"] = 8, ["eighths"] = 8, ["tenth"] = 10, ["tenths"] = 10,
    };

    private static readonly Dictionary<string, int> PlainValues = BuildPlainValues();

    public static bool IsNumberWord(string word) =>
        PlainValues.ContainsKey(word) || Multipliers.ContainsKey(word) || Denominators.ContainsKey(word)
        || FindPosition(Ordinals, word) > 0 || FindPosition(TimesAdverbs, word) > 0;

    /// <summary>The factor by which the word multiplies the number before it; 1 when it is not a multiplier.</summary>
    public static double GetMultiplier(string word) => Multipliers.GetValueOrDefault(word, 1);

    /// <summary>A single word that more often is not a number: a pronoun, a unit, a conjunction, an enumeration of points.</summary>
    public static bool IsAmbiguous(IReadOnlyList<string> words) =>
        words.Count == 1 && (words[0] is "one" or "half" or "quarter" || FindPosition(Ordinals, words[0]) > 0
            || FindPosition(TimesAdverbs, words[0]) > 0);

    /// <summary>The value of a sequence of number words; null when they form no number.</summary>
    public static double? Evaluate(IReadOnlyList<string> words)
    {
        if (words.Count == 1 && FindPosition(Ordinals, words[0]) + FindPosition(TimesAdverbs, words[0]) is > 0 and var single)
            return single;
        var parts = Denominators.GetValueOrDefault(words[^1], 0);
        if (parts == 0) return EvaluateWhole(words, words.Count);
        return words.Count == 1 ? 1.0 / parts : EvaluateWhole(words, words.Count - 1) / parts;
    }

    private static double? EvaluateWhole(IReadOnlyList<string> words, int count)
    {
        double total = 0, group = 0;
        for (var i = 0; i < count; i++)
        {
            if (PlainValues.TryGetValue(words[i], out var worth)) group += worth;
            else if (words[i] is "hundred" or "dozen") group = Math.Max(1, group) * Multipliers[words[i]];
            else if (Multipliers.TryGetValue(words[i], out var multiplier)) (total, group) = (total + Math.Max(1, group) * multiplier, 0);
            else return null;
        }
        return total + group;
    }

    private static int FindPosition(string[] list, string word) => Array.IndexOf(list, word) + 1;

    private static Dictionary<string, int> BuildPlainValues()
    {
        var worth = new Dictionary<string, int>();
        for (var i = 0; i < Units.Length; i++) worth[Units[i]] = i;
        for (var i = 0; i < Tens.Length; i++) worth[Tens[i]] = 20 + 10 * i;
        return worth;
    }
}
