using System.Text;
using System.Text.RegularExpressions;
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
