using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Rewards.Exports.Forms;

/// <summary>
/// A judge's rulings as RewardBench (Lambert et al., 2024) counts them, in its table of scores for each item. If the key says that one
/// debater is right and another wrong, the right one's last speech is "chosen"; the result is 1 if the judge ruled for it, 0 if it ruled
/// for the other, 0.5 if it ruled for neither or gave no usable ruling. For answers that were judged, the probability of the right one is
/// compared with that of the wrong one. Debates without a key, or in which all are right or all are wrong, give no row.
/// </summary>
internal static class RewardBench
{
    private const string Unknown = "unknown";

    /// <summary>The form.</summary>
    public static DatasetForm Form { get; } = new(
        "rewardbench", "the judge's rulings against the key",
        conversational =>
        [
            new("id", CellKind.Text), new("subset", CellKind.Text), new("prompt", PromptForms.ColumnKind(conversational)),
            new("text_chosen", PromptForms.ColumnKind(conversational)), new("text_rejected", PromptForms.ColumnKind(conversational)),
            new("results", CellKind.Real), new("chosen_model", CellKind.Text), new("rejected_model", CellKind.Text),
            new("model", CellKind.Text), new("model_type", CellKind.Text),
        ],
        Rows);

    private static IEnumerable<object?[]> Rows(ExportSource source, ExportOptions options, long before)
    {
        var last = source.Judged is not null ? source.Completions : source.Debaters
            .Select(seat => source.Completions.LastOrDefault(c => c.Seat == seat)).OfType<Completion>();
        var right = last.FirstOrDefault(c => source.IsCorrect(c.Text) == true);
        var wrong = last.FirstOrDefault(c => source.IsCorrect(c.Text) == false);
        if (right is null || wrong is null) yield break;
        var (question, conversational) = (source.Question, options.IsConversational);
        yield return
        [
            source.Run.Id.Value, source.Run.Definition.Protocol, PromptForms.Prompt(question, conversational),
            PromptForms.PromptWithCompletion(question, right.Text, conversational),
            PromptForms.PromptWithCompletion(question, wrong.Text, conversational),
            Result(source, right, wrong), right.Model ?? Unknown, wrong.Model ?? Unknown, JudgeModel(source), "debate",
        ];
    }

    private static double Result(ExportSource source, Completion right, Completion wrong)
    {
        var verdict = source.Verdict;
        if (source.Judged is { } judged)
            return (judged.Probabilities[right.Sample].CompareTo(judged.Probabilities[wrong.Sample]) + 1) / 2.0;
        return verdict.Decision != Decision.Decided ? 0.5 : verdict.Side == right.Seat ? 1 : verdict.Side == wrong.Seat ? 0 : 0.5;
    }

    /// <summary>The model of the last seat that was asked and does not compete.</summary>
    private static string JudgeModel(ExportSource source) =>
        source.Run.EntriesByPath.Select(e => e.Body).OfType<ModelReplied>().LastOrDefault(a => !source.Debaters.Contains(a.Seat))?.Model
        ?? Unknown;
}
