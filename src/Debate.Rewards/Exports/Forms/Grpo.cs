namespace Debate.Rewards.Exports.Forms;

/// <summary>
/// Prompts for on-policy training (GRPO: Shao et al., 2024; TRL: GRPO, RLOO, online DPO). The other columns reach reward functions by name;
/// if a policy in training played a seat, they hold what it said and earned.
/// </summary>
internal static class Grpo
{
    /// <summary>The form.</summary>
    public static DatasetForm Form { get; } = new(
        "grpo", "prompts, and what a policy in training replied to them",
        conversational =>
        [
            new("prompt", PromptForms.ColumnKind(conversational)), new("ground_truth", CellKind.Text, IsOptional: true),
            new("source", CellKind.Text),
            new("seat", CellKind.Text), new("turn", CellKind.Text), .. PromptRows.PolicyColumns("completion", "token_ids", "log_probs"),
        ],
        (source, options, _) => PromptRows.Select(source).Select(c => (object?[])
        [
            PromptForms.Prompt(c.Prompt, options.IsConversational), source.GroundTruth, source.Run.Id.Value, c.Seat, c.Turn,
            .. PromptRows.PolicyCells(c),
        ]));
}
