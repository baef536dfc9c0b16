using Debate.Contracts;
using Debate.Deliberation;

namespace Debate.Silo.Web.Rewards;

/// <summary>
/// vLLM's /classify as verl's reward loop calls it (verl/experimental/reward_loop at b178a3cd5): {"model", "input": the chat as text} to
/// {"data": [{"probs": [reward]}]}. "model" names the profile. The answer is the text after the last marker of an assistant's turn, or the
/// whole text if there is none.
/// </summary>
internal static class ClassifyEndpoint
{
    private static readonly string[] AssistantMarkers =
        ["<|im_start|>assistant\n", "<|start_header_id|>assistant<|end_header_id|>\n\n", "[/INST]", "<start_of_turn>model\n",
            "<|assistant|>\n", "Assistant:"];

    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/classify", (HttpContext context, RewardEndpoints door) =>
        door.ServeAsync(context, async fields =>
        {
            IReadOnlyList<string> inputs = fields.Root["input"] is System.Text.Json.Nodes.JsonArray
                ? fields.Texts("input") : [fields.RequiredText("input")];
            var model = fields.Text("model");
            var calls = inputs.Select(input => ParseCall(model, input)).ToArray();
            var replies = await door.ScoreAsync(calls, context.RequestAborted);
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

    private static RewardCall ParseCall(string? model, string input)
    {
        var (at, mark) = AssistantMarkers.Select(t => (At: input.LastIndexOf(t, StringComparison.Ordinal), Mark: t)).MaxBy(t => t.At);
        if (at < 0) return new(model, "", [input]);
        return new(model, input[..at], [ControlTokens.TrimEnd(input[(at + mark.Length)..])]);
    }
}
