namespace Debate.Rewards.Exports.Forms;

/// <summary>
/// Rows of verl (Sheng et al., 2024; data preparation for its reward functions): data_source, prompt as messages, ability, reward_model,
/// extra_info; and what a policy in training replied. The prompt is always conversational.
/// </summary>
internal static class Verl
{
    /// <summary>The form.</summary>
    public static DatasetForm Form { get; } = new(
        "verl", "rows of verl, and what a policy in training replied to them",
        _ =>
        [
            new("data_source", CellKind.Text), new("prompt", CellKind.Messages), new("ability", CellKind.Text),
            new("reward_model.style", CellKind.Text), new("reward_model.ground_truth", CellKind.Text),
            new("extra_info.split", CellKind.Text), new("extra_info.index", CellKind.Whole), new("extra_info.problem", CellKind.Text),
            new("extra_info.source", CellKind.Text), new("extra_info.seat", CellKind.Text), new("extra_info.turn", CellKind.Text),
            .. PromptRows.PolicyColumns("response", "response_ids", "response_log_probs"),
        ],
        (source, options, before) => PromptRows.Select(source).Select((c, i) => (object?[])
        [
            $"debate/{source.Run.Definition.Protocol}", c.Prompt, source.Debaters.Count > 0 ? "debate" : "reasoning",
            source.GroundTruth is null ? "model" : "rule", source.GroundTruth ?? "",
            options.Split, before + i, source.Problem.Key, source.Run.Id.Value, c.Seat, c.Turn,
            .. PromptRows.PolicyCells(c),
        ]))
    {
        HasStandard = false,
    };
}
