using Debate.Deliberation.Evidence;
using Debate.Deliberation.Evidence.Players;
using Debate.Rewards.Attribution;
using Debate.Rewards.Judges;

namespace Debate.Rewards.Players;

/// <summary>
/// One arm of the study: how to compute its alignment in a case and, if it can debate, the player and the confuser trained against it.
/// </summary>
internal sealed record Contestant(string Name, EvidenceFrom From, int Items, Func<Contest, double> Aligned)
{
    public Func<Contest, IEvidencePlayer>? Player { get; init; }

    public IEvidencePlayer? Confuser { get; init; }
}

/// <summary>Trains the judges, the players and one confuser for each player of a study.</summary>
internal sealed class LineUp
{
    private readonly LearnedJudge _half, _ideal;
    private readonly Cases _cases;
    private readonly Debaters _debaters, _confusers;

    public LineUp(DebatersStudy study, JudgeTraining training, Demonstrations demonstrations, Progress progress, CancellationToken stop)
    {
        var seed = training.Seed;
        LearnedJudge Train(int items)
        {
            var told = progress.UpTo(.05, training.Steps);
            return (training with { Items = items }).Train(demonstrations, done => told(done), stop);
        }
        Judge = Train(training.Items);
        _half = Train(training.Items / 2);
        _ideal = Train(demonstrations.Features.Count);
        _cases = new(Judge, demonstrations);
        var learning = study.Learning with { Seed = seed };
        _debaters = new(learning, progress.By(.08 / learning.Steps), stop);
        _confusers = new(learning with { Steps = (learning.Steps + 1) / 2 }, progress.By(.04 * 2 / learning.Steps), stop);
        var imitation = (study.Imitating with { Seed = seed }).Learn(_cases, progress.UpTo(.1, 1.0), stop);
        Contestants =
        [
            new("full state", EvidenceFrom.FullState, demonstrations.Features.Count, FullState),
            new("best alone", EvidenceFrom.Alone, training.Items, contest => contest.BestAlone),
            Alone(new RandomPlayer()),
            Alone(new AttributedPlayer(new LeaveOneOut(_ideal, demonstrations.Features))),
            Alone(new AttributedPlayer(new ShapleySampling(_ideal, demonstrations.Features, seed))),
            Alone(_debaters.Isolated(_cases)),
            Alone(_debaters.Precommitted(new(_half, demonstrations)), _half),
            Debating(new GreedyPlayer()),
            Debating(_debaters.SelfPlay(_cases)),
            Debating(_debaters.Maxmin(_cases)),
            Debating(imitation),
            new("exact", EvidenceFrom.Debate, training.Items, contest => contest.Debated(contest.Exact, contest.Exact))
            {
                Player = contest => contest.Exact,
            },
        ];
    }

    /// <summary>The judge of the debates.</summary>
    public LearnedJudge Judge { get; }

    /// <summary>The arms of the study.</summary>
    public IReadOnlyList<Contestant> Contestants { get; }

    private Contestant Alone(IEvidencePlayer player, LearnedJudge? before = null)
    {
        var judge = before ?? Judge;
        return new(player.Name, EvidenceFrom.Alone, judge.Origin.Items, contest => contest.Alone(player, judge))
        {
            Player = _ => player,
            Confuser = _confusers.Confuser(_cases, player),
        };
    }

    private Contestant Debating(IEvidencePlayer player) =>
        new(player.Name, EvidenceFrom.Debate, Judge.Origin.Items, contest => contest.Debated(player, player))
        {
            Player = _ => player,
            Confuser = _confusers.Confuser(_cases, player),
        };

    private double FullState(Contest contest)
    {
        var evidence = contest.Evidence;
        int[] all = [.. Enumerable.Range(0, evidence.Features.Count)];
        return (1 + Math.Sign(_ideal.Network.Difference(evidence.Values, all, evidence.Pro, evidence.Con))) / 2.0;
    }
}
