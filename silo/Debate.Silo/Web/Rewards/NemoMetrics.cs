using System.Text.Json.Nodes;

namespace Debate.Silo.Web.Rewards;

/// <summary>
/// NeMo-Gym's POST /aggregate_metrics {"verify_responses": [rows]} to {"group_level_metrics", "agent_metrics", "key_metrics"}: mean, min,
/// max and population standard deviation of every numeric field, for each _ng_task_index and overall. Rows of failed judges are excluded
/// and counted.
/// </summary>
internal static class NemoMetrics
{
    private const string TaskIndexField = "_ng_task_index";

    public static IResult Aggregate(RequestFields fields)
    {
        var rows = fields.Objects("verify_responses").Select(r => r.Root).ToArray();
        var valid = rows.Where(r => r["_ng_failure_class"] is null).ToArray();
        var groups = valid.GroupBy(r => r[TaskIndexField]?.ToJsonString() ?? "null", StringComparer.Ordinal).Select(g =>
        {
            var metrics = SummariseFields(g);
            metrics[TaskIndexField] = g.First()[TaskIndexField]?.DeepClone();
            return metrics;
        });
        var all = SummariseFields(valid);
        all["judge_failed"] = rows.Length - valid.Length;
        var key = new JsonObject();
        foreach (var name in new[] { "mean/reward", "mean/swap_disagreement" })
            if (all[name] is { } value) key[name] = value.DeepClone();
        return Results.Json(new JsonObject
        {
            ["group_level_metrics"] = new JsonArray([.. groups]),
            ["agent_metrics"] = all,
            ["key_metrics"] = key,
        });
    }

    private static JsonObject SummariseFields(IEnumerable<JsonObject> rows)
    {
        var metrics = new JsonObject();
        var values = rows.SelectMany(r => r).Where(f => f.Key != TaskIndexField && FindNumber(f.Value) is not null)
            .GroupBy(f => f.Key, f => FindNumber(f.Value)!.Value, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal);
        foreach (var field in values)
        {
            var mean = field.Average();
            metrics[$"mean/{field.Key}"] = mean;
            metrics[$"max/{field.Key}"] = field.Max();
            metrics[$"min/{field.Key}"] = field.Min();
            metrics[$"std/{field.Key}"] = Math.Sqrt(field.Average(v => (v - mean) * (v - mean)));
        }
        return metrics;
    }

    private static double? FindNumber(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<double>(out var number) ? number : null;
}
