using Debate.Deliberation.Engine;

namespace Debate.Rewards.Exports.Forms;

/// <summary>
/// Preferences (TRL: DPO, reward models, CPO, ORPO). Replies to one and the same prompt are paired on that prompt, the n-th good one with the
/// n-th bad one. Debaters hear different things, so that their speeches of one round are paired on the question that all of them debate.
/// Scores are 1 and -1 for sides of a debate, 1 and 0 for right and wrong answers.
/// </summary>
internal static class Dpo
{
    /// <summary>The form.</summary>
    public static ExportForm Form { get; } = new(
        "dpo", "a chosen and a rejected completion on one prompt",
        conversational =>
        [
            new("prompt", Prompted.Kind(conversational)), new("chosen", Prompted.Kind(conversational)),
            new("rejected", Prompted.Kind(conversational)), new("score_chosen", CellKind.Real), new("score_rejected", CellKind.Real),
        ],
        (source, options, _) => Pairs(source).Select(p => Row(p, source.Debaters.Count > 0 ? -1 : 0, options.IsConversational)));

    private static object?[] Row(Pair pair, double lost, bool conversational) =>
    [
        Prompted.Prompt(pair.Prompt, conversational), Prompted.Completion(pair.Chosen, conversational),
        Prompted.Completion(pair.Rejected, conversational), 1.0, lost,
    ];

    private static IEnumerable<Pair> Pairs(ExportSource source)
    {
        foreach (var asked in source.Completions.GroupBy(c => (c.Asked.Seat, c.Asked.Chat)))
            foreach (var (chosen, rejected) in Zip(asked))
                yield return new(chosen.Prompt, chosen.Text, rejected.Text);
        if (source.Debaters.Count == 0) yield break;
        foreach (var round in source.Completions.Where(c => c.Asked.Round is not null).GroupBy(c => c.Asked.Round))
            foreach (var (chosen, rejected) in Zip(round.DistinctBy(c => c.Asked.Seat)))
                yield return new(source.Question, chosen.Text, rejected.Text);
    }

    private static IEnumerable<(Completion Chosen, Completion Rejected)> Zip(IEnumerable<Completion> completions)
    {
        var all = completions.ToArray();
        return all.Where(c => c.IsGood == true).Zip(all.Where(c => c.IsGood == false)).Where(p => p.First.Text != p.Second.Text);
    }

    private sealed record Pair(IReadOnlyList<ChatMessage> Prompt, string Chosen, string Rejected);
}
