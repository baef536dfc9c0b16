using Debate.Core;
using Debate.Deliberation.Evidence;
using Debate.Rewards.Evidence;
using Debate.Rewards.Judges;

namespace Debate.Rewards.Players;

/// <summary>
/// Trains the learning debaters of Sukovic and Radanovic (ICLR 2024): isolated ones convince the judge alone; self-play and maxmin ones
/// learn against a learning opponent, confusers against a fixed player.
/// </summary>
internal sealed class DebaterTrainer(PolicyOptimisation options, Action<int>? report = null, CancellationToken stop = default)
{
    /// <summary>Number of generations after which self-play and maxmin change opponents.</summary>
    private const int Generations = 25;

    /// <summary>In maxmin the adversary learns for this many times as many steps as the debater.</summary>
    private const int AdversaryShare = 2;

    /// <summary>Trains a debater that reveals all items alone.</summary>
    public LearnedPlayer TrainIsolated(PracticeCases cases) => TrainAlone("isolated", cases, committed: false);

    /// <summary>
    /// Trains a debater that chooses its items regardless of the opponent's: it learns to reveal that many alone, before a judge that sees
    /// that many.
    /// </summary>
    public LearnedPlayer TrainPrecommitted(PracticeCases cases) => TrainAlone("precommitted", cases, committed: true);

    /// <summary>Trains a debater against itself as it was at the start of each generation.</summary>
    public LearnedPlayer TrainSelfPlay(PracticeCases cases)
    {
        var learner = CreateLearner(cases, "self-play");
        for (var generation = 0; generation < Generations; generation++)
            learner.Learn(EpisodeSampler.DebateEpisodes(cases, learner.CreateFrozenPlayer()), options.Steps / Generations, report, stop);
        return learner.CreatePlayer("self-play");
    }

    /// <summary>Trains a debater against an adversary that learns to exploit it; they learn in turns.</summary>
    public LearnedPlayer TrainMaxmin(PracticeCases cases)
    {
        var each = options.Steps / (Generations * (1 + AdversaryShare));
        var (learner, adversary) =
            (CreateLearner(cases, "maxmin", Generations * each),
                CreateLearner(cases, "maxmin/adversary", Generations * AdversaryShare * each));
        for (var generation = 0; generation < Generations; generation++)
        {
            adversary.Learn(EpisodeSampler.DebateEpisodes(cases, learner.CreateFrozenPlayer()), AdversaryShare * each, report, stop);
            learner.Learn(EpisodeSampler.DebateEpisodes(cases, adversary.CreateFrozenPlayer()), each, report, stop);
        }
        return learner.CreatePlayer("maxmin");
    }

    /// <summary>Trains a confuser to make <paramref name="player"/> lose when it argues for the demonstrated action.</summary>
    public LearnedPlayer TrainConfuser(PracticeCases cases, IEvidencePlayer player)
    {
        var learner = CreateLearner(cases, $"confuser/{player.Name}");
        learner.Learn(EpisodeSampler.ConfuserEpisodes(cases, player), options.Steps, report, stop);
        return learner.CreatePlayer($"confuser of {player.Name}");
    }

    private LearnedPlayer TrainAlone(string name, PracticeCases cases, bool committed)
    {
        var learner = CreateLearner(cases, name);
        learner.Learn(EpisodeSampler.AloneEpisodes(cases), options.Steps, report, stop);
        return learner.CreatePlayer(name, committed);
    }

    private PolicyLearner CreateLearner(PracticeCases cases, string name, int? steps = null) =>
        new(options with { Steps = steps ?? options.Steps }, (cases.Demonstrations.Features.Count, cases.Demonstrations.Actions), name);
}

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
