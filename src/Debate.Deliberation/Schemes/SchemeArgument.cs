using System.Collections.Immutable;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Schemes;

/// <summary>An argument of a scheme: values for its variables, one line of safe text each; one that is missing says so.</summary>
public sealed class SchemeArgument
{
    private const int LongestValue = 400;
    private const string NotSaid = "not stated";
    private string? _text;

    /// <param name="scheme">Its form.</param>
    /// <param name="values">What it says; names that the scheme does not have may be there, such as the decision it is about.</param>
    public SchemeArgument(Scheme scheme, IEnumerable<KeyValuePair<string, string>> values) => (Scheme, Values) = (
        scheme, values.ToImmutableSortedDictionary(v => v.Key, v => OneLine(v.Value), StringComparer.Ordinal));

    /// <summary>The form.</summary>
    public Scheme Scheme { get; }

    /// <summary>The values by variable.</summary>
    public ImmutableSortedDictionary<string, string> Values { get; }

    /// <summary>What the argument is about: the decision of a decision argument; of a belief, the decision that it speaks of.</summary>
    public string Decision => Value(Scheme.Decision);

    /// <summary>The conclusion.</summary>
    public string Conclusion => Filled(Scheme.Conclusion);

    /// <summary>The premises.</summary>
    public IEnumerable<string> Premises => Scheme.Premises.Select(Filled);

    /// <summary>The whole argument as a text.</summary>
    public string Text => _text ??= $"{string.Join(' ', Premises)} So {Conclusion}";

    /// <summary>The value of a variable.</summary>
    public string Value(string variable) => Values.GetValueOrDefault(variable, NotSaid);

    /// <summary>A text with {variables}, in one pass, so that a value cannot bring variables of its own.</summary>
    public string Filled(string text) => Prompts.Filled(text, [.. Values.Keys.Concat(Scheme.Variables.Select(v => v.Name)).Distinct()
        .Select(name => (name, Value(name)))]);

    /// <summary>Text of a model as one line that imitates no marker, without a final stop and cut where it is too long.</summary>
    public static string OneLine(string text)
    {
        var line = string.Join(' ', SafeText.Quoted(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length > LongestValue) line = line[..(LongestValue - 3)] + "...";
        return line.Length > 1 && line[^1] == '.' && line[^2] != '.' ? line[..^1] : line;
    }
}
