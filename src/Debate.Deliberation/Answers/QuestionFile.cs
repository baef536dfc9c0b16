using System.Collections.Frozen;
using Debate.Core.Input;
using Debate.Deliberation.Answers.Questions;
using Debate.Deliberation.Clinical;

namespace Debate.Deliberation.Answers;

/// <summary>How a question file is read where it does not say so itself.</summary>
public sealed record QuestionReading
{
    /// <summary>
    /// The fields of a file that stand for ours: from our name (<see cref="MappedFields.Names"/>) to the file's. "a.b" is b within the
    /// record a; commas between several make a list of them.
    /// </summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The number of the first option in keys that are numbers, 0 or 1; null where the form or the file says it.</summary>
    public int? FirstOption { get; init; }

    /// <summary>The seed of the options' order in forms that always name the right one first.</summary>
    public long Seed { get; init; }
}

/// <summary>The questions of a file.</summary>
/// <param name="Questions">The questions in the order of the file; at least one, with distinct keys.</param>
/// <param name="Note">
/// What a person should know of how the file was read: its form, what was assumed, the fields that were not used. Null where that is
/// nothing.
/// </param>
public sealed record QuestionSet(IReadOnlyList<Problem> Questions, string? Note = null);

/// <summary>
/// Question files as people have them: JSON (a list, one object, an object from id to question), JSON Lines, CSV by the name's extension,
/// rows of any other container, and clinical knowledge bases in YAML (<see cref="ClinicalFile"/>). A row is read by the published form
/// that its fields show (<see cref="QuestionForms"/>), else by our own (<see cref="PlainForm"/>); case, spaces, underscores and hyphens of
/// field names do not matter. What cannot be understood throws an <see cref="InputException"/> that names the file, the line, the field
/// and the rule; fields that are not used are noted.
/// </summary>
public static class QuestionFile
{
    /// <summary>The questions in the order of the file; at least one, with distinct keys.</summary>
    /// <param name="text">The content of the file.</param>
    /// <param name="name">The file's name, for messages and for its extension.</param>
    public static IReadOnlyList<Problem> Read(string text, string name) => Read(text, name, new()).Questions;

    /// <inheritdoc cref="Read(string, string)"/>
    public static QuestionSet Read(string text, string name, QuestionReading reading)
    {
        if (IsYaml(name)) return new(ClinicalFile.Read(text, name));
        var body = text.TrimStart('\uFEFF');
        if (string.IsNullOrWhiteSpace(body))
            throw new InputException($"{name}: the file is empty; it must hold a JSON list of questions or one a line");
        return IsCsv(name)
            ? Read(CsvRows.Read(body, name, reading), name, QuestionContainer.Csv, reading)
            : Read(JsonRows.Read(body, name), name, QuestionContainer.Json, reading);
    }

    /// <summary>The questions in rows of a container that another room reads.</summary>
    /// <param name="rows">The rows, each a JSON object, in the order of the file.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="container">What they were read from.</param>
    /// <param name="reading">How they are read.</param>
    public static QuestionSet Read(
        IReadOnlyList<QuestionRow> rows, string name, QuestionContainer container, QuestionReading reading)
    {
        if (rows.Count == 0) throw new InputException($"{name}: the list is empty; it must hold at least one question");
        var fields = rows.Select(row => QuestionFields.Read(row, reading)).ToArray();
        var form = QuestionForms.Recognise(fields[0]);
        var file = new QuestionFormContext(name, container, reading, form, fields);
        var questions = fields.Select((row, i) => ReadOne(form, row, i + 1, file)).ToArray();
        RequireDistinctKeys(questions, fields);
        return new(questions, file.Note);
    }

    /// <summary>Whether a file is YAML, by its name: then it is a clinical knowledge base with its cases.</summary>
    public static bool IsYaml(string name) =>
        name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a file is comma-separated, by its name.</summary>
    public static bool IsCsv(string name) => name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    private static Problem ReadOne(QuestionForm form, QuestionFields row, int number, QuestionFormContext file)
    {
        var question = QuestionFields.Guard(row.Where, () => form.Read(row, file));
        row.RequireMappedWereRead(form.Name);
        var key = question.Key.Length > 0 ? question.Key : row.Id ?? FormattableString.Invariant($"{number}");
        return question with { Key = key };
    }

    private static void RequireDistinctKeys(Problem[] questions, QuestionFields[] rows)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (index, question) in questions.Index())
            if (!seen.TryAdd(question.Key, index))
                throw new InputException(
                    $"{rows[index].Where}: id \"{question.Key}\" is that of question {seen[question.Key] + 1} too; ids must differ");
    }
}
