namespace Debate.Rewards.Exports.Forms;

/// <summary>Unpaired preferences (KTO: Ethayarajh et al., 2024; TRL: KTO, BCO): every labelled completion on its own prompt.</summary>
internal static class Kto
{
    /// <summary>The form.</summary>
    public static DatasetForm Form { get; } = new(
        "kto", "labelled completions on their own prompts",
        conversational =>
        [
            new("prompt", PromptForms.ColumnKind(conversational)), new("completion", PromptForms.ColumnKind(conversational)),
            new("label", CellKind.Flag),
        ],
        (source, options, _) =>
            from c in source.Completions
            where c.IsGood is not null
            select new[]
            {
                PromptForms.Prompt(c.Prompt, options.IsConversational), PromptForms.Completion(c.Text, options.IsConversational), c.IsGood,
            });
}
