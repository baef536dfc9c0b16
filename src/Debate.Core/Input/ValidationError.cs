using Debate.Core.Output;

namespace Debate.Core.Input;

/// <summary>An invalid value: its field, the value and the rule that it breaks. Every door refuses in this one form.</summary>
/// <param name="Field">The field, by the name that its door has for it: an option, a variable, a field of JSON or YAML.</param>
/// <param name="Value">The invalid value as it was written; "null" for a null, empty where there is none.</param>
/// <param name="Rule">The rule, as "must be ...".</param>
public sealed record ValidationError(string Field, string Value, string Rule)
{
    private const int MaxValueLength = 80;

    /// <summary>
    /// The exception for this error, <c>FIELD 'VALUE': it RULE</c>; its message begins with <paramref name="place"/>: a file and a line, or
    /// the path of the field, such as "budget.".
    /// </summary>
    public InputException ToException(string place) => new(Describe(place));

    /// <summary>The message of <see cref="ToException(string)"/>, one line.</summary>
    public string Describe(string place)
    {
        var value = Value.Length == 0 ? "" : $" '{OneLine.Format(Value, MaxValueLength)}'";
        return $"{place}{OneLine.Format(Field, MaxValueLength)}{value}: it {Rule}";
    }
}

/// <summary>Fits foreign text into one line of a message.</summary>
public static class OneLine
{
    /// <summary>The text without control characters and line breaks, cut at <paramref name="max"/> characters.</summary>
    public static string Format(string text, int max)
    {
        var clean = SafeText.Clean(text.Length > 8 * max ? text[..(8 * max)] : text);
        var line = string.Join(' ', clean.Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= max ? line : line[..max] + "...";
    }
}
