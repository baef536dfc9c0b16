using System.Text.Json;
using Debate.Core.Input;

namespace Debate.Deliberation.Answers.Questions;

/// <summary>
/// Our own form, which many published files have too (CIAR, MMLU and MMLU-Pro, StrategyQA, MATH-500): <c>{ question, answer }</c>, with
/// answer a text, a number, a truth value or a list of aliases, and optionally choices (or options: a list, or a record from letter to
/// text), incorrect answer, context (shown with the question), passage (or article: for debates over information alone), explanation and
/// id; or, for translation, <c>{ source, reference }</c> and optionally incorrect reference, question and target language (beside a
/// question with an answer, source and reference say where it is from and are not used). Beside choices an answer that is a number is
/// an index from 0 (<c>--first-option 1</c>: from 1), a text is a letter or a choice's text.
/// </summary>
internal static class PlainForm
{
    private static readonly string[] Answers = ["answer", "answers", "correct answer"];

    public static Problem Read(QuestionFields row, QuestionFormContext file)
    {
        var isAnswered = row.Has([.. Answers, "answer_idx", "answer_index"]);
        var isTranslation = row.Has("source")
            && (!row.Has("question", "problem") || (row.Has("reference", "correct reference") && !isAnswered));
        var source = isTranslation ? row.Text("source") : null;
        var asked = row.Text("question", "problem") ?? CreateTranslationTask(source, row)
            ?? throw row.Missing("question", "a text (or \"source\" for a translation)");
        var reference = isTranslation || !isAnswered ? row.Text("reference", "correct reference") : null;
        var problem = new Problem(row.Text("id", "key", "qid", "question_id", "unique_id") ?? "", WithContext(ReadContext(row), asked))
        {
            WrongAnswers = row.Texts("incorrect answer", "incorrect answers", "wrong answers"),
            Source = source,
            Reference = reference,
            WrongReference = isTranslation || reference is not null ? row.Text("incorrect reference", "wrong reference") : null,
            Explanation = row.Text("explanation", "solution"),
            Passage = row.Text("passage", "article"),
        };
        if (row.Find("choices", "options") is { } choices) return ReadChoice(row, file, problem, choices);
        var answer = row.Find(Answers);
        if (answer is null)
            return reference is not null ? problem with { Answers = [reference] }
                : throw row.Missing(source is null ? "answer" : "reference", "a text, a number or a list of aliases");
        return ReadAnswer(file, problem, answer);
    }

    /// <summary>A text that precedes the question, for all seats.</summary>
    public static string WithContext(string? context, string question) => context is null ? question : $"{context}\n\n{question}";

