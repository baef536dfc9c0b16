using System.Text.Json;
using Debate.Core.Input;

namespace Debate.Deliberation.Answers.Questions;

/// <summary>A form in which questions are published.</summary>
/// <param name="Name">The name of the data sets that have it.</param>
/// <param name="Fits">Whether a row has it, by its fields. At most one published form may fit a row.</param>
/// <param name="Read">
/// The question of a row; with an empty key where the form has no id. Throws an <see cref="InputException"/> with the row's position, the
/// field and the rule.
/// </param>
internal sealed record QuestionForm(string Name, Func<QuestionFields, bool> Fits, Func<QuestionFields, QuestionFormContext, Problem> Read)
{
    /// <summary>What a person should know of how it is read; null where that goes without saying.</summary>
    public string? Note { get; init; }
}

/// <summary>What is known of the file while its rows are read by a form, and what shall be told of it.</summary>
internal sealed class QuestionFormContext(
    string name, QuestionContainer container, QuestionReading reading, QuestionForm form, IReadOnlyList<QuestionFields> rows)
{
    private readonly SortedSet<string> _told = new(StringComparer.Ordinal);
    private int? _firstOption;

    /// <summary>What the rows were read from.</summary>
    public QuestionContainer Container => container;

    /// <summary>How the file is read.</summary>
    public QuestionReading Reading => reading;

    /// <summary>Whether the first question's answer is true or false, and so all must be.</summary>
    public bool AnswersAreTruths { get; } = PeekAnswer(rows[0]) is { } answer && PlainForm.ReadTruth(answer, container) is not null;

    /// <summary>What to tell of the file in one line; null for a file of the plain form all of whose fields were used.</summary>
    public string? Note
    {
        get
        {
            var unread = rows.SelectMany(row => row.Unread).Distinct(StringComparer.Ordinal).ToArray();
            string?[] parts = [form == QuestionForms.Plain ? null : $"read as {form.Name}", form.Note, .. _told,
                unread.Length == 0 ? null : $"not used: {string.Join(", ", unread)}"];
            return parts.Any(part => part is not null) ? $"{name}: {string.Join("; ", parts.Where(part => part is not null))}" : null;
        }
    }

    /// <summary>Adds something that shall be told once.</summary>
    public void AddNote(string what) => _told.Add(what);

    /// <summary>The number of the first option where the form says it, unless the command line says another.</summary>
    public int NoteFirstOption(int published)
    {
        var first = reading.FirstOption ?? published;
        AddNote($"keys that are numbers count from {first}");
        return first;
    }

    /// <summary>
    /// The number of the first option where publishers differ: as the command line says, else as the file shows by having 0 (never the
    /// last number) or the last one (never 0); a file that shows neither is refused, but for Parquet, in which only Hugging Face
    /// publishes and counts from 0.
    /// </summary>
    /// <param name="field">The field with the key.</param>
    /// <param name="options">The number of options; null where rows differ, and the last number shows nothing.</param>
    public int FirstOption(string field, int? options = null)
    {
        if ((_firstOption ?? reading.FirstOption) is { } known) return NoteFirstOption(_firstOption ??= known);
        var zero = FindRow(field, 0);
        var last = options is { } count ? FindRow(field, count) : null;
        if (zero is not null && last is not null)
            throw new InputException($"{last.Where}: field \"{field}\" is {options} and {zero.Where} has 0; with {options} options numbers "
                + "count from 0 or from 1 (--first-option 0|1)");
        _firstOption = zero is not null ? 0 : last is not null ? 1 : container == QuestionContainer.Parquet ? 0 : throw new InputException(
            $"{rows[0].Where}: field \"{field}\": no question has 0{(options is null ? "" : $" or {options}")} there, so the file does not "
            + "show whether numbers of options count from 0 or from 1; say it with --first-option 0|1");
        return NoteFirstOption(_firstOption.Value);
    }

    private QuestionFields? FindRow(string field, int number) => rows.FirstOrDefault(row =>
        row.Peek(field) is { } value && new QuestionField(field, value, row.Where).ToWhole() == number);

    private static QuestionField? PeekAnswer(QuestionFields row) =>
        row.Has("choices", "options") || row.Peek("answer") is not { } answer ? null : new("answer", answer, row.Where);
}

