namespace Debate.Rewards.Exports.Forms;

/// <summary>Supervised fine-tuning: the good completions on their own prompts (TRL: prompt-completion).</summary>
internal static class Sft
{
    /// <summary>The form.</summary>
    public static DatasetForm Form { get; } = new(
        "sft", "good completions on their own prompts",
        conversational => [new("prompt", PromptForms.ColumnKind(conversational)),
            new("completion", PromptForms.ColumnKind(conversational))],
        (source, options, _) =>
            from c in source.Completions
            where c.IsGood == true
            select new[] { PromptForms.Prompt(c.Prompt, options.IsConversational),
                PromptForms.Completion(c.Text, options.IsConversational) });
}
