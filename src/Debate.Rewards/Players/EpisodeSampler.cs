using Debate.Deliberation.Evidence;
using Debate.Rewards.Evidence;
using Debate.Rewards.Judges;

namespace Debate.Rewards.Players;

/// <summary>
/// One episode to learn from: the game, the side of the learner, and the player of the other side, null if the learner is alone.
/// </summary>
internal readonly record struct TrainingEpisode(EvidenceGame Game, Side Learner, IEvidencePlayer? Opponent);

/// <summary>Kinds of training episodes: each returns a function that samples the next episode.</summary>
internal static class EpisodeSampler
{
    /// <summary>The learner chooses all of the evidence, for either action.</summary>
    public static Func<SeededRandom, TrainingEpisode> AloneEpisodes(PracticeCases cases) => draws =>
    {
        var (evidence, side) = (cases.NextCase(draws), RandomSide(draws));
        return new(evidence.CreateGame(new EvidenceRules(evidence.Features.Count, cases.Judge.Origin.Items) { SoleSide = side }), side,
            null);
    };

    /// <summary>A debate against <paramref name="opponent"/>, for either action, in either order.</summary>
    public static Func<SeededRandom, TrainingEpisode> DebateEpisodes(PracticeCases cases, IEvidencePlayer opponent) => draws =>
        new(cases.NextCase(draws).CreateGame(RandomSide(draws)), RandomSide(draws), opponent);

    /// <summary>The learner argues against the demonstrated action, for which <paramref name="player"/> argues; in either order.</summary>
    public static Func<SeededRandom, TrainingEpisode> ConfuserEpisodes(PracticeCases cases, IEvidencePlayer player) => draws =>
        new(cases.NextCase(draws).CreateGame(RandomSide(draws)), Side.Con, player);

    private static Side RandomSide(SeededRandom draws) => draws.NextBool(.5) ? Side.Pro : Side.Con;
}

/// <summary>
/// The cases that debaters train on: a demonstrated action against another in its state, sampled like a judge's comparisons.
/// </summary>
internal sealed record PracticeCases(LearnedJudge Judge, Demonstrations Demonstrations)
{
    /// <summary>Samples the next case; pro argues for the demonstrated action.</summary>
    public FeatureEvidence NextCase(SeededRandom draws)
    {
        var (row, action, other) = Demonstrations.SampleComparison(Judge.Origin.Weighting, draws);
        return new(Judge, Demonstrations.Features, row, action, other);
    }
}
