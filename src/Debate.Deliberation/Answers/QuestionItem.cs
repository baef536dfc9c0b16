using System.Globalization;
using System.Text.Json;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Answers;

/// <summary>Reads one item of a question set; <paramref name="where"/> names the file and the position in it.</summary>
internal sealed class QuestionItem(JsonElement item, string where)
{
    public static Problem Read(JsonElement item, int number, string where)
    {
        if (item.ValueKind != JsonValueKind.Object)
            throw new InputException($"{where}: a question must be a JSON object, not {DescribeKind(item)}");
        try
        {
            return new QuestionItem(item, where).ReadProblem(number);
        }
        catch (InvalidOperationException e)
        {
            throw new InputException($"{where}: a text holds half of a surrogate pair; texts must be valid Unicode", e);
        }
    }

    private Problem ReadProblem(int number)
    {
        var source = ReadText("source");
        var reference = ReadText("reference", "correct reference");
        var question = ReadText("question", "problem") ?? CreateTranslationTask(source)
            ?? throw MissingField("question", "a text (or \"source\" for a translation)");
        var lettered = FindField("options") is { Value.ValueKind: JsonValueKind.Object } options
            ? LetteredOptions.Read(options.Value, where) : null;
        var answers = lettered is not null && ReadText("answer_idx") is { } letter
            ? [LetteredOptions.ResolveAnswer(lettered, letter, ReadText("answer"), where)]
            : ReadTexts("answer", "answers", "correct answer");
        if (answers.Count == 0 && reference is not null) answers = [reference];
        if (answers.Count == 0) throw MissingField(source is null ? "answer" : "reference", "a text, a number or a list of aliases");
        var read = new Problem(ReadText("id", "key") ?? number.ToString(CultureInfo.InvariantCulture), question)
        {
            Answers = answers,
            Choices = lettered ?? ReadTexts("choices", "options"),
            WrongAnswers = ReadTexts("incorrect answer", "incorrect answers", "wrong answers"),
            Source = source,
            Reference = reference,
            WrongReference = ReadText("incorrect reference", "wrong reference"),
            Explanation = ReadText("explanation"),
            Passage = ReadText("passage", "article"),
        };
        ValidateChoices(read);
        return read;
    }

    /// <summary>The task when only a source text is given.</summary>
    private string? CreateTranslationTask(string? source) => source is null
        ? null
        : Prompts.Fill("engine/translate", ("language", ReadText("target language", "target", "tgt_lang") ?? "English"));

    private void ValidateChoices(Problem question)
    {
        var choices = question.Choices;
        if (choices.Count == 0) return;
        if (choices.Count is 1 or > 26)
            throw new InputException($"{where}: field \"choices\" has {choices.Count} items; it must have 2 to 26");
        if (question.Answers.FirstOrDefault(a => ChoiceChecker.FindChoice(a, choices) is null) is { } stray)
            throw new InputException(
                $"{where}: answer \"{stray}\" is no choice; it must be a letter from A to {ToLetter(choices.Count)} or a choice's text");
    }

    private static char ToLetter(int number) => (char)('A' + number - 1);

    private string? ReadText(params ReadOnlySpan<string> names)
    {
        if (FindField(names) is not { } field) return null;
        var text = ToText(field.Value) ?? throw InvalidField(field, "a text or a number");
        return text.Length == 0 ? throw InvalidField(field, "not empty") : text;
    }

    private IReadOnlyList<string> ReadTexts(params ReadOnlySpan<string> names)
    {
        if (FindField(names) is not { } field) return [];
        if (field.Value.ValueKind != JsonValueKind.Array) return [ReadText(names)!];
        string[] texts = [.. field.Value.EnumerateArray().Select(t => ToText(t) ?? "")];
        if (texts.Length > 0 && !texts.Contains("")) return texts;
        throw InvalidField(field, "a list of at least one text or number, none empty");
    }

    /// <summary>The field for the first of the names that has a value; a JSON null counts as absent.</summary>
    private JsonProperty? FindField(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            foreach (var field in item.EnumerateObject())
                if (ReplyField.IsSameName(field.Name, name) && field.Value.ValueKind != JsonValueKind.Null) return field;
        return null;
    }

    private static string? ToText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!.Trim(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    private InputException MissingField(string field, string rule) => new($"{where}: field \"{field}\" is missing; it must be {rule}");

    private InputException InvalidField(JsonProperty field, string rule) =>
        new($"{where}: field \"{field.Name}\" is {DescribeKind(field.Value)}; it must be {rule}");

    private static string DescribeKind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => value.GetArrayLength() == 0 ? "an empty list" : "a list",
        JsonValueKind.String => value.GetString()!.Trim().Length == 0 ? "empty" : "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