    /// <summary>Yes or no for a truth value, as JSON has it or as a cell of a CSV file spells it; null for anything else.</summary>
    public static bool? ReadTruth(QuestionField field, QuestionContainer container) => field.Value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when container == QuestionContainer.Csv && bool.TryParse(field.Value.GetString(), out var truth) => truth,
        _ => null,
    };

    /// <summary>A question of yes or no.</summary>
    public static Problem ReadYesOrNo(Problem problem, bool isTrue) => problem with
    {
        Choices = ["yes", "no"],
        Answers = [isTrue ? "yes" : "no"],
        WrongAnswers = [isTrue ? "no" : "yes"],
    };

    private static Problem ReadAnswer(QuestionFormContext file, Problem problem, QuestionField answer)
    {
        var isTruth = ReadTruth(answer, file.Container);
        if (file.AnswersAreTruths && isTruth is null) throw answer.InvalidValue("true or false, as that of the first question is");
        if (!file.AnswersAreTruths && isTruth is not null && answer.Value.ValueKind != JsonValueKind.String)
            throw answer.Invalid("a text, as that of the first question is no truth value (\"true\" in quotes is a text)");
        if (file.AnswersAreTruths) return ReadYesOrNo(problem, isTruth!.Value);
        return answer.Value.ValueKind == JsonValueKind.String && QuestionForms.HasMarkedAnswer(answer)
            ? throw answer.Invalid("an answer alone: a line of it begins with ####, as in GSM8K, and the first question's has none")
            : problem with { Answers = answer.ToTexts() };
    }

    private static Problem ReadChoice(QuestionFields row, QuestionFormContext file, Problem problem, QuestionField field)
    {
        var choices = OptionKey.ReadTexts(field);
        OptionKey.RequireCount(choices, field);
        var (answer, index) = (row.Find(Answers), row.Find("answer_index", "answer_idx"));
        if (answer is null && index is null) throw row.Missing("answer", "a letter, a choice's text or its number from 0");
        var keyed = index is null ? (int?)null : ReadIndex(index, choices, file);
        if (answer is null) return OptionKey.Choose(problem, choices, keyed!.Value, field);
        var keys = answer.Value.ValueKind == JsonValueKind.Array
            ? answer.Value.EnumerateArray().Select(item => answer with { Value = item }).ToArray() : [answer];
        if (keys.Length == 0) throw answer.Invalid("a list of at least one text or number, none empty");
        var right = keys.Select(key => ReadKey(key, field, choices, file)).ToArray();
        if (keyed is { } expected && !right.Contains(expected))
            throw new InputException($"{row.Where}: field \"{answer.Name}\" is \"{answer.ToText()}\" and option "
                + $"{OptionKey.ToLetter(expected)} is \"{choices[expected]}\"; they must be one");
        return problem with
        {
            Choices = choices,
            Answers = [.. keys.Zip(right, (key, at) => OptionKey.ToKey(choices, at, IsIndex(key) ? choices[at] : key.ToText(), field))],
        };
    }

    /// <summary>The index of the option that one answer names.</summary>
    private static int ReadKey(QuestionField key, QuestionField field, IReadOnlyList<string> choices, QuestionFormContext file)
    {
        var isDigits = file.Container == QuestionContainer.Csv && key.ToWhole() is not null;
        if (IsIndex(key) || isDigits)
        {
            var isValueToo = file.Reading.FirstOption is null && choices.Contains(key.ToText())
                && (isDigits || HasNumbers(field));
            if (isValueToo)
                throw key.InvalidValue("a letter: the number may be a choice's text or its place (--first-option 0|1: its place)");
            return OptionKey.ByNumber(key, choices.Count, isDigits ? file.FirstOption(key.Name) : file.NoteFirstOption(0));
        }
        var text = key.ToText();
        var exact = choices.Index().Where(c => c.Item == text).Select(c => c.Index).ToArray();
        var letter = text.Length == 1 && char.IsAsciiLetter(text[0]) ? char.ToUpperInvariant(text[0]) - 'A' : -1;
        if (letter >= 0 && letter < choices.Count && exact is [var other, ..] && other != letter)
            throw key.InvalidValue($"unambiguous: it is the text of choice {OptionKey.ToLetter(other)} and the letter of another; "
                + "the right choice's number from 0, as a number, is neither");
        if (exact.Length == 1) return exact[0];
        return ChoiceChecker.FindChoice(text, choices)
            ?? throw key.InvalidValue($"a letter from A to {OptionKey.ToLetter(choices.Count - 1)} or a choice's text");
    }

    /// <summary>The index that MedQA gives as a letter and MMLU-Pro as a number from 0.</summary>
    private static int ReadIndex(QuestionField index, IReadOnlyList<string> choices, QuestionFormContext file)
    {
        if (index.ToWhole() is not null) return OptionKey.ByNumber(index, choices.Count, file.NoteFirstOption(0));
        var letter = index.ToText();
        return letter is [>= 'A' and <= 'Z'] && letter[0] - 'A' < choices.Count ? letter[0] - 'A'
            : throw index.InvalidValue("a letter of the options");
    }

    private static bool HasNumbers(QuestionField choices) => choices.Value.ValueKind == JsonValueKind.Array
        && choices.Value.EnumerateArray().Any(choice => choice.ValueKind == JsonValueKind.Number);

    private static bool IsIndex(QuestionField key) => key.Value.ValueKind == JsonValueKind.Number;

    /// <summary>Texts that precede the question; a record of another form is left alone, and told as not used.</summary>
    private static string? ReadContext(QuestionFields row) => row.Peek("context") switch
    {
        null or { ValueKind: JsonValueKind.Object } => null,
        { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String) => null,
        _ => string.Join("\n\n", row.Texts("context")),
    };

    /// <summary>The task when only a source text is given.</summary>
    private static string? CreateTranslationTask(string? source, QuestionFields row) => source is null
        ? null
        : Prompts.Fill("engine/translate", ("language", row.Text("target language", "target", "tgt_lang") ?? "English"));
}
