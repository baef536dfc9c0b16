using System.Collections.Frozen;
using System.Numerics;

namespace Debate.Deliberation.Answers;

/// <summary>English number words: the value of each, and of a sequence of them.</summary>
internal static class NumberWords
{
    private static readonly string[] Small =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
         "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"];

    private static readonly string[] Tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    private static readonly string[] Ordinals =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"];

    private static readonly string[] TimesAdverbs = ["once", "twice", "thrice"];

    private static readonly FrozenDictionary<string, long> Multipliers = new Dictionary<string, long>
    {
        ["dozen"] = 12, ["hundred"] = 100, ["thousand"] = 1_000, ["million"] = 1_000_000, ["billion"] = 1_000_000_000,
        ["trillion"] = 1_000_000_000_000, ["bn"] = 1_000_000_000, ["mn"] = 1_000_000,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, int> Denominators = new Dictionary<string, int>
    {
        ["half"] = 2, ["halves"] = 2, ["third"] = 3, ["thirds"] = 3, ["quarter"] = 4, ["quarters"] = 4, ["fourth"] = 4, ["fourths"] = 4,
        ["fifth"] = 5, ["fifths"] = 5, ["sixth"] = 6, ["sixths"] = 6, ["seventh"] = 7, ["sevenths"] = 7, ["eighth"] = 8, ["eighths"] = 8,
        ["ninth"] = 9, ["ninths"] = 9, ["tenth"] = 10, ["tenths"] = 10,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, int> Plain = Small.Index().Concat(Tens.Select((word, i) => (20 + 10 * i, word)))
        .ToFrozenDictionary(w => w.Item2, w => w.Item1, StringComparer.Ordinal);

    public static bool IsNumberWord(string word) => Plain.ContainsKey(word) || word.Length > 2 && Multipliers.ContainsKey(word)
        || Denominators.ContainsKey(word) || FindPosition(Ordinals, word) > 0 || FindPosition(TimesAdverbs, word) > 0;

    /// <summary>The factor by which the word multiplies the number before it; 1 when it is not a multiplier.</summary>
    public static long GetMultiplier(string word) => Multipliers.GetValueOrDefault(word, 1);

    /// <summary>A single word that more often is not a number: a pronoun, a unit, a conjunction, an enumeration of points.</summary>
    public static bool IsAmbiguous(IReadOnlyList<string> words) =>
        words.Count == 1 && (words[0] is "one" or "half" or "quarter" || FindPosition(Ordinals, words[0]) > 0
            || FindPosition(TimesAdverbs, words[0]) > 0);

    /// <summary>The value of a sequence of number words ("two thirds", "three hundred five"); null when they form no number.</summary>
    public static Rational? Evaluate(IReadOnlyList<string> words)
    {
        if (words.Count == 1 && FindPosition(Ordinals, words[0]) + FindPosition(TimesAdverbs, words[0]) is > 0 and var single)
            return single;
        var parts = Denominators.GetValueOrDefault(words[^1], 1);
        var whole = parts == 1 ? EvaluateWhole(words, words.Count) : words.Count == 1 ? 1 : EvaluateWhole(words, words.Count - 1);
        return whole is { } value ? Rational.Create(value, parts) : null;
    }

    private static BigInteger? EvaluateWhole(IReadOnlyList<string> words, int count)
    {
        BigInteger total = 0, group = 0;
        for (var i = 0; i < count; i++)
        {
            if (Plain.TryGetValue(words[i], out var worth)) group += worth;
            else if (!Multipliers.TryGetValue(words[i], out var multiplier)) return null;
            else if (words[i] is "hundred" or "dozen") group = BigInteger.Max(1, group) * multiplier;
            else (total, group) = (total + BigInteger.Max(1, group) * multiplier, 0);
        }
        return total + group;
    }

    private static int FindPosition(string[] list, string word) => Array.IndexOf(list, word) + 1;
}
