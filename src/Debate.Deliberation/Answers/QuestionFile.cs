using System.Text.Json;
using Debate.Deliberation.Clinical;

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
