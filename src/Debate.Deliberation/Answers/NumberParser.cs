using System.Text.RegularExpressions;

namespace Debate.Deliberation.Answers;

/// <summary>
/// The numbers in an answer: 1,000 = 1000 = 1e3 = 1.0 x 10^3, fractions (1/2, 1 1/2, \frac{1}{2}, two thirds), ratios (2:1), per cent,
/// ordinals (2nd, second), words up to ninety-nine and multipliers (hundred to trillion, dozen). Currency signs and units are skipped and
/// not converted, but reported (<see cref="WrittenNumber.Unit"/>); digits inside a word or an exponent (H2O, s^2) are not numbers.
/// </summary>
public static class NumberParser
{
    /// <summary>Longest answer that is read, in characters; of a longer one only the end counts.</summary>
    private const int MaxLength = 20_000;

    /// <summary>Longest line, in characters, whose first number may be the answer; in a longer one the last number is.</summary>
    private const int MaxShortLine = 80;

    private static readonly Regex LatexFraction = CreateLinearRegex(@"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}");
    private static readonly Regex LatexCommand =
        CreateLinearRegex(@"\\(?:text|mathrm|mathbf|textbf|boxed|left|right|quad|displaystyle)\b|\\[,;:! ]|[{}$]");
    private static readonly Regex ListMarker = CreateLinearRegex(@"^[.)]\s");
    private static readonly Regex NumberPrefix = CreateLinearRegex(
        @"^(?:[^\p{L}\d]|about|approximately|approx|around|roughly|exactly|only|at|most|least|nearly|almost|over"
        + @"|it|is|rs|usd|eur|a|an|the)*$");

    /// <summary>
    /// The number that the answer gives, from its last line with a number: after the last equals sign if there is one; the first number
    /// when a short line starts with it ("5 minutes for 100 machines"), otherwise the last ("for 100 machines, 5"). A list marker ("3. ")
    /// is skipped. Null when there is no number.
    /// </summary>
    public static WrittenNumber? FindFinal(string answer)
    {
        var lines = Clean(answer).Split('\n');
        for (var i = lines.Length - 1; i >= 0; i--)
            if (FindInLine(lines[i]) is { } number) return number;
        return null;
    }

    private static WrittenNumber? FindInLine(string line)
    {
        var result = TextAfterEquals(line);
        var numbers = Scan(result);
        if (numbers.Count == 0) numbers = Scan(result = line);
        if (numbers.Count == 0) return null;
        var first = numbers.Count > 1 && ListMarker.IsMatch(result[numbers[0].End..]) ? 1 : 0;
        return result.Length <= MaxShortLine && IsLeading(result, numbers[0]) ? numbers[first] : numbers[^1];
    }

    /// <summary>All numbers in the answer, in order.</summary>
    public static IReadOnlyList<WrittenNumber> FindAll(string answer) => Scan(Clean(answer));

    /// <summary>
    /// The numbers of a key: one number, first in the text, with at most three words of unit ("12 times", "$5"), or several joined by "or",
    /// "and" or commas ("6 or 12"). Empty when the key is not a number.
    /// </summary>
    public static IReadOnlyList<WrittenNumber> ParseKey(string key)
    {
        var text = Clean(key);
        var numbers = Scan(text);
        if (numbers.Count == 0 || !IsLeading(text, numbers[0])) return [];
        var words = text[numbers[^1].End..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        return words <= 3 && AreJoined(text, numbers) ? numbers : [];
    }

    private static Regex CreateLinearRegex(string pattern) =>
        new(pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static bool IsLeading(string text, WrittenNumber first) => first.Start <= 60 && NumberPrefix.IsMatch(text[..first.Start]);

    private static bool AreJoined(string text, IReadOnlyList<WrittenNumber> numbers)
    {
        for (var i = 1; i < numbers.Count; i++)
            if (!IsConnector(text[numbers[i - 1].End..numbers[i].Start].Trim())) return false;
        return true;
    }

    private static bool IsConnector(string between) => between is "or" or "and" or "," or "&" or ";" or ", or" or ", and";

    private static string TextAfterEquals(string text) => text[(text.LastIndexOfAny(['=', '\u2248', '\u2243']) + 1)..];

    private static List<WrittenNumber> Scan(string text)
    {
        var numbers = new NumberScanner(text).ScanAll();
        return [.. numbers.Where(n => !n.Vague || numbers.All(m => m.Vague))
            .Select(n => n.Number with { Unit = Units.FindUnit(text, n.Number) })];
    }

    private static string Clean(string answer)
    {
        var text = answer.Length <= MaxLength ? answer : answer[^MaxLength..];
        text = LatexFraction.Replace(text, " $1/$2 ").Replace("\\%", "%").Replace("\\$", "$").Replace("\\times", "x")
            .Replace("\\cdot", "x");
        text = LatexCommand.Replace(text, "").Replace("\\approx", "\u2248");
        return NormalisedText.FoldCompatibility(MarkSuperscripts(text)).ToLowerInvariant();
    }

    /// <summary>
    /// Turns a superscript digit into an exponent instead of a further digit, and separates a vulgar fraction from its whole number.
    /// </summary>
    private static string MarkSuperscripts(string text) => string.Concat(text.Select(c => c switch
    {
        '\u00B9' or '\u00B2' or '\u00B3' or '\u2070' or (>= '\u2074' and <= '\u2079') => "^" + c,
        (>= '\u00BC' and <= '\u00BE') or (>= '\u2153' and <= '\u215E') => " " + c,
        '\u00D7' => "x",
        _ => c.ToString(),
    }));
}

/// <summary>A number as it was written.</summary>
/// <param name="Value">Its value; a per cent is a hundredth.</param>
/// <param name="Decimals">Decimal places of the value that were written: 2 for "0.25" and for "25%", 0 for a fraction.</param>
/// <param name="IsPercent">Written with a per cent sign or word.</param>
/// <param name="IsExact">Written as a whole number or as a fraction, and therefore not rounded.</param>
/// <param name="Start">Its start index in the scanned text.</param>
/// <param name="End">The index after its last character in that text.</param>
public sealed record WrittenNumber(double Value, int Decimals, bool IsPercent, bool IsExact, int Start, int End)
{
    /// <summary>Its unit as written, such as km or miles/hour; null when it has none that <see cref="Units"/> knows.</summary>
    public string? Unit { get; init; }

    /// <summary>Relative tolerance within which two numbers are the same.</summary>
    public const double Tolerance = 1e-9;

    /// <summary>Largest relative error that rounding may cause: 1.5 %.</summary>
    public const double MaxRounding = 0.015;

    /// <summary>True when the two are equal up to <see cref="Tolerance"/>.</summary>
    public bool IsCloseTo(double other) => Math.Abs(Value - other) <= Tolerance * Math.Max(Math.Abs(Value), Math.Abs(other));

    /// <summary>
    /// True when this number is <paramref name="exact"/> rounded to the places that were written: at least two significant digits, and off
    /// by no more than <see cref="MaxRounding"/>. So 0.67 and 66.7% are 2/3, 0.7 and 1 are not.
    /// </summary>
    public bool IsRoundingOf(double exact)
    {
        if (IsExact && Decimals == 0 && Math.Floor(Value) != Value) return false;
        var unit = Math.Pow(10, -Decimals);
        var near = Math.Abs(Value - exact) <= unit / 2 * (1 + Tolerance);
        return near && Math.Abs(Value) >= 10 * unit * (1 - Tolerance) && Math.Abs(Value - exact) <= MaxRounding * Math.Abs(exact);
    }
}
