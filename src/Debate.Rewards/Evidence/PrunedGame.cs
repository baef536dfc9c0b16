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
    public const int Usual = 18;

    private const int More = 2;

    /// <summary>The estimated reward of pro's action.</summary>
    public DebateReward Reward => new(Math.Sign(InOrder), Math.Sign(Reversed));

    /// <summary>
    /// Estimates a game over at most <paramref name="items"/> items, with as many reveals as the judge was trained to see. The seed
    /// determines the contexts in which items are tried.
    /// </summary>
    public static PrunedGame Of(FeatureEvidence evidence, int items = Usual, long seed = 0)
    {
        var game = Solve(evidence, items, seed);
        return new(game.Play(Side.Pro).Worth, game.Play(Side.Con).Worth, game.Among.Count, game.Leaves);
    }

    /// <summary>The same pruned game in a form that can be played.</summary>
    public static SolvedGame Solve(FeatureEvidence evidence, int items = Usual, long seed = 0)
    {
        var reveals = evidence.Judge.Origin.Items;
        return SolvedGame.Of(
            evidence, reveals, Screening.Of(evidence, reveals, Math.Max(items, reveals), Draws.Of(seed, "screening")));
    }

    /// <summary>
    /// Successively better estimates, over the item counts below, up to the exact value; callers take as many as they have time for.
    /// </summary>
    public static IEnumerable<PrunedGame> Anytime(FeatureEvidence evidence, long seed = 0) =>
        Steps(evidence).Select(items => Of(evidence, items, seed));

    /// <summary>The numbers of items to estimate a game over, from a few more than the reveals up to all.</summary>
    public static IEnumerable<int> Steps(FeatureEvidence evidence)
    {
        for (var items = evidence.Judge.Origin.Items + More; items < evidence.Features.Count; items += More) yield return items;
        yield return evidence.Features.Count;
    }
}
