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

/// <summary>Selects what prompt rows are made of: each distinct prompt once, and each reply of an external policy.</summary>
internal static class PromptRows
{
    /// <summary>
    /// The completions that give a row. Of a prompt that was asked several times only the first does, except for replies of an external
    /// policy: each of those has a row, with what it said and earned.
    /// </summary>
    public static IEnumerable<Completion> Select(ExportSource source)
    {
        var seen = new HashSet<(string, string)>();
        return source.Completions.Where(c => seen.Add((c.Seat, c.PromptHash)) | c.IsFromOutside);
    }

    /// <summary>The columns for what an external policy said and earned, null in every other row.</summary>
    public static Column[] PolicyColumns(string said, string ids, string logProbs) =>
    [
        new(said, CellKind.Text, IsOptional: true), new("reward", CellKind.Real, IsOptional: true),
        new("policy_version", CellKind.Text, IsOptional: true), new(ids, CellKind.Wholes, IsOptional: true),
        new(logProbs, CellKind.Reals, IsOptional: true),
    ];

    /// <summary>The cells of those columns.</summary>
    public static object?[] PolicyCells(Completion c) => c.IsFromOutside
        ? [c.Text, c.Reward, c.Policy?.Version, c.Policy?.TokenIds, c.Policy?.LogProbs]
        : [null, null, null, null, null];
}
