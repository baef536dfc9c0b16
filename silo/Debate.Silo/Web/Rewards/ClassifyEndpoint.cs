using Debate.Deliberation;
using Debate.Rewards.Serving;

namespace Debate.Silo.Web.Rewards;

/// <summary>
/// vLLM's /classify as verl's reward loop calls it (verl/experimental/reward_loop at b178a3cd5): {"model", "input": the chat as the reward
/// model's template writes it} to {"data": [{"probs": [reward]}]}; also "messages", the chat as it is, of which the last is the answer. The
/// text is cut at the first mark of the assistant behind the user's turn. "model" names the profile, or is a model's path, which names
/// none: then it is the request's (?profile=, X-Debate-Profile) or the default.
/// </summary>
internal static class ClassifyEndpoint
{
    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/classify", (HttpContext context, RewardEndpoints door) =>
        door.ServeAsync(context, async fields =>
        {
            var model = fields.Text("model");
            var profile = door.FindProfile(context, IsPath(model) && !door.HasProfile(model!) ? null : model);
            var calls = fields.Has("messages") ? [ReadMessages(profile.Name, fields)] : ReadInputs(context, profile, fields);
            var replies = await door.ScoreEachAsync([.. calls.Select(call => new Rollout(profile, call))], context.RequestAborted);
            if (replies.FirstOrDefault(r => r.Outcome is null) is { } failed) return RewardFailurePolicy.ToProblem(failed);
            return TrainerJson.ToResult(new
            {
                id = $"classify-{replies.FirstOrDefault()?.Transcript ?? "evidence"}",
                @object = "list",
                model = replies.FirstOrDefault()?.Profile,
                data = replies.Select((r, index) => new { index, label = "LABEL_0", probs = r.Outcome!.Rewards, num_classes = 1 }),
                usage = new { prompt_tokens = 0, total_tokens = 0, completion_tokens = 0 },
            });
        }));

    private static bool IsPath(string? model) => model is not null && model.AsSpan().IndexOfAny('/', '\\') >= 0;

    private static RewardCall[] ReadInputs(HttpContext context, RewardProfile profile, RequestFields fields)
    {
        var isList = fields.IsList("input");
        IReadOnlyList<string> inputs = isList ? fields.Texts("input") : [fields.RequiredText("input")];
        var turns = QueryCut.ReadTurns(context);
        return [.. inputs.Select((input, i) => QueryCut.Read(profile, fields, isList ? $"input[{i}]" : "input", input, null, turns))
            .Select(read => new RewardCall(profile.Name, read.Prompt, [read.Answer]))];
    }

    private static RewardCall ReadMessages(string profile, RequestFields fields)
    {
        var turns = TrainerMessages.ReadTurns(fields, "messages");
        if (turns.Count < 2 || turns[^1].Role != ChatTemplates.Assistant)
            throw fields.CreateError("messages", "must end with one of the assistant, the answer to those before it");
        return new(profile, ChatTemplates.ToText([.. turns.SkipLast(1)]), [turns[^1].Text]);
    }
}
