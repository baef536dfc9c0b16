using System.Text.Json;
using System.Text.Json.Nodes;
using Debate.Core.Input;
using Debate.Deliberation;

namespace Debate.Models;

/// <summary>A run's models with some entries mended.</summary>
/// <param name="Models">The models from here on.</param>
/// <param name="Changes">What changed of those that the run uses, one line each.</param>
public sealed record MendedModels(ModelConfiguration Models, IReadOnlyList<string> Changes);

/// <summary>
/// Changes the models of a run that goes on. What says how a model is reached, at what pace and price, may change; whatever decides what it
/// replies may not, since the run would go on with another model under the name of the first.
/// </summary>
public static class ModelMending
{
    private static readonly string[] Mendable =
    [
        "endpoint", "keyVariable", "apiVersion", "headers", "maxTokensField", "maxBytesPerToken", "timeout", "patience", "waitForStart",
        "latency", "threads", "gpuLayers", "device", "batch", "context",
        "parallel", "requestsPerMinute", "contextTokens", "pricePerMillionIn", "pricePerMillionOut",
    ];

    private const string Family = "family", Kind = "simulated", Hidden = "headers";

    /// <summary>
    /// The models that a run was started with, mended by <paramref name="given"/>. Throws <see cref="InputException"/>, with field, value
    /// and rule, where an entry that the run uses is of another model.
    /// </summary>
    /// <param name="stored">The run's models.</param>
    /// <param name="given">The mended ones; names that the run does not use are free.</param>
    /// <param name="source">Where these stand, such as a file's name: messages begin with it.</param>
    /// <param name="used">The names of the models that the run uses.</param>
    /// <param name="hasAnswered">Whether a model has answered in this run: one that has not may also be played by a simulated one.</param>
    public static MendedModels Mend(
        ModelConfiguration stored, ModelConfiguration given, string source, IEnumerable<string> used, Func<string, bool> hasAnswered)
    {
        var changes = new List<string>();
        var kept = new List<ModelSpec>();
        foreach (var (before, after) in FindPairs(stored, given, used))
        {
            var from = changes.Count;
            if (before.GetType() == after.GetType()) changes.AddRange(Compare(before, after, source));
            else if (hasAnswered(before.Name)) throw CreateError(before, source, Kind, Describe(after), Describe(before));
            else changes.Add($"{before.Name} is now {Describe(after)} instead of {Describe(before)}; it has answered nothing in this run");
            // Panels were drawn by the family that was settled when the run started.
            kept.Add(changes.Count == from ? before : after with { Family = before.Family });
        }
        return new(stored.Merge(given).Merge(new(kept)), changes);
    }

    /// <summary>Whether an entry that the run uses is an endpoint before and simulated after, or the other way round.</summary>
    public static bool ChangesKind(ModelConfiguration stored, ModelConfiguration given, IEnumerable<string> used) =>
        FindPairs(stored, given, used).Any(pair => pair.Before.GetType() != pair.After.GetType());

    private static IEnumerable<(ModelSpec Before, ModelSpec After)> FindPairs(
        ModelConfiguration stored, ModelConfiguration given, IEnumerable<string> used) =>
        from name in used.Distinct().Order(StringComparer.Ordinal)
        let before = stored.Models.FirstOrDefault(m => m.Name == name)
        let after = given.Models.FirstOrDefault(m => m.Name == name)
        where before is not null && after is not null
        select (before, after);

    private static IEnumerable<string> Compare(ModelSpec before, ModelSpec after, string source)
    {
        var (old, now) = (ToFields(before), ToFields(after));
        foreach (var field in old.Select(f => f.Key).Union(now.Select(f => f.Key)).Where(name => name != Family))
        {
            var (was, becomes) = (Show(old[field]), Show(now[field]));
            if (was == becomes) continue;
            if (!Mendable.Contains(field)) throw CreateError(before, source, field, becomes, was);
            yield return field == Hidden ? $"{before.Name}: {field} changed" : $"{before.Name}: {field} is now {becomes} instead of {was}";
        }
    }

    private static JsonObject ToFields(ModelSpec model) =>
        JsonNode.Parse(new ModelConfiguration([model]).ToJson())!["models"]![model.Name]!.AsObject();

    private static string Show(JsonNode? value) => value is null ? "nothing"
        : value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();

    private static string Describe(ModelSpec model) => model switch
    {
        EndpointSpec endpoint => $"{endpoint.Model} at {endpoint.Endpoint}",
        GgufSpec gguf => gguf.File,
        _ => $"simulated ({ModelSpecReader.Kinds[(int)((SimulatedSpec)model).Kind]})",
    };

    private static InputException CreateError(ModelSpec model, string source, string field, string value, string before) =>
        new ValidationError($"models.{model.Name}.{field}", value,
            $"must stay {OneLine.Format(before, 80)}, as the run was started; only address, key, price and pace of a model may change "
            + "while a run stands. Give another model another name, and start another run").ToException($"{source}: ");
}
