using Debate.Deliberation.Evidence;

namespace Debate.Rewards.Players;

/// <summary>
/// One episode to learn from: the game, the side of the learner, and the player of the other side, null if the learner is alone.
/// </summary>
internal readonly record struct Exercise(EvidenceGame Game, Side Learner, IEvidencePlayer? Opponent);

/// <summary>Kinds of training episodes: each returns a function that samples the next episode.</summary>
internal static class Practice
{
    /// <summary>The learner chooses all of the evidence, for either action.</summary>
    public static Func<Draws, Exercise> Alone(Cases cases) => draws =>
    {
        var (evidence, side) = (cases.Next(draws), AnySide(draws));
        return new(evidence.Game(new EvidenceRules(evidence.Features.Count, cases.Judge.Origin.Items) { Only = side }), side, null);
    };

    /// <summary>A debate against <paramref name="opponent"/>, for either action, in either order.</summary>
    public static Func<Draws, Exercise> Against(Cases cases, IEvidencePlayer opponent) => draws =>
        new(cases.Next(draws).Game(AnySide(draws)), AnySide(draws), opponent);

    /// <summary>The learner argues against the demonstrated action, for which <paramref name="player"/> argues; in either order.</summary>
    public static Func<Draws, Exercise> Confusing(Cases cases, IEvidencePlayer player) => draws =>
        new(cases.Next(draws).Game(AnySide(draws)), Side.Con, player);

    private static Side AnySide(Draws draws) => draws.Chance(.5) ? Side.Pro : Side.Con;
}
