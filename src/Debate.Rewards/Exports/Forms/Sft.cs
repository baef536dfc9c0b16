namespace Debate.Rewards.Exports.Forms;

/// <summary>Supervised fine-tuning: the good completions on their own prompts (TRL: prompt-completion).</summary>
internal static class Sft
{
    /// <summary>The form.</summary>
    public static ExportForm Form { get; } = new(
        "sft", "good completions on their own prompts",
        conversational => [new("prompt", Prompted.Kind(conversational)), new("completion", Prompted.Kind(conversational))],
        (source, options, _) =>
            from c in source.Completions
            where c.IsGood == true
            select new[] { Prompted.Prompt(c.Prompt, options.IsConversational), Prompted.Completion(c.Text, options.IsConversational) });
}
