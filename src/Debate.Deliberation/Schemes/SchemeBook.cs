using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Debate.Core.Input;
using Debate.Core.Output;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Schemes;

/// <summary>A set of schemes that refer to each other. The built-in one is read from the files under Prompts/argmed/schemes.</summary>
public sealed partial class SchemeBook
{
    private const string Prefix = "prompts/argmed/schemes/";
    private static readonly string[] Keys = ["name", "title", "variables", "optional", "premises", "conclusion", "questions"];
    private static readonly string[] QuestionKeys = ["id", "ask", "challenges", "counter", "about"];
    private static readonly Lazy<SchemeBook> Embedded = new(() => Read([.. ReadEmbeddedFiles()]));
    private readonly SortedDictionary<string, ArgumentScheme> _schemes = new(StringComparer.Ordinal);

    private SchemeBook() { }

    /// <summary>The built-in schemes.</summary>
    public static SchemeBook Default => Embedded.Value;

    /// <summary>All schemes, by name.</summary>
    public IReadOnlyCollection<ArgumentScheme> All => _schemes.Values;

    /// <summary>The scheme of that name.</summary>
    public ArgumentScheme this[string name] => _schemes.TryGetValue(name, out var scheme)
        ? scheme : throw new InputException($"scheme '{name}': there is none; there are {string.Join(", ", _schemes.Keys)}");

    /// <summary>
    /// The schemes of these files (name and YAML text). An <see cref="InputException"/> names file, line and rule: an unknown or missing
    /// key, a variable in braces that the scheme does not have, a premise or counter-scheme that does not exist.
    /// </summary>
    public static SchemeBook Read(params IReadOnlyList<(string File, string Text)> files)
    {
        var book = new SchemeBook();
        var read = files.Select(f => (Scheme: ReadScheme(f.File, f.Text, out var source), Source: source)).ToArray();
        foreach (var (scheme, source) in read)
            if (!book._schemes.TryAdd(scheme.Name, scheme)) throw source.ErrorAt("name", $"scheme '{scheme.Name}' is given twice");
        foreach (var (scheme, source) in read)
            foreach (var (question, at) in scheme.Questions.Zip(source.Records("questions", QuestionKeys)))
                if (!book._schemes.ContainsKey(question.CounterScheme))
                    throw at.ErrorAt("counter", $"'{question.CounterScheme}' is none of the schemes {string.Join(", ", book._schemes.Keys)}");
        return book;
    }

    private static ArgumentScheme ReadScheme(string file, string text, out YamlRecord source)
    {
        var record = source = YamlRecord.Read(file, text, Keys);
        var variables = record.Pairs("variables").Select(v => new SchemeVariable(v.Name, v.Text)).ToArray();
        var premises = record.Texts("premises");
        if (premises.Count == 0) throw record.ErrorAt("premises", "a scheme has at least one premise");
        var questions = record.Records("questions", QuestionKeys).Select(q => ReadQuestion(q, premises.Count, variables));
        var scheme = new ArgumentScheme(record.Required("name"), record.Required("title"), variables, record.Texts("optional"), premises,
            record.Required("conclusion"), [.. questions]);
        foreach (var (key, said) in premises.Select(p => ("premises", p)).Append(("conclusion", scheme.Conclusion))
            .Concat(scheme.Optional.Select(v => ("optional", $"{{{v}}}"))))
            ValidateVariables(record, key, said, variables);
        return scheme;
    }

    private static CriticalQuestion ReadQuestion(YamlRecord record, int premises, SchemeVariable[] variables)
    {
        var challenges = record.Required("challenges");
        var named = Enumerable.Range(1, premises).Select(i => FormattableString.Invariant($"premise {i}")).Append("conclusion").ToArray();
        if (!named.Contains(challenges)) throw record.ErrorAt("challenges", $"'{challenges}' is none of {string.Join(", ", named)}");
        var question = new CriticalQuestion(
            record.Required("id"), record.Required("ask"), challenges, record.Required("counter"), record.Text("about")
            ?? ArgumentScheme.DecisionVariable);
        ValidateVariables(record, "ask", question.Text, variables);
        if (record.Text("about") is { } about) ValidateVariables(record, "about", $"{{{about}}}", variables);
        return question;
    }

    /// <summary>Refuses a variable that the scheme does not have; the decision is always known.</summary>
    private static void ValidateVariables(YamlRecord record, string key, string text, SchemeVariable[] variables)
    {
        foreach (Match match in VariablePattern().Matches(text))
            if (match.Groups[1].Value is var name && name != ArgumentScheme.DecisionVariable && !variables.Any(v => v.Name == name))
                throw record.ErrorAt(key, $"{{{name}}} is none of the variables {string.Join(", ", variables.Select(v => v.Name))}");
    }

    private static IEnumerable<(string, string)> ReadEmbeddedFiles()
    {
        var assembly = typeof(SchemeBook).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
            yield return (name[Prefix.Length..], reader.ReadToEnd());
        }
    }

    [GeneratedRegex(@"\{([^{}]*)\}")]
    private static partial Regex VariablePattern();
}

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
