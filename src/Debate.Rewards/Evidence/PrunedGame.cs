using Debate.Deliberation.Evidence;

namespace Debate.Rewards.Evidence;

/// <summary>
/// An estimate of a game in both speaking orders, solved as if both sides could reveal only the items that matter most
/// (<see cref="Screening"/>). This is our own heuristic: no bound on its error is known.
/// </summary>
/// <param name="InOrder">The margin for pro under optimal play when pro speaks first.</param>
/// <param name="Reversed">The same when con does.</param>
/// <param name="Items">How many items could be revealed; the estimate is exact if that is all of them.</param>
/// <param name="Leaves">How many sets of evidence were judged to compute it.</param>
public sealed record PrunedGame(double InOrder, double Reversed, int Items, int Leaves)
{
    /// <summary>
    /// The default number of items: with six reveals a large game then takes a few hundredths of a second (18,564 sets of evidence).
    /// </summary>
    public const int DefaultItems = 18;

    private const int ItemStep = 2;

    /// <summary>The estimated reward of pro's action.</summary>
    public DebateReward Reward => new(Math.Sign(InOrder), Math.Sign(Reversed));

    /// <summary>
    /// Estimates a game over at most <paramref name="items"/> items, with as many reveals as the judge was trained to see. The seed
    /// determines the contexts in which items are tried.
    /// </summary>
    public static PrunedGame Estimate(FeatureEvidence evidence, int items = DefaultItems, long seed = 0)
    {
        var game = Solve(evidence, items, seed);
        return new(game.OptimalPlay(Side.Pro).OptimalValue, game.OptimalPlay(Side.Con).OptimalValue, game.AllowedItems.Count, game.Leaves);
    }

    /// <summary>The same pruned game in a form that can be played.</summary>
    public static SolvedGame Solve(FeatureEvidence evidence, int items = DefaultItems, long seed = 0)
    {
        var reveals = evidence.Judge.Origin.Items;
        return SolvedGame.Solve(
            evidence, reveals, Screening.SelectItems(evidence, reveals, Math.Max(items, reveals), SeededRandom.Create(seed, "screening")));
    }

    /// <summary>
    /// Successively better estimates, over the item counts below, up to the exact value; callers take as many as they have time for.
    /// </summary>
    public static IEnumerable<PrunedGame> Anytime(FeatureEvidence evidence, long seed = 0) =>
        ItemCounts(evidence).Select(items => Estimate(evidence, items, seed));

    /// <summary>The numbers of items to estimate a game over, from a few more than the reveals up to all.</summary>
    public static IEnumerable<int> ItemCounts(FeatureEvidence evidence)
    {
        for (var items = evidence.Judge.Origin.Items + ItemStep; items < evidence.Features.Count; items += ItemStep) yield return items;
        yield return evidence.Features.Count;
    }
}
