using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Debate.Core.Output;

namespace Debate.Core.Input;

/// <summary>Parses a text as a value; false where it is none.</summary>
public delegate bool ValueParser<T>(string text, [MaybeNullWhen(false)] out T value);

/// <summary>
/// One kind of value that users write: how it is read from text and the rule in words. Command line, environment, YAML and JSON read a
/// value of one kind by the same reader, so the same text is valid, or refused with the same rule, everywhere.
/// </summary>
/// <param name="rule">The valid values in words, as "must be ...".</param>
/// <param name="parse">Parses a text.</param>
/// <param name="allows">Whether a parsed value is in range.</param>
public sealed class ValueReader<T>(string rule, ValueParser<T> parse, Func<T, bool> allows) where T : notnull
{
    /// <summary>The valid values in words, as "must be ...".</summary>
    public string Rule => rule;

    /// <summary>The words that are valid, where a value is one of a few; else empty.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Whether a value is in range.</summary>
    public bool Allows(T value) => allows(value);

    /// <summary>Reads a value; false where the text is none or the value is out of range.</summary>
    public bool TryRead(string text, [MaybeNullWhen(false)] out T value) => parse(text, out value) && allows(value);

    /// <summary>Reads a value; throws an <see cref="InputException"/> with the field, the text and the rule where it is invalid.</summary>
    public T Read(string field, string text) => TryRead(text, out var value) ? value : throw CreateError(field, text).ToException("");

    /// <summary>The error of an invalid text, with a suggestion where a word was misspelt.</summary>
    public ValidationError CreateError(string field, string text) =>
        new(field, text, Suggestions.FindNearest(text, Words) is { } word ? $"{Rule}; did you mean '{word}'?" : Rule);
}

/// <summary>
/// The kinds of values that users write, each with its one range: numbers, shares, durations, money, settings of sampling, words, lines and
/// paths. Numbers are in the invariant culture, without thousands separators; NaN and infinities are none.
/// </summary>
public static class Values
{
    /// <summary>The largest amount of calls, tokens or money that is accepted: beyond any run, and far from where sums overflow.</summary>
    public const long MaxAmount = 1_000_000_000_000_000;

    private const NumberStyles WholeStyle = NumberStyles.AllowLeadingSign;
    private const NumberStyles RealStyle = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
    private const int MaxPathLength = 4096;

    /// <summary>A sampling temperature: 0 is greedy. Providers stop at 2 or less; local servers take more.</summary>
    public static ValueReader<double> Temperature { get; } = Real(0, 10);

    /// <summary>A nucleus mass, above 0 and at most 1.</summary>
    public static ValueReader<double> TopP { get; } =
        new("must be a number above 0 and at most 1", TryParseReal, value => value is > 0 and <= 1);

    /// <summary>The most tokens of one reply.</summary>
    public static ValueReader<int> TokenLimit { get; } = Whole(1, 1_000_000);

    /// <summary>A share or a probability, in [0, 1].</summary>
    public static ValueReader<double> Share { get; } = Real(0, 1);

    /// <summary>A number of things, at least 1.</summary>
    public static ValueReader<int> Count { get; } = Whole(1, int.MaxValue);

    /// <summary>Thoughts of a seat before each of its turns.</summary>
    public static ValueReader<int> Thinks { get; } = Whole(0, 16);

    /// <summary>A TCP port.</summary>
    public static ValueReader<int> Port { get; } = Whole(1, 65535);

    /// <summary>A duration that may be nothing, at most <see cref="Durations.Max"/>.</summary>
    public static ValueReader<TimeSpan> Duration { get; } = new($"must be a time {Durations.Examples}", Durations.TryParse, _ => true);

    /// <summary>The price of 10^6 tokens: not negative, and small enough that no product with a number of tokens overflows.</summary>
    public static ValueReader<decimal> Price { get; } =
        new("must be an amount of money from 0 to 1000000000", TryParseMoney, value => value is >= 0 and <= 1_000_000_000);

    /// <summary>An amount of money above 0, at most <see cref="MaxAmount"/>.</summary>
    public static ValueReader<decimal> Money { get; } =
        new($"must be money above 0 and at most {MaxAmount}", TryParseMoney, value => value is > 0 and <= MaxAmount);

