using System.Collections.Immutable;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Schemes;

/// <summary>An argument of a scheme: values for its variables, one line of safe text each; a missing value reads "not stated".</summary>
public sealed class SchemeArgument
{
    private const int MaxValueLength = 400;
    private const string MissingText = "not stated";
    private string? _text;

    /// <param name="scheme">The scheme.</param>
    /// <param name="values">
    /// The values by variable; they may include names that the scheme does not have, such as the decision it is about.
    /// </param>
    public SchemeArgument(ArgumentScheme scheme, IEnumerable<KeyValuePair<string, string>> values) => (Scheme, Values) = (
        scheme, values.ToImmutableSortedDictionary(v => v.Key, v => ToOneLine(v.Value), StringComparer.Ordinal));

    /// <summary>The scheme.</summary>
    public ArgumentScheme Scheme { get; }

    /// <summary>The values by variable.</summary>
    public ImmutableSortedDictionary<string, string> Values { get; }

    /// <summary>The decision that a decision argument proposes, or that a belief is about.</summary>
    public string Decision => GetValue(ArgumentScheme.DecisionVariable);

    /// <summary>The conclusion.</summary>
    public string Conclusion => FillTemplate(Scheme.Conclusion);

    /// <summary>The premises.</summary>
    public IEnumerable<string> Premises => Scheme.Premises.Select(FillTemplate);

    /// <summary>The whole argument as a text.</summary>
    public string Text => _text ??= $"{string.Join(' ', Premises)} So {Conclusion}";

    /// <summary>The value of a variable.</summary>
    public string GetValue(string variable) => Values.GetValueOrDefault(variable, MissingText);

    /// <summary>Fills the {variables} of a text in one pass, so that a value cannot introduce variables of its own.</summary>
    public string FillTemplate(string text) =>
        Prompts.FillPlaceholders(text, [.. Values.Keys.Concat(Scheme.Variables.Select(v => v.Name)).Distinct()
        .Select(name => (name, GetValue(name)))]);

    /// <summary>
    /// A model's text as one line that cannot imitate a marker, without a final full stop and truncated when it is too long.
    /// </summary>
    public static string ToOneLine(string text)
    {
        var line = string.Join(' ', SafeText.WithoutMarkers(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length > MaxValueLength) line = line[..(MaxValueLength - 3)] + "...";
        return line.Length > 1 && line[^1] == '.' && line[^2] != '.' ? line[..^1] : line;
    }
}
