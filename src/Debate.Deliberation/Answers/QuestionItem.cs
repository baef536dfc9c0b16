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
            throw new InputException($"{where}: a question must be a JSON object, not {Kind(item)}");
        try
        {
            return new QuestionItem(item, where).Read(number);
        }
        catch (InvalidOperationException e)
        {
            throw new InputException($"{where}: a text holds half of a surrogate pair; texts must be valid Unicode", e);
        }
    }

    private Problem Read(int number)
    {
        var source = Text("source");
        var reference = Text("reference", "correct reference");
        var question = Text("question", "problem") ?? Translation(source)
            ?? throw Missing("question", "a text (or \"source\" for a translation)");
        var lettered = Field("options") is { Value.ValueKind: JsonValueKind.Object } options
            ? LetteredOptions.Read(options.Value, where) : null;
        var answers = lettered is not null && Text("answer_idx") is { } letter
            ? [LetteredOptions.Answer(lettered, letter, Text("answer"), where)]
            : Texts("answer", "answers", "correct answer");
        if (answers.Count == 0 && reference is not null) answers = [reference];
        if (answers.Count == 0) throw Missing(source is null ? "answer" : "reference", "a text, a number or a list of aliases");
        var read = new Problem(Text("id", "key") ?? number.ToString(CultureInfo.InvariantCulture), question)
        {
            Answers = answers,
            Choices = lettered ?? Texts("choices", "options"),
            WrongAnswers = Texts("incorrect answer", "incorrect answers", "wrong answers"),
            Source = source,
            Reference = reference,
            WrongReference = Text("incorrect reference", "wrong reference"),
            Explanation = Text("explanation"),
            Passage = Text("passage", "article"),
        };
        RefuseUnknownChoice(read);
        return read;
    }

    /// <summary>The task when only a source text is given.</summary>
    private string? Translation(string? source) => source is null
        ? null
        : Prompts.Fill("engine/translate", ("language", Text("target language", "target", "tgt_lang") ?? "English"));

    private void RefuseUnknownChoice(Problem question)
    {
        var choices = question.Choices;
        if (choices.Count == 0) return;
        if (choices.Count is 1 or > 26)
            throw new InputException($"{where}: field \"choices\" has {choices.Count} items; it must have 2 to 26");
        if (question.Answers.FirstOrDefault(a => ChoiceChecker.Index(a, choices) is null) is { } stray)
            throw new InputException(
                $"{where}: answer \"{stray}\" is no choice; it must be a letter from A to {Letter(choices.Count)} or a choice's text");
    }

    private static char Letter(int number) => (char)('A' + number - 1);

    private string? Text(params ReadOnlySpan<string> names)
    {
        if (Field(names) is not { } field) return null;
        var text = Scalar(field.Value) ?? throw Wrong(field, "a text or a number");
        return text.Length == 0 ? throw Wrong(field, "not empty") : text;
    }

    private IReadOnlyList<string> Texts(params ReadOnlySpan<string> names)
    {
        if (Field(names) is not { } field) return [];
        if (field.Value.ValueKind != JsonValueKind.Array) return [Text(names)!];
        string[] texts = [.. field.Value.EnumerateArray().Select(t => Scalar(t) ?? "")];
        if (texts.Length > 0 && !texts.Contains("")) return texts;
        throw Wrong(field, "a list of at least one text or number, none empty");
    }

    /// <summary>The field for the first of the names that has a value; a JSON null counts as absent.</summary>
    private JsonProperty? Field(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            foreach (var field in item.EnumerateObject())
                if (ReplyField.SameName(field.Name, name) && field.Value.ValueKind != JsonValueKind.Null) return field;
        return null;
    }

    private static string? Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!.Trim(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    private InputException Missing(string field, string rule) => new($"{where}: field \"{field}\" is missing; it must be {rule}");

    private InputException Wrong(JsonProperty field, string rule) =>
        new($"{where}: field \"{field.Name}\" is {Kind(field.Value)}; it must be {rule}");

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => value.GetArrayLength() == 0 ? "an empty list" : "a list",
        JsonValueKind.String => value.GetString()!.Trim().Length == 0 ? "empty" : "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