    /// <summary>A truth value.</summary>
    public static ValueReader<bool> Flag { get; } = new("must be true or false", bool.TryParse, _ => true) { Words = ["true", "false"] };

    /// <summary>The path of a file or a folder of data: one line without control characters; whether it exists is another
    /// question.</summary>
    public static ValueReader<string> Path { get; } = Line(MaxPathLength, "must be the path of a file or a folder");

    /// <summary>A point in time: a duration before now, or a date or time, in UTC where it names no offset.</summary>
    /// <param name="now">The time now.</param>
    public static ValueReader<DateTimeOffset> Moment(DateTimeOffset now) => new(
        "must be a duration before now, such as 90m or 2d, or a time: 2026-11-30, 2026-11-30T18:00:00Z",
        (string text, out DateTimeOffset time) =>
        {
            if (Durations.TryParse(text, out var before) && before < now - DateTimeOffset.UnixEpoch)
            {
                time = now - before;
                return true;
            }
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time) && text.Length >= "2026-11-30".Length;
        },
        _ => true);

    /// <summary>A whole number in a range.</summary>
    public static ValueReader<int> Whole(int min, int max) => new(
        $"must be a whole number{DescribeRange(min, max, max == int.MaxValue)}",
        (string text, out int value) => int.TryParse(text, WholeStyle, CultureInfo.InvariantCulture, out value),
        value => value >= min && value <= max);

    /// <summary>A whole number in a range, of up to 64 bits.</summary>
    public static ValueReader<long> Whole(long min, long max) => new(
        min == long.MinValue && max == long.MaxValue ? "must be a whole number of at most 64 bits"
            : $"must be a whole number{DescribeRange(min, max, max == long.MaxValue)}",
        (string text, out long value) => long.TryParse(text, WholeStyle, CultureInfo.InvariantCulture, out value),
        value => value >= min && value <= max);

    /// <summary>A number in a range, finite.</summary>
    public static ValueReader<double> Real(double min, double max) => new(
        double.IsFinite(max) ? $"must be a number{DescribeRange(min, max, false)}"
            : double.IsFinite(min) ? $"must be a number{DescribeRange(min, max, true)}" : "must be a number",
        TryParseReal, value => double.IsFinite(value) && value >= min && value <= max);

    /// <summary>A duration above nothing and at most <paramref name="max"/>.</summary>
    public static ValueReader<TimeSpan> PositiveDuration(TimeSpan max) => new(
        $"must be a time above nothing and at most {Durations.Describe(max)}, {Durations.Examples}", Durations.TryParse,
        value => value > TimeSpan.Zero && value <= max);

    /// <summary>One of a few words.</summary>
    public static ValueReader<string> OneOf(params IReadOnlyList<string> words) =>
        new($"must be one of {string.Join(", ", words)}", TryTake, words.Contains) { Words = words };

    /// <summary>A text of one line: not blank, no control characters, at most <paramref name="max"/> characters.</summary>
    public static ValueReader<string> Line(int max, string rule = "must be a text") => new(
        $"{rule} of one line, neither blank nor longer than {max} characters", TryTake,
        text => text.Length <= max && !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl));

    /// <summary>
    /// The name of somebody who takes part, as tables, pages and messages show it: one line of at most <paramref name="max"/> characters
    /// that one sees. Controls, marks that turn the direction of writing and other invisible characters could dress one name as another.
    /// </summary>
    public static ValueReader<string> Name(int max) => new(
        $"{Line(max).Rule}, all of them visible", TryTake, text => text.Length <= max && !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl)
            && SafeText.Clean(text) == text);

    private static bool TryTake(string text, out string value)
    {
        value = text;
        return true;
    }

    private static bool TryParseReal(string text, out double value) =>
        double.TryParse(text, RealStyle, CultureInfo.InvariantCulture, out value);

    private static bool TryParseMoney(string text, out decimal value) =>
        decimal.TryParse(text, RealStyle, CultureInfo.InvariantCulture, out value);

    private static string DescribeRange(IFormattable min, IFormattable max, bool isOpen) => isOpen
        ? FormattableString.Invariant($" of at least {min}")
        : FormattableString.Invariant($" from {min} to {max}");
}
