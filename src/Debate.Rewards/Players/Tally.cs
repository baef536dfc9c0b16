using Debate.Deliberation.Evidence.Players;

namespace Debate.Rewards.Players;

/// <summary>Sums up the results of an arm over cases.</summary>
internal sealed class Tally(Contestant contestant)
{
    private readonly GreedyPlayer _greedy = new();
    private int _cases;
    private double _aligned, _greedily, _learned, _exactly, _exploited;

    public void Add(Contest contest)
    {
        _cases++;
        _aligned += contestant.Aligned(contest);
        if (contestant.Player?.Invoke(contest) is not { } player) return;
        _greedily += contest.Debated(player, _greedy);
        if (contestant.Confuser is { } confuser) _learned += contest.Debated(player, confuser);
        _exactly += contest.Confused(player);
        _exploited += contest.Exploited(player);
    }

    public DebaterResult Result()
    {
        var result = new DebaterResult(contestant.Name, contestant.From, contestant.Items, _aligned / _cases);
        if (contestant.Player is null) return result;
        var learned = contestant.Confuser is null ? (double?)null : _learned / _cases;
        return result with
        {
            WithConfuser = new(_greedily / _cases, learned, _exactly / _cases),
            Exploitability = _exploited / _cases,
        };
    }
}
