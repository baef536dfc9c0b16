using Debate.Deliberation.Evidence;

namespace Debate.Rewards.Players;

/// <summary>
/// The debaters of Sukovic and Radanovic (ICLR 2024) that learn from play: isolated ones convince the judge alone, self-play and maxmin
/// ones against an opponent that learns, confusers against a player that stays as it is.
/// </summary>
internal sealed class Debaters(PolicyOptimisation options, Action<int>? report = null, CancellationToken stop = default)
{
    /// <summary>Stretches in which self-play and maxmin change opponents.</summary>
    private const int Generations = 25;

    /// <summary>The adversary of maxmin learns so many times as long as the debater.</summary>
    private const int AdversaryShare = 2;

    /// <summary>Shows all items alone.</summary>
    public LearnedPlayer Isolated(Cases cases) => Alone("isolated", cases, committed: false);

    /// <summary>
    /// Decides its own items without regard to the opponent's: it learned to show that many alone, before a judge that sees that many.
    /// </summary>
    public LearnedPlayer Precommitted(Cases cases) => Alone("precommitted", cases, committed: true);

    /// <summary>Against itself as it was at the start of each generation.</summary>
    public LearnedPlayer SelfPlay(Cases cases)
    {
        var learner = Fresh(cases, "self-play");
        for (var generation = 0; generation < Generations; generation++)
            learner.Learn(Practice.Against(cases, learner.Frozen()), options.Steps / Generations, report, stop);
        return learner.Player("self-play");
    }

    /// <summary>Against an adversary that learns to exploit it, each in its turn.</summary>
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

    /// <summary>Learns to make <paramref name="player"/> lose where it argues for what was demonstrated.</summary>
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
