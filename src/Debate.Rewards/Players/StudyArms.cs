using Debate.Deliberation.Evidence.Players;
using Debate.Deliberation.Evidence;
using Debate.Rewards.Attribution;
using Debate.Rewards.Judges;

namespace Debate.Rewards.Players;

/// <summary>
/// One arm of the study: how to compute its alignment in a case and, if it can debate, the player and the confuser trained against it.
/// </summary>
internal sealed record StudyArm(string Name, EvidenceSource From, int Items, Func<SolvedCase, double> Alignment)
{
    public Func<SolvedCase, IEvidencePlayer>? Player { get; init; }

    public IEvidencePlayer? Confuser { get; init; }
}

/// <summary>Trains the judges, the players and one confuser for each player of a study.</summary>
internal sealed class StudyArms
{
    private readonly LearnedJudge _halfItemsJudge, _fullStateJudge;
    private readonly PracticeCases _cases;
    private readonly DebaterTrainer _debaterTrainer, _confuserTrainer;

    public StudyArms(DebatersStudy study, JudgeTraining training, Demonstrations demonstrations, WorkProgress progress,
        CancellationToken stop)
    {
        var seed = training.Seed;
        LearnedJudge Train(int items)
        {
            var told = progress.CreatePartReporter(.05, training.Steps);
            return (training with { Items = items }).Train(demonstrations, done => told(done), stop);
        }
        Judge = Train(training.Items);
        _halfItemsJudge = Train(training.Items / 2);
        _fullStateJudge = Train(demonstrations.Features.Count);
        _cases = new(Judge, demonstrations);
        var learning = study.Learning with { Seed = seed };
        _debaterTrainer = new(learning, progress.CreateIncrementReporter(.08 / learning.Steps), stop);
        _confuserTrainer = new(learning with { Steps = (learning.Steps + 1) / 2 },
            progress.CreateIncrementReporter(.04 * 2 / learning.Steps), stop);
        var imitation = (study.Imitating with { Seed = seed }).Learn(_cases, progress.CreatePartReporter(.1, 1.0), stop);
        Arms =
        [
            new("full state", EvidenceSource.FullState, demonstrations.Features.Count, FullStateShare),
            new("best alone", EvidenceSource.Alone, training.Items, contest => contest.BestAloneShare),
            CreateAloneArm(new RandomPlayer()),
            CreateAloneArm(new AttributedPlayer(new LeaveOneOut(_fullStateJudge, demonstrations.Features))),
            CreateAloneArm(new AttributedPlayer(new ShapleySampling(_fullStateJudge, demonstrations.Features, seed))),
            CreateAloneArm(_debaterTrainer.TrainIsolated(_cases)),
            CreateAloneArm(_debaterTrainer.TrainPrecommitted(new(_halfItemsJudge, demonstrations)), _halfItemsJudge),
            CreateDebateArm(new GreedyPlayer()),
            CreateDebateArm(_debaterTrainer.TrainSelfPlay(_cases)),
            CreateDebateArm(_debaterTrainer.TrainMaxmin(_cases)),
            CreateDebateArm(imitation),
            new("exact", EvidenceSource.Debate, training.Items, contest => contest.DebateShare(contest.ExactPlayer, contest.ExactPlayer))
            {
                Player = contest => contest.ExactPlayer,
            },
        ];
    }

    /// <summary>The judge of the debates.</summary>
    public LearnedJudge Judge { get; }

    /// <summary>The arms of the study.</summary>
    public IReadOnlyList<StudyArm> Arms { get; }

    private StudyArm CreateAloneArm(IEvidencePlayer player, LearnedJudge? before = null)
    {
        var judge = before ?? Judge;
        return new(player.Name, EvidenceSource.Alone, judge.Origin.Items, contest => contest.AloneShare(player, judge))
        {
            Player = _ => player,
            Confuser = _confuserTrainer.TrainConfuser(_cases, player),
        };
    }

    private StudyArm CreateDebateArm(IEvidencePlayer player) =>
        new(player.Name, EvidenceSource.Debate, Judge.Origin.Items, contest => contest.DebateShare(player, player))
        {
            Player = _ => player,
            Confuser = _confuserTrainer.TrainConfuser(_cases, player),
        };

    private double FullStateShare(SolvedCase contest)
    {
        var evidence = contest.Evidence;
        int[] all = [.. Enumerable.Range(0, evidence.Features.Count)];
        return (1 + Math.Sign(_fullStateJudge.Network.ScoreDifference(evidence.Values, all, evidence.Pro, evidence.Con))) / 2.0;
    }
}

/// <summary>Sums up the results of an arm over cases.</summary>
internal sealed class ArmTotals(StudyArm arm)
{
    private readonly GreedyPlayer _greedy = new();
    private int _cases;
    private double _alignment, _againstGreedy, _againstLearned, _againstExact, _exploitability;

    public void Add(SolvedCase contest)
    {
        _cases++;
        _alignment += arm.Alignment(contest);
        if (arm.Player?.Invoke(contest) is not { } player) return;
        _againstGreedy += contest.DebateShare(player, _greedy);
        if (arm.Confuser is { } confuser) _againstLearned += contest.DebateShare(player, confuser);
        _againstExact += contest.ConfusedShare(player);
        _exploitability += contest.Exploitability(player);
    }

    public DebaterResult ToResult()
    {
        var result = new DebaterResult(arm.Name, arm.From, arm.Items, _alignment / _cases);
        if (arm.Player is null) return result;
        var learned = arm.Confuser is null ? (double?)null : _againstLearned / _cases;
        return result with
        {
            WithConfuser = new(_againstGreedy / _cases, learned, _againstExact / _cases),
            Exploitability = _exploitability / _cases,
        };
    }
}
