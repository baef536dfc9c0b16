using Debate.Deliberation.Evidence;

namespace Debate.Rewards.Players;

/// <summary>
/// Trains the learning debaters of Sukovic and Radanovic (ICLR 2024): isolated ones convince the judge alone; self-play and maxmin ones
/// learn against a learning opponent, confusers against a fixed player.
/// </summary>
internal sealed class Debaters(PolicyOptimisation options, Action<int>? report = null, CancellationToken stop = default)
{
    /// <summary>Number of generations after which self-play and maxmin change opponents.</summary>
    private const int Generations = 25;

    /// <summary>In maxmin the adversary learns for this many times as many steps as the debater.</summary>
    private const int AdversaryShare = 2;

    /// <summary>Trains a debater that reveals all items alone.</summary>
    public LearnedPlayer Isolated(Cases cases) => Alone("isolated", cases, committed: false);

    /// <summary>
    /// Trains a debater that chooses its items regardless of the opponent's: it learns to reveal that many alone, before a judge that sees
    /// that many.
    /// </summary>
    public LearnedPlayer Precommitted(Cases cases) => Alone("precommitted", cases, committed: true);

    /// <summary>Trains a debater against itself as it was at the start of each generation.</summary>
    public LearnedPlayer SelfPlay(Cases cases)
    {
        var learner = Fresh(cases, "self-play");
        for (var generation = 0; generation < Generations; generation++)
            learner.Learn(Practice.Against(cases, learner.Frozen()), options.Steps / Generations, report, stop);
        return learner.Player("self-play");
    }

    /// <summary>Trains a debater against an adversary that learns to exploit it; they learn in turns.</summary>
    public LearnedPlayer Maxmin(Cases cases)
    {
        var each = options.Steps / (Generations * (1 + AdversaryShare));
        var (learner, adversary) =
            (Fresh(cases, "maxmin", Generations * each), Fresh(cases, "maxmin/adversary", Generations * AdversaryShare * each));
        for (var generation = 0; generation < Generations; generation++)
        {
            adversary.Learn(Practice.Against(cases, learner.Frozen()), AdversaryShare * each, report, stop);
            learner.Learn(Practice.Against(cases, adversary.Frozen()), each, report, stop);
        }
        return learner.Player("maxmin");
    }

    /// <summary>Trains a confuser to make <paramref name="player"/> lose when it argues for the demonstrated action.</summary>
    public LearnedPlayer Confuser(Cases cases, IEvidencePlayer player)
    {
        var learner = Fresh(cases, $"confuser/{player.Name}");
        learner.Learn(Practice.Confusing(cases, player), options.Steps, report, stop);
        return learner.Player($"confuser of {player.Name}");
    }

    private LearnedPlayer Alone(string name, Cases cases, bool committed)
    {
        var learner = Fresh(cases, name);
        learner.Learn(Practice.Alone(cases), options.Steps, report, stop);
        return learner.Player(name, committed);
    }

    private PolicyLearner Fresh(Cases cases, string name, int? steps = null) =>
        new(options with { Steps = steps ?? options.Steps }, (cases.Demonstrations.Features.Count, cases.Demonstrations.Actions), name);
}