/// <summary>
/// The published forms, each recognised by fields that only it has; a new one is a line here and a method in <see cref="PublishedForms"/>.
/// A row that none of them fits is read by <see cref="PlainForm"/>.
/// </summary>
internal static class QuestionForms
{
    /// <summary>Our own form.</summary>
    public static QuestionForm Plain { get; } = new("question and answer", _ => true, PlainForm.Read);

    private static readonly QuestionForm[] Published =
    [
        new("GSM8K", row => row.Peek("answer") is { } answer && !row.Has("choices", "options")
            && HasMarkedAnswer(new("answer", answer, row.Where)), PublishedForms.ReadGsm8k) { Note = "the key is what follows ####" },
        new("MATH", row => row.Has("solution")
            && !row.Has("answer", "answers", "correct answer", "golden", "choices", "options"), PublishedForms.ReadMath)
            { Note = "the key is the last \\boxed{} of the solution" },
        new("CMATH", row => row.Has("golden"), PublishedForms.ReadCmath),
        new("ARC, OpenBookQA or CommonsenseQA", row => row.Has("answerKey") || IsRecordWith(row.Peek("choices"), "label")
            || IsRecordWith(row.Peek("question"), "stem"), PublishedForms.ReadArc),
        new("HellaSwag", row => row.Has("endings"), PublishedForms.ReadHellaSwag),
        new("TruthfulQA", row => row.Has("mc1_targets"), PublishedForms.ReadTruthfulChoice),
        new("TruthfulQA (generation)", row => row.Has("best answer"), PublishedForms.ReadTruthful)
            { Note = "the answers are open texts: --checker contrast scores how near they come" },
        new("AQuA", row => row.Has("correct") && row.Has("options"), PublishedForms.ReadAqua),
        new("BoolQ", row => row.Has("passage") && !row.Has("choices", "options") && (IsTruth(row.Peek("answer"))
            || (row.Has("label") && !row.Has("answer", "answers"))), PublishedForms.ReadBoolQ)
            { Note = "the passage is shown with the question (--field passage=passage: only by debates over information)" },
        new("MedMCQA", row => row.Has("opa") && row.Has("opb"), PublishedForms.ReadMedMcqa),
        new("PubMedQA", row => row.Has("final_decision") || row.Has("CONTEXTS") || IsRecordWith(row.Peek("context"), "contexts"),
            PublishedForms.ReadPubMed),
        new("GPQA or SciQ", row => row.Has("correct answer") && row.Has("incorrect answer 1", "distractor1"), PublishedForms.ReadGpqa),
        new("MMLU, C-Eval or KMMLU", row => row.Has("A") && row.Has("B") && row.Has("question"), PublishedForms.ReadLetterColumns),
    ];

    /// <summary>The form of a row; an <see cref="InputException"/> if several fit.</summary>
    public static QuestionForm Recognise(QuestionFields row)
    {
        var fitting = QuestionFields.Guard(row.Where, () => Published.Where(form => form.Fits(row)).ToArray());
        return fitting switch
        {
            [] => Plain,
            [var only] => only,
            _ => throw new InputException($"{row.Where}: the fields {string.Join(", ", row.Names)} may be those of "
                + $"{string.Join(" or of ", fitting.Select(form => form.Name))}; they must fit one form (--field NAME=FIELD maps them)"),
        };
    }

    /// <summary>Whether a line of a text begins with ####, behind which GSM8K has the key.</summary>
    public static bool HasMarkedAnswer(QuestionField answer) => answer.Value.ValueKind == JsonValueKind.String
        && (answer.Value.GetString()!.StartsWith(PublishedForms.Mark, StringComparison.Ordinal)
            || answer.Value.GetString()!.Contains("\n" + PublishedForms.Mark, StringComparison.Ordinal));

    private static bool IsRecordWith(JsonElement? value, string field) =>
        value is { ValueKind: JsonValueKind.Object } record && record.TryGetProperty(field, out _);

    private static bool IsTruth(JsonElement? value) => value is { ValueKind: JsonValueKind.True or JsonValueKind.False }
        || (value is { ValueKind: JsonValueKind.String } text && bool.TryParse(text.GetString(), out _));
}
