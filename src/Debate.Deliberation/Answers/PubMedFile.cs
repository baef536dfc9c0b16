using System.Text;
using System.Text.Json;

namespace Debate.Deliberation.Answers;

/// <summary>
/// PubMedQA (Jin et al., "PubMedQA: A Dataset for Biomedical Research Question Answering", EMNLP 2019) as its authors publish it: one JSON
/// object from id to QUESTION, CONTEXTS, LABELS, final_decision (yes, no or maybe) and LONG_ANSWER. The contexts precede the question in
/// the problem's text; the long answer is an explanation for readers and no seat sees it.
/// </summary>
internal static class PubMedFile
{
    private static readonly string[] Choices = ["yes", "no", "maybe"];

    /// <summary>Whether a text is such a file: an object whose first value is an object with a field that only PubMedQA has.</summary>
    public static bool Recognises(string text)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text[..Math.Min(text.Length, 4096)]), isFinalBlock: false, default);
        try
        {
            return reader.Read() && reader.Read() && reader.Read() && reader.TokenType == JsonTokenType.StartObject
                && reader.Read() && reader.TokenType == JsonTokenType.PropertyName
                && reader.GetString() is "QUESTION" or "CONTEXTS" or "LABELS" or "LONG_ANSWER" or "final_decision" or "MESHES" or "YEAR";
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The questions in the order of the file, keyed by their ids.</summary>
    public static List<Problem> Read(JsonElement root, string text, string name)
    {
        var questions = new List<Problem>();
        var at = 0;
        foreach (var item in root.EnumerateObject())
        {
            at = Math.Max(at, text.IndexOf($"\"{item.Name}\"", at, StringComparison.Ordinal));
            var line = text.AsSpan(0, at).Count('\n') + 1;
            questions.Add(new PubMedItem(item.Value, $"{name}, line {line}, question \"{item.Name}\"").Read(item.Name));
        }
        return questions;
    }

    private sealed class PubMedItem(JsonElement item, string where)
    {
        public Problem Read(string id)
        {
            if (item.ValueKind != JsonValueKind.Object) throw new InputException($"{where}: it must be a JSON object");
            var (contexts, labels) = (ReadTexts("CONTEXTS"), ReadTexts("LABELS"));
            if (labels.Count > 0 && labels.Count != contexts.Count)
                throw new InputException(
                    $"{where}: field \"LABELS\" has {labels.Count} items and \"CONTEXTS\" {contexts.Count}; they must match");
            var decision = ReadText("final_decision").ToLowerInvariant();
            if (!Choices.Contains(decision))
                throw new InputException($"{where}: field \"final_decision\" is \"{decision}\"; it must be yes, no or maybe");
            var told = contexts.Select((c, i) => labels.Count > 0 ? $"{labels[i]}: {c}" : c).Append(ReadText("QUESTION"));
            return new(id, string.Join("\n\n", told))
            {
                Choices = Choices,
                Answers = [decision],
                Explanation = item.TryGetProperty("LONG_ANSWER", out _) ? ReadText("LONG_ANSWER") : null,
            };
        }

        private string ReadText(string name) =>
            item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            && value.GetString()!.Trim() is { Length: > 0 } text
                ? text : throw new InputException($"{where}: field \"{name}\" must be a text that is not empty");

        private List<string> ReadTexts(string name)
        {
            if (!item.TryGetProperty(name, out var value)) return [];
            if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(v => v.ValueKind != JsonValueKind.String))
                throw new InputException($"{where}: field \"{name}\" must be a list of texts");
            return [.. value.EnumerateArray().Select(v => v.GetString()!.Trim())];
        }
    }
}
