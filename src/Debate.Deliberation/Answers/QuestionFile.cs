using System.Globalization;
using System.Text.Json;
using Debate.Deliberation.Clinical;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Answers;

/// <summary>
/// Problem sets: a JSON list of items or JSON Lines, one item per line. An item is <c>{ question, answer }</c>, with answer a text, a
/// number or a list of aliases, and optionally "incorrect answer", choices (a list), explanation, passage (or article: a text that only
/// debates over information use) and id; or, for translation, <c>{ source, reference }</c> (also "correct reference") and optionally
/// "incorrect reference". Case, spaces, underscores and hyphens of field names do not matter; other fields are ignored. MedQA (options by
/// letter, answer_idx) and PubMedQA (an object from id to question) are read as they are published, a YAML file as a clinical knowledge
/// base (<see cref="ClinicalFile"/>). Malformed input throws an <see cref="InputException"/> that names the file, the item or line, the
/// field and the rule.
/// </summary>
public static class QuestionFile
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The questions in the order of the file; at least one, with distinct keys.</summary>
    /// <param name="text">The content of the file.</param>
    /// <param name="name">The file's name, for messages.</param>
    public static IReadOnlyList<Problem> Read(string text, string name)
    {
        if (IsYaml(name)) return ClinicalFile.Read(text, name);
        var body = text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (body.Length == 0) throw new InputException($"{name}: the file is empty; it must hold a JSON list of questions or one a line");
        var whole = text.TrimStart('\uFEFF');
        var questions = body[0] == '[' ? ReadList(whole, name)
            : PubMedFile.Recognises(body) ? ReadPubMed(whole, name) : ReadLines(whole, name);
        if (questions.Count == 0) throw new InputException($"{name}: the list is empty; it must hold at least one question");
        RequireDistinctKeys(questions, name);
        return questions;
    }

    /// <summary>Whether a file is YAML, by its name: then it is a clinical knowledge base with its cases.</summary>
    public static bool IsYaml(string name) =>
        name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    private static List<Problem> ReadList(string text, string name)
    {
        using var document = Parse(text, name, 0);
        return [.. document.RootElement.EnumerateArray().Select((item, i) => QuestionItem.Read(item, i + 1, $"{name}, question {i + 1}"))];
    }

    private static List<Problem> ReadPubMed(string text, string name)
    {
        using var document = Parse(text, name, 0);
        return PubMedFile.Read(document.RootElement, text, name);
    }

    private static List<Problem> ReadLines(string text, string name)
    {
        var questions = new List<Problem>();
        foreach (var (index, line) in text.Split('\n').Index())
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            using var document = Parse(line, name, index);
            questions.Add(QuestionItem.Read(document.RootElement, questions.Count + 1, $"{name}, line {index + 1}"));
        }
        return questions;
    }

    private static JsonDocument Parse(string text, string name, int linesBefore)
    {
        try
        {
            return JsonDocument.Parse(text, Lenient);
        }
        catch (JsonException e)
        {
            var line = linesBefore + (e.LineNumber ?? 0) + 1;
            throw new InputException($"{name}, line {line}: not valid JSON at byte {e.BytePositionInLine ?? 0} of the line", e);
        }
    }

    private static void RequireDistinctKeys(List<Problem> questions, string name)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (index, question) in questions.Index())
            if (!seen.TryAdd(question.Key, index + 1))
                throw new InputException(
                    $"{name}, question {index + 1}: id \"{question.Key}\" is that of question {seen[question.Key]} too; ids must differ");
    }
}

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

/// <summary>
/// The options of MedQA (Jin et al., "What Disease does this Patient Have?", 2021): an object from letter to text, four or five in its two
/// versions, with the right letter in answer_idx and the right text in answer.
/// </summary>
internal static class LetteredOptions
{
    /// <summary>The texts in the order of the letters, which must be A, B, C ... without a gap.</summary>
    public static IReadOnlyList<string> Read(JsonElement options, string where)
    {
        var texts = options.EnumerateObject().OrderBy(o => o.Name, StringComparer.Ordinal).ToArray();
        for (var i = 0; i < texts.Length; i++)
        {
            var letter = ((char)('A' + i)).ToString();
            if (texts[i].Name != letter)
                throw new InputException(
                    $"{where}: field \"options\" has \"{texts[i].Name}\" where \"{letter}\" is due; letters go on from A");
            if (texts[i].Value.ValueKind != JsonValueKind.String || string.IsNullOrWhiteSpace(texts[i].Value.GetString()))
                throw new InputException($"{where}: option {letter} must be a text that is not empty");
        }
        return [.. texts.Select(t => t.Value.GetString()!.Trim())];
    }

    /// <summary>The right option; an <see cref="InputException"/> when letter and text name different ones.</summary>
    public static string ResolveAnswer(IReadOnlyList<string> options, string letter, string? text, string where)
    {
        var index = letter is [>= 'A' and <= 'Z'] ? letter[0] - 'A' : -1;
        if (index < 0 || index >= options.Count)
            throw new InputException($"{where}: field \"answer_idx\" is \"{letter}\"; it must be a letter of the options");
        return text is null || text == options[index]
            ? options[index]
            : throw new InputException(
                $"{where}: field \"answer\" is \"{text}\" and option {letter} is \"{options[index]}\"; they must be one");
    }
}
