namespace Debate.Rewards.Exports.Forms;

/// <summary>
/// Preference pairs (Rafailov et al., 2023; TRL: DPO, reward models, CPO, ORPO). Answers that met each other in a debate over texts are
/// paired by the judges' decision. Other replies to the same prompt are paired on that prompt, the n-th good one with the n-th bad one.
/// Debaters receive different prompts, so their speeches of one round are paired on the question that they debate. Scores are the rewards
/// of answers that were judged, 1 and -1 for the sides of a debate, 1 and 0 for right and wrong.
/// </summary>
internal static class Dpo
{
    /// <summary>The form.</summary>
    public static DatasetForm Form { get; } = new(
        "dpo", "a chosen and a rejected completion on one prompt",
        conversational =>
        [
            new("prompt", PromptForms.ColumnKind(conversational)), new("chosen", PromptForms.ColumnKind(conversational)),
            new("rejected", PromptForms.ColumnKind(conversational)), new("score_chosen", CellKind.Real),
            new("score_rejected", CellKind.Real),
        ],
        (source, options, _) => Pairs(source).Where(p => p.Chosen.Text != p.Rejected.Text)
        .Select(p => ToRow(source, p, options.IsConversational)));

    private static object?[] ToRow(ExportSource source, PreferencePair pair, bool conversational)
    {
        var lost = source.Debaters.Count > 0 ? -1.0 : 0;
        var prompt = pair.Chosen.PromptHash == pair.Rejected.PromptHash ? pair.Chosen.Prompt : source.Question;
        return
        [
            PromptForms.Prompt(prompt, conversational), PromptForms.Completion(pair.Chosen.Text, conversational),
            PromptForms.Completion(pair.Rejected.Text, conversational),
            source.Judged is null ? 1.0 : pair.Chosen.Reward, source.Judged is null ? lost : pair.Rejected.Reward,
        ];
    }

    private static IEnumerable<PreferencePair> Pairs(ExportSource source)
    {
        if (source.Judged is { } judged && judged.Contests.Any(c => c.Other >= 0))
            return from contest in judged.Contests
                   where contest.Other >= 0 && !contest.Probability.Equals(0.5)
                   let one = source.Completions[contest.One]
                   let other = source.Completions[contest.Other]
                   select contest.Probability > 0.5 ? new PreferencePair(one, other) : new PreferencePair(other, one);
        var replies = source.Completions.GroupBy(c => (c.Seat, c.PromptHash)).SelectMany(PairGoodWithBad);
        var speeches = source.Debaters.Count == 0 ? [] : source.Completions.Where(c => c.Round is not null).GroupBy(c => c.Round)
            .SelectMany(round => PairGoodWithBad(round.DistinctBy(c => c.Seat)));
        return replies.Concat(speeches);
    }

    private static IEnumerable<PreferencePair> PairGoodWithBad(IEnumerable<Completion> completions)
    {
        var all = completions.ToArray();
        return all.Where(c => c.IsGood == true).Zip(all.Where(c => c.IsGood == false), (good, bad) => new PreferencePair(good, bad));
    }

    private sealed record PreferencePair(Completion Chosen, Completion Rejected);
}
