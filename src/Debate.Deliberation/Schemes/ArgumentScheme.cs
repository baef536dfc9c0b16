using System.Collections.Immutable;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Schemes;

/// <summary>
/// An argumentation scheme (Walton, 1996): a form of argument with variables, and the critical questions to which an argument of that form
/// is open. The schemes for clinical decisions follow Hong et al., "ArgMed-Agents" (BIBM 2024), in our own words.
/// </summary>
/// <param name="Name">Its short name, such as ASDM.</param>
/// <param name="Title">Its display name.</param>
/// <param name="Variables">The variables of the form, each with its meaning; names are lower-case words.</param>
/// <param name="Optional">The variables that an argument may leave empty.</param>
/// <param name="Premises">Texts with {variables}; at least one.</param>
/// <param name="Conclusion">A text with {variables}.</param>
/// <param name="Questions">The critical questions, in the order in which they are asked.</param>
public sealed record ArgumentScheme(
    string Name, string Title, IReadOnlyList<SchemeVariable> Variables, IReadOnlyList<string> Optional, IReadOnlyList<string> Premises,
    string Conclusion, IReadOnlyList<CriticalQuestion> Questions)
{
    /// <summary>The variable for the decision that an argument is about; it is bound before a counter-argument is made.</summary>
    public const string DecisionVariable = "decision";

    /// <summary>The critical question of that id, ignoring case; null when there is none.</summary>
    public CriticalQuestion? FindQuestion(string id) =>
        Questions.FirstOrDefault(q => q.Id.Equals(id, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether an argument must give the variable a value.</summary>
    public bool IsRequired(string variable) => !Optional.Contains(variable);
}

/// <summary>A variable of a scheme.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Meaning">What its value says.</param>
public sealed record SchemeVariable(string Name, string Meaning);

/// <summary>A question that an argument must survive. An answer of "yes" is an objection and calls for a counter-argument.</summary>
/// <param name="Id">Its id in the scheme, such as CQ1.</param>
/// <param name="Text">The question, with {variables}.</param>
/// <param name="Challenges">What an objection challenges: "conclusion", or "premise" and its number from 1.</param>
/// <param name="CounterScheme">The scheme of the counter-argument.</param>
/// <param name="AboutVariable">The variable whose value is the decision that the counter-argument is about.</param>
public sealed record CriticalQuestion(string Id, string Text, string Challenges, string CounterScheme,
    string AboutVariable = ArgumentScheme.DecisionVariable);

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
