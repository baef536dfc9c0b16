using System.Text.Encodings.Web;
using System.Text.Json;

namespace Debate.Deliberation.Readers;

/// <summary>A plan for a task: steps that each question fills in.</summary>
/// <param name="Steps">What is done, in order, each once; at least one.</param>
public sealed record ReasoningPlan(IReadOnlyList<string> Steps) : IOptionValue<ReasoningPlan>
{
    /// <summary>The most steps.</summary>
    public const int MaxSteps = 50;

    private const string None = "none";
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <inheritdoc/>
    public static string Rule => $"none, or a JSON object with 1 to {MaxSteps} steps as its keys and empty texts behind them";

    /// <inheritdoc/>
    public static bool TryRead(string text, out ReasoningPlan? value)
    {
        value = null;
        if (text == None) return true;
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return false;
            value = Create(document.RootElement.EnumerateObject().Select(step => step.Name));
            return value is not null;
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public static string Write(ReasoningPlan? value) => value?.ToJson() ?? None;

    /// <summary>The plan with these steps; null where there is none, or there are too many.</summary>
    public static ReasoningPlan? Create(IEnumerable<string> steps)
    {
        string[] named = [.. steps.Where(StructuredReply.IsMeaningful).Select(step => step.Trim()).Distinct(StringComparer.Ordinal)
            .Take(MaxSteps + 1)];
        return named.Length is > 0 and <= MaxSteps ? new(named) : null;
    }

    /// <summary>The plan as a prompt shows it: a JSON object with the steps as its keys.</summary>
    public string ToJson() => $"{{{string.Join(", ", Steps.Select(step => $"{JsonSerializer.Serialize(step, Json)}: \"\""))}}}";

    /// <inheritdoc/>
    public bool Equals(ReasoningPlan? other) => other is not null && Steps.SequenceEqual(other.Steps);

    /// <inheritdoc/>
    public override int GetHashCode() => Steps.Count == 0 ? 0 : HashCode.Combine(Steps.Count, Steps[0]);
}

/// <summary>Reads a plan: the keys of the object in the field "plan", in their order. What stands behind them is not looked at.</summary>
public sealed class PlanReader : IReader<ReasoningPlan>
{
    /// <inheritdoc/>
    public string Name => "{\"plan\": {\"1. ...\": \"\"}}";

    /// <inheritdoc/>
    public ReadResult<ReasoningPlan> Read(string reply) =>
        StructuredReply.Read(reply, "plan") is { IsCutShort: false } found && found.FindField("plan") is { Kind: FieldKind.Object }
            && ReasoningPlan.Create(found.NestedFields.Select(field => field.Name)) is { } plan
            ? ReadResult<ReasoningPlan>.Accepted(plan)
            : ReadResult<ReasoningPlan>.Refused(
                $"No whole object with the field plan, an object with 1 to {ReasoningPlan.MaxSteps} steps as its keys, was found.");
}
