using System.Text.Json.Serialization;
using Debate.Deliberation;
using Debate.Deliberation.Readers;
using Debate.Rewards.Serving;

namespace Debate.Silo.Web.Rewards;

/// <summary>
/// vLLM's /classify as verl's reward loop calls it (verl/experimental/reward_loop at b178a3cd5): {"model", "input": the chat as the reward
/// model's template writes it} to {"data": [{"probs": [reward]}]}; also "messages", the chat as it is, of which the last is the answer. The
/// text is cut at the first mark of the assistant behind the user's turn. "model" names the profile, or is a model's path, which names
/// none: then it is the request's (?profile=, X-Debate-Profile) or the default. Of several inputs one that has no reward has null for
/// probs, its "trouble" and its "detail".
/// </summary>
internal static class ClassifyEndpoint
{
    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/classify", (HttpContext context, RewardEndpoints door) =>
        door.ServeAsync(context, async fields =>
        {
            var model = fields.Text("model");
            var profile = door.FindProfile(context, IsPath(model) && !door.HasProfile(model!) ? null : model);
            var items = fields.Has("messages") ? [ReadResult<Rollout>.Accepted(new(profile, ReadMessages(profile.Name, fields)))]
                : ReadInputs(context, profile, fields);
            var replies = await RewardItems.ScoreAsync(door, items, context.RequestAborted);
            if (RewardItems.FindFailure(replies) is { } failed) return failed;
            return TrainerJson.ToResult(new
            {
                id = $"classify-{replies.FirstOrDefault(r => r.Transcript is not null)?.Transcript ?? "evidence"}",
                @object = "list",
                model = replies.Count == 0 ? null : profile.Name,
                data = replies.Select((r, index) => new ClassifiedInput(index, "LABEL_0", r.Outcome?.Rewards, 1)
                {
                    Trouble = r.Outcome is null ? $"{r.Trouble}" : null, Detail = r.Outcome is null ? r.Message : null,
                }),
                usage = new { prompt_tokens = 0, total_tokens = 0, completion_tokens = 0 },
            });
        }))
        .WithName("classify").WithTags("rewards").WithSummary("vLLM's classification, as verl asks for rewards.").TakesProfile()
        .TakesQuery("turns", "How many turns of a user an input has.", "one", "many");

    private static bool IsPath(string? model) => model is not null && model.AsSpan().IndexOfAny('/', '\\') >= 0;

    private static ReadResult<Rollout>[] ReadInputs(HttpContext context, RewardProfile profile, RequestFields fields)
    {
        var isList = fields.IsList("input");
        IReadOnlyList<string> inputs = isList ? fields.Texts("input") : [fields.RequiredText("input")];
        var turns = QueryCut.ReadTurns(context);
        return [.. inputs.Select((input, i) => QueryCut.Read(profile, fields, isList ? $"input[{i}]" : "input", input, null, turns))
            .Select(read => read.Value is { } cut
                ? ReadResult<Rollout>.Accepted(new(profile, new(profile.Name, cut.Prompt, [cut.Answer])))
                : ReadResult<Rollout>.Refused(read.Problem!))];
    }

    private static RewardCall ReadMessages(string profile, RequestFields fields)
    {
        var turns = TrainerMessages.ReadTurns(fields, "messages");
        if (turns.Count < 2 || turns[^1].Role != ChatTemplates.Assistant)
            throw fields.CreateError("messages", "must end with one of the assistant, the answer to those before it");
        return new(profile, ChatTemplates.ToText([.. turns.SkipLast(1)]), [turns[^1].Text]);
    }

    /// <summary>vLLM's item of a class, of which there is one: its probability is the reward.</summary>
    private sealed record ClassifiedInput(
        [property: JsonPropertyName("index")] int Index,
        [property: JsonPropertyName("label")] string Label,
        [property: JsonPropertyName("probs")] IReadOnlyList<double>? Probs,
        [property: JsonPropertyName("num_classes")] int ClassCount)
    {
        [JsonPropertyName("trouble"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Trouble { get; init; }

        [JsonPropertyName("detail"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Detail { get; init; }
    }
}
