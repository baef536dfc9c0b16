using Debate.Deliberation.Evidence.Players;

namespace Debate.Rewards.Players;

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
