using Debate.Deliberation.Evidence;

namespace Debate.Rewards.Evidence;

/// <summary>
/// An estimate of a game in both speaking orders: it was solved as if both sides could show only the items that matter most
/// (<see cref="Screening"/>).
/// </summary>
/// <param name="InOrder">The margin for pro under best play when pro speaks first.</param>
/// <param name="Reversed">The same when con does.</param>
/// <param name="Items">How many items could be shown; the estimate is exact where that is all of them.</param>
/// <param name="Leaves">How many sets of evidence were judged for it.</param>
public sealed record PrunedGame(double InOrder, double Reversed, int Items, int Leaves)
{
    /// <summary>
    /// Items that are enough for a large game to take a few hundredths of a second with six reveals: 18,564 sets of evidence.
    /// </summary>
    public const int Usual = 18;

    private const int More = 2;

    /// <summary>The reward of pro's action, as far as the estimate goes.</summary>
    public DebateReward Reward => new(Math.Sign(InOrder), Math.Sign(Reversed));

    /// <summary>
    /// The estimate over at most <paramref name="items"/> items, with as many reveals as the judge was trained to see; the seed decides in
    /// which contexts items are tried.
    /// </summary>
    public static PrunedGame Of(FeatureEvidence evidence, int items = Usual, long seed = 0)
    {
        var game = Solve(evidence, items, seed);
        return new(game.Play(Side.Pro).Worth, game.Play(Side.Con).Worth, game.Among.Count, game.Leaves);
    }

    /// <summary>The same as a game that can be played.</summary>
    public static SolvedGame Solve(FeatureEvidence evidence, int items = Usual, long seed = 0)
    {
        var reveals = evidence.Judge.Origin.Items;
        return SolvedGame.Of(
            evidence, reveals, Screening.Of(evidence, reveals, Math.Max(items, reveals), Draws.Of(seed, "screening")));
    }

    /// <summary>Better and better estimates, by the steps, up to the exact value: the caller takes as many as it has time for.</summary>
    public static IEnumerable<PrunedGame> Anytime(FeatureEvidence evidence, long seed = 0) =>
        Steps(evidence).Select(items => Of(evidence, items, seed));

    /// <summary>Over how many items a game is estimated, from a few more than the reveals up to all.</summary>
    public static IEnumerable<int> Steps(FeatureEvidence evidence)
    {
        for (var items = evidence.Judge.Origin.Items + More; items < evidence.Features.Count; items += More) yield return items;
        yield return evidence.Features.Count;
    }
}
