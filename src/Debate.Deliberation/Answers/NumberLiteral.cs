using System.Collections.Frozen;
using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Debate.Deliberation.Answers;

/// <summary>A number in digits, with its thousands, places, exponent, and the fraction of a mixed number behind it.</summary>
/// <param name="Value">The value, exactly.</param>
/// <param name="Decimals">Decimal places of the value that were written.</param>
/// <param name="IsMixed">Whether a fraction follows the whole number, as in 1 1/2.</param>
/// <param name="End">The index behind its last character.</param>
internal sealed partial record NumberLiteral(Rational Value, int Decimals, bool IsMixed, int End)
{
    /// <summary>Most digits of a number, and the highest power of ten: what is larger is no number that anyone counts with.</summary>
    private const int MaxDigits = 400;

    /// <summary>Reads the number that begins at a position; null where its digits are too many.</summary>
    /// <param name="text">A plain text (<see cref="MathText"/>).</param>
    /// <param name="at">The index of its first digit, or of the point before it.</param>
    /// <param name="withCommas">Whether a comma may separate thousands; in brackets it separates the parts of a pair.</param>
    public static NumberLiteral? Read(string text, int at, bool withCommas)
    {
        if (withCommas && PointsAndComma().Match(text, at) is { Success: true } european && european.Index == at)
            return new(Rational.Create(BigInteger.Parse(european.Value.Replace(".", "").Replace(",", ""), CultureInfo.InvariantCulture),
                BigInteger.Pow(10, european.Groups[1].Length)), european.Groups[1].Length, false, at + european.Length);
        var end = SkipGroups(text, at, SkipDigits(text, at), withCommas);
        var digits = string.Concat(text.AsSpan(at, Math.Min(end - at, 2 * MaxDigits)).ToString().Where(char.IsAsciiDigit));
        var decimals = 0;
        if (end + 1 < text.Length && text[end] == '.' && char.IsAsciiDigit(text[end + 1]))
        {
            var last = SkipDigits(text, end + 1);
            decimals = last - end - 1;
            digits += text[(end + 1)..last];
            end = last;
        }
        if (end - at > MaxDigits) return null;
        if (decimals > 0 && ReadRepeating(text, end) is { } repeating)
            return new(Rational.Create(BigInteger.Parse(digits, CultureInfo.InvariantCulture), BigInteger.Pow(10, decimals))
                + Rational.Create(repeating.Digits, BigInteger.Pow(10, decimals) * (BigInteger.Pow(10, repeating.Length) - 1)), 0, true,
                repeating.End);
        var value = Rational.Create(BigInteger.Parse(digits, CultureInfo.InvariantCulture), BigInteger.Pow(10, decimals));
        if (ReadPowerOfTen(text, end) is { } power)
            return Math.Abs(power.Exponent) > MaxDigits ? null
                : new(value * ((Rational)10).Power(power.Exponent), Math.Max(0, decimals - power.Exponent), false, power.End);
        if (decimals == 0 && ReadFraction(text, end) is { } part) return new(value + part.Value, 0, true, part.End);
        return new(value, decimals, false, SkipOrdinalEnding(text, end));
    }

    /// <summary>1.234,56: points between thousands and a comma before the places.</summary>
    [GeneratedRegex(@"\G\d{1,3}(?:\.\d{3}){1,8},(\d{1,2})(?!\d)", RegexOptions.CultureInvariant)]
    private static partial Regex PointsAndComma();

    private static int SkipDigits(string text, int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        return at;
    }

    /// <summary>Thousands: 1,000,000; 1,00,000 as in India; 12 500 and 12'500.</summary>
    private static int SkipGroups(string text, int start, int end, bool withCommas)
    {
        var separator = end < text.Length ? text[end] : '\0';
        if (end - start is 0 or > 3 || separator is not (',' or ' ' or '\'') || separator == ',' && !withCommas) return end;
        var (at, twos, threes) = (end, 0, 0);
        for (var count = 0; (threes == 0 || twos == 0) && at - end < 64; at += count + 1)
        {
            count = at < text.Length && text[at] == separator ? SkipDigits(text, at + 1) - at - 1 : 0;
            if (count is not (2 or 3) || count == 2 && threes > 0) break;
            if (count == 2) twos++;
            else threes++;
        }
        var isIndian = twos > 0 && threes == 1 && separator == ',' && end - start <= 2;
        return twos == 0 && !(at < text.Length && text[at] == separator && SkipDigits(text, at + 1) - at > 4 && separator == ',')
            || isIndian ? at : end;
    }

    /// <summary>The digits that repeat for ever, between lines: 0.1‾6‾ is 1/6.</summary>
    private static (BigInteger Digits, int Length, int End)? ReadRepeating(string text, int at)
    {
        if (at >= text.Length || text[at] != '‾') return null;
        var end = SkipDigits(text, at + 1);
        if (end == at + 1 || end - at > 20 || end >= text.Length || text[end] != '‾') return null;
        return (BigInteger.Parse(text.AsSpan(at + 1, end - at - 1), CultureInfo.InvariantCulture), end - at - 1, end + 1);
    }

    /// <summary>e3, x 10^3 or *10^(-3).</summary>
    private static (int Exponent, int End)? ReadPowerOfTen(string text, int at)
    {
        var from = at;
        if (from < text.Length && text[from] == 'e') from++;
        else
        {
            while (from < text.Length && text[from] == ' ') from++;
            if (from >= text.Length || text[from] is not ('x' or '*')) return null;
            for (from++; from < text.Length && text[from] == ' ';) from++;
            if (string.CompareOrdinal(text, from, "10^", 0, 3) != 0) return null;
            from += 3;
        }
        var open = text[from - 1] == '^' && from < text.Length && text[from] == '(' ? 1 : 0;
        var sign = from + open < text.Length && text[from + open] is '-' or '+' ? 1 : 0;
        var end = SkipDigits(text, from + open + sign);
        if (end == from + open + sign || open == 1 && (end >= text.Length || text[end] != ')')) return null;
        var isSmall = int.TryParse(text.AsSpan(from + open, end - from - open), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
            out var power);
        return (isSmall ? power : MaxDigits + 1, end + open);
    }

    /// <summary>The proper fraction behind a whole number and one space: 1 1/2.</summary>
    private static (Rational Value, int End)? ReadFraction(string text, int at)
    {
        if (at >= text.Length || text[at] != ' ') return null;
        var slash = SkipDigits(text, at + 1);
        if (slash == at + 1 || slash - at > 5 || slash >= text.Length || text[slash] != '/') return null;
        var end = SkipDigits(text, slash + 1);
        if (end == slash + 1 || end - slash > 5) return null;
        var top = int.Parse(text.AsSpan(at + 1, slash - at - 1), CultureInfo.InvariantCulture);
        var bottom = int.Parse(text.AsSpan(slash + 1, end - slash - 1), CultureInfo.InvariantCulture);
        return top < bottom ? (Rational.Create(top, bottom), end) : null;
    }

    private static int SkipOrdinalEnding(string text, int at)
    {
        var isEnding = at + 2 <= text.Length && text[at..(at + 2)] is "st" or "nd" or "rd" or "th";
        return isEnding && !(at + 2 < text.Length && char.IsLetter(text[at + 2])) ? at + 2 : at;
    }
}

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
