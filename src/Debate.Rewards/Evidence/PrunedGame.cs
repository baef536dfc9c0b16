using Debate.Deliberation.Evidence;

namespace Debate.Rewards.Evidence;

/// <summary>
/// An estimate of the value of a game: it was solved as if both sides could show only the items that matter most
/// (<see cref="Screening"/>).
/// </summary>
/// <param name="Value">The outcome for pro: 1, 0 or -1.</param>
/// <param name="Margin">The margin for pro under best play.</param>
/// <param name="Items">How many items could be shown; the estimate is exact where that is all of them.</param>
/// <param name="Leaves">How many sets of evidence were judged for it.</param>
public sealed record PrunedGame(int Value, double Margin, int Items, int Leaves)
{
    /// <summary>
    /// Items that are enough for a large game to take a few hundredths of a second with six reveals: 18,564 sets of evidence.
    /// </summary>
    public const int Usual = 18;

    /// <summary>The estimate over at most <paramref name="items"/> items; the seed decides in which contexts items are tried.</summary>
    public static PrunedGame Of(FeatureEvidence evidence, EvidenceRules rules, long seed, int items = Usual)
    {
        var among = Screening.Of(evidence, rules.Reveals, Math.Max(items, rules.Reveals), Draws.Of(seed, "screening"));
        var game = SolvedGame.Of(evidence, rules.Reveals, among);
        var play = game.Play(rules.Starter);
        return new(play.Value, play.Worth, among.Count, game.Leaves);
    }

    /// <summary>
    /// Better and better estimates, each over a few items more, up to the exact value: the caller takes as many as it has time for.
    /// </summary>
    public static IEnumerable<PrunedGame> Anytime(FeatureEvidence evidence, EvidenceRules rules, long seed)
    {
        const int more = 2;
        for (var items = rules.Reveals + more; items < evidence.Features.Count; items += more)
            yield return Of(evidence, rules, seed, items);
        yield return Of(evidence, rules, seed, evidence.Features.Count);
    }
}
