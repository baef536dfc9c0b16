using System.Text.Json;

namespace Debate.Deliberation.Answers;

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
