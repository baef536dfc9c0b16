using System.CommandLine;
using System.Text.Json;
using Debate.Cli.Input;
using Debate.Client;
using Debate.Core.Input;
using Debate.Deliberation;

namespace Debate.Cli.Rewards;

/// <summary>
/// Reads the answers to reward, JSON Lines of {"prompt", "completion" or "completions", "label", "baseline", "group_id"}; other columns
/// are left alone.
/// A row of evidence needs no prompt and no completion: its label, or where it has none its completion, is an object with a state.
/// </summary>
internal static class ScoreFile
{
    /// <summary>The rows of a file; throws <see cref="InputException"/> with file, line and field where one cannot be read.</summary>
    public static ScoreRow[] Read(string file, ParseResult parse) =>
        [.. Files.Read(file, parse).Split('\n').Select((line, i) => (Line: line, Number: i + 1))
            .Where(l => !string.IsNullOrWhiteSpace(l.Line)).Select(l => Read(l.Line, $"{file}, line {l.Number}: "))];

    private static ScoreRow Read(string line, string place)
    {
        using var document = Parse(line, place);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            throw new InputException($"{place}it must be an object with prompt and completion");
        var (label, completions) = (ReadTextOrJson(root, "label"), ReadCompletions(root, place));
        var isEvidence = IsEvidence(label ?? (completions is [var only] ? only : null));
        var prompt = FindText(root, "prompt", place);
        if (string.IsNullOrWhiteSpace(prompt) && !isEvidence)
            throw Missing(root, "prompt", "is required: the task that the answer is to", place);
        if (completions is null && !isEvidence)
            throw Missing(root, "completion", "is required, or completions: what is to be rewarded", place);
        var (isWhole, group) = (Find(root, "completions") is not null, ReadTextOrJson(root, "group_id"));
        if (isWhole && group is not null)
            throw new ValidationError("group_id", group, "must stand beside a completion; completions are a group by themselves")
                .ToException(place);
        return new(new(prompt ?? "", completions ?? [""], label, FindText(root, "baseline", place)), isWhole, group);
    }

    private static string[]? ReadCompletions(JsonElement root, string place)
    {
        var one = FindText(root, "completion", place);
        if (Find(root, "completions") is not { } list) return one is null ? null : [one];
        if (one is not null) throw new InputException($"{place}completions: completion is given too; give one of both");
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
            throw Wrong("completions", list, "must be a list of texts", place);
        return [.. list.EnumerateArray().Select((c, i) => ReadText(c, $"completions[{i}]", place))];
    }

    private static string? ReadTextOrJson(JsonElement root, string field) => Find(root, field) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();

    private static string? FindText(JsonElement root, string field, string place) =>
        Find(root, field) is { } value ? ReadText(value, field, place) : null;

    private static string ReadText(JsonElement value, string field, string place)
    {
        if (value.ValueKind != JsonValueKind.String) throw Wrong(field, value, "must be a text", place);
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException broken)
        {
            throw new InputException($"{place}{field}: it has half a character, a surrogate without the other one", broken);
        }
    }

    private static JsonElement? Find(JsonElement root, string field) =>
        root.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Whether a text is the subject of an evidence debate; its own reader finds what is wrong with it.</summary>
    private static bool IsEvidence(string? text)
    {
        if (text is null || !text.AsSpan().TrimStart().StartsWith("{")) return false;
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.TryGetProperty("state", out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static JsonDocument Parse(string line, string place)
    {
        try
        {
            return JsonDocument.Parse(line);
        }
        catch (JsonException wrong)
        {
            throw new InputException($"{place}not an object with prompt and completion: {wrong.Message}", wrong);
        }
    }

    private static InputException Wrong(string field, JsonElement value, string rule, string place) =>
        new ValidationError(field, value.GetRawText(), rule).ToException(place);

    private static InputException Missing(JsonElement root, string field, string rule, string place) => new ValidationError(
        field, "", $"{rule}; this row has {OneLine.Format(string.Join(", ", root.EnumerateObject().Select(p => p.Name)), 200)}")
        .ToException(place);
}
