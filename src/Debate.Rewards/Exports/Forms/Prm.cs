namespace Debate.Rewards.Exports.Forms;

/// <summary>
/// Process supervision (Lightman et al., 2023; TRL: PRM): the speeches of one seat are the steps, on the question. By the key each step has
/// its own label; by the judge all have the label of the outcome. Independent samples are not steps of one another: each is a row of one
/// step. A seat with an unlabelled step gives no row. The form has no conversational variant.
/// </summary>
internal static class Prm
{
    /// <summary>The form.</summary>
    public static DatasetForm Form { get; } = new(
        "prm", "the speeches of a seat as steps, each with a label",
        _ => [new("prompt", CellKind.Text), new("completions", CellKind.Texts), new("labels", CellKind.Flags)],
        (source, _, _) =>
            from steps in source.Completions.GroupBy(c => (c.Seat, c.Sample))
            where steps.All(c => c.IsGood is not null)
            select new object?[] { source.Problem.PromptText, steps.Select(c => c.Text).ToArray(),
                steps.Select(c => c.IsGood == true).ToArray() })
    {
        HasConversational = false,
    };
}
