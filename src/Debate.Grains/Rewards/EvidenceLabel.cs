using System.Globalization;
using System.Text.Json;
using Debate.Deliberation.Answers;

namespace Debate.Grains.Rewards;

/// <summary>
/// The subject of an evidence debate: {"environment": NAME, "state": N, "action": N, "other": N}, given as the label, or as the answer if
/// there is no label. If "action" is missing, the final answer in the answer's text is the number of the action.
/// </summary>
public readonly record struct EvidenceLabel(int State, int Action, int Other)
{
    /// <summary>Parses a label; an <see cref="InputException"/> names the field, the value and the rule.</summary>
    public static EvidenceLabel Parse(string? label, string answer, string environment)
    {
        using var document = ParseJson(label is { Length: > 0 } ? label : answer);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object) throw CreateError("it must be an object with state, action and other");
        if (root.TryGetProperty("environment", out var named) && !named.ValueEquals(environment))
            throw CreateError($"environment {named.GetRawText()}: this profile's is {environment}");
        var action = root.TryGetProperty("action", out _) ? GetNumber(root, "action") : ParseAction(answer);
        return new(GetNumber(root, "state"), action, GetNumber(root, "other"));
    }

    private static int ParseAction(string answer)
    {
        var said = FinalAnswer.Extract(answer);
        return int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var action)
            ? action
            : throw new InputException("answer: the label has no action, and the answer does not end with the number of one");
    }

    private static int GetNumber(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : throw CreateError($"{name}: it must be a whole number");

    private static JsonDocument ParseJson(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException wrong)
        {
            throw new InputException($"label: it must be a JSON object with state, action and other: {wrong.Message}", wrong);
        }
    }

    private static InputException CreateError(string rule) => new($"label: {rule}");
}
