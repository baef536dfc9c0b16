using System.Text.Json;
using Debate.Core;
using Debate.Core.Input;
using Debate.Core.Output;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Answers.Questions;

/// <summary>
/// The options of a question and the right one among them. The right one is found by its number, letter, label or text as the form says,
/// never by a guess; the problem's key is then written so that the checker finds that very option.
/// </summary>
internal static class OptionKey
{
    private const int MaxOptions = 26;

    /// <summary>The question with its options and the right one.</summary>
    /// <param name="problem">The question.</param>
    /// <param name="options">The options in order, 2 to 26.</param>
    /// <param name="right">The index of the right one, from 0.</param>
    /// <param name="field">The field with the options, for messages.</param>
    public static Problem Choose(Problem problem, IReadOnlyList<string> options, int right, QuestionField field)
    {
        RequireCount(options, field);
        return problem with { Choices = options, Answers = [ToKey(options, right, options[right], field)] };
    }

    /// <summary>
    /// The question with its options in an order drawn by the seed, for forms in which the right one always stands first.
    /// </summary>
    public static Problem Draw(Problem problem, IReadOnlyList<string> rightFirst, QuestionField field, QuestionFormContext file)
    {
        var order = Enumerable.Range(0, rightFirst.Count).ToArray();
        SeededRandom.Create(file.Reading.Seed, $"options/{problem.Text}").Shuffle(order);
        file.AddNote($"the order of the options is drawn by the seed ({file.Reading.Seed})");
        return Choose(problem, [.. order.Select(i => rightFirst[i])], Array.IndexOf(order, 0), field);
    }

    /// <summary>An answer that names an option, by its index, to the checker: as given, as the text, else as the letter.</summary>
    public static string ToKey(IReadOnlyList<string> options, int index, string given, QuestionField field)
    {
        string[] ways = [given, options[index], ToLetter(index), $"({ToLetter(index)})"];
        return Array.Find(ways, way => ChoiceChecker.FindChoice(way, options) == index)
            ?? throw new InputException(
                $"{field.Where}: field \"{field.Name}\": option {ToLetter(index)} cannot be told from the others by its letter or text");
    }

    /// <summary>Throws unless there are 2 to 26 options.</summary>
    public static void RequireCount(IReadOnlyList<string> options, QuestionField field)
    {
        if (options.Count is < 2 or > MaxOptions)
            throw new InputException(
                $"{field.Where}: field \"{field.Name}\" has {options.Count} items; it must have 2 to {MaxOptions}");
    }

    /// <summary>The index of the option that a whole number names.</summary>
    /// <param name="field">The field with the key.</param>
    /// <param name="count">The number of options.</param>
    /// <param name="first">The number of the first option.</param>
    public static int ByNumber(QuestionField field, int count, int first)
    {
        var rule = $"a whole number from {first} to {first + count - 1}, which names an option (-1 and none stand for no key)";
        return field.ToWhole() is { } number && number >= first && number < first + count
            ? (int)number - first : throw field.InvalidValue(rule);
    }

    /// <summary>The index of the option that a letter names, capital or small; null if the field holds no single letter.</summary>
    public static int? ByLetter(QuestionField field, int count)
    {
        if (field.Value.ValueKind != JsonValueKind.String || field.Value.GetString()!.Trim() is not [var letter]) return null;
        if (!char.IsAsciiLetter(letter)) return null;
        var index = char.ToUpperInvariant(letter) - 'A';
        return index < count ? index : throw field.InvalidValue($"a letter from A to {ToLetter(count - 1)}");
    }

    /// <summary>The index of the label that the key equals; case does not matter.</summary>
    public static int ByLabel(QuestionField key, IReadOnlyList<string> labels)
    {
        if (labels.Distinct(StringComparer.OrdinalIgnoreCase).Count() != labels.Count)
            throw new InputException($"{key.Where}: the options' labels {string.Join(", ", labels)} must differ");
        var index = labels.Index().Where(l => l.Item.Equals(key.ToText(), StringComparison.OrdinalIgnoreCase)).Select(l => (int?)l.Index)
            .FirstOrDefault();
        return index ?? throw key.InvalidValue($"one of the options' labels {string.Join(", ", labels)}");
    }

    /// <summary>
    /// The options of a field: a list of texts, in CSV also a list in JSON in one cell, or a record from letter to text whose letters go on
    /// from A without a gap (MedQA), or a list of records key, value.
    /// </summary>
    public static IReadOnlyList<string> ReadTexts(QuestionField field)
    {
        var given = field with { Value = ParseCell(field.Value) };
        return given.Value.ValueKind switch
        {
            JsonValueKind.Object => ReadLettered(given,
                [.. given.Value.EnumerateObject().Where(o => o.Value.ValueKind != JsonValueKind.Null).Select(o => (o.Name, o.Value))]),
            JsonValueKind.Array when given.Value.EnumerateArray().FirstOrDefault().ValueKind == JsonValueKind.Object => ReadLettered(given,
                [.. given.Value.EnumerateArray().Select(o => field with { Value = o })
                    .Select(o => (o.Require("key", "a letter").ToText(), o.Require("value", "a text").Value))]),
            _ => given.ToTexts(),
        };
    }

    /// <summary>The letter of an option, from its index.</summary>
    public static string ToLetter(int index) => ((char)('A' + index)).ToString();

    private static IReadOnlyList<string> ReadLettered(QuestionField field, (string Letter, JsonElement Text)[] options)
    {
        var sorted = options.OrderBy(o => o.Letter, StringComparer.Ordinal).ToArray();
        foreach (var (index, option) in sorted.Index())
        {
            if (index >= MaxOptions || option.Letter != ToLetter(index))
                throw new InputException($"{field.Where}: field \"{field.Name}\" has \"{SafeText.Clean(option.Letter)}\" where "
                    + $"\"{ToLetter(Math.Min(index, MaxOptions - 1))}\" is due; letters go on from A");
            if (option.Text.ValueKind != JsonValueKind.String || string.IsNullOrWhiteSpace(option.Text.GetString()))
                throw new InputException($"{field.Where}: option {option.Letter} must be a text that is not empty");
        }
        return [.. sorted.Select(o => o.Text.GetString()!.Trim())];
    }

    private static JsonElement ParseCell(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String || value.GetString()!.TrimStart() is not ['[', ..]) return value;
        try
        {
            return JsonElement.Parse(value.GetString()!);
        }
        catch (JsonException)
        {
            return value;
        }
    }
}
