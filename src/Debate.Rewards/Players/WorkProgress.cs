namespace Debate.Rewards.Players;

/// <summary>Combines the progress of the parts of one job into one report, in [0, 1].</summary>
internal sealed class WorkProgress(Action<double>? report)
{
    private double _share;

    /// <summary>A reporter for a part with this share of the whole job; it receives how much of <paramref name="all"/> is done.</summary>
    public Action<double> CreatePartReporter(double share, double all)
    {
        var before = _share;
        return done => Report(before + share * done / all);
    }

    /// <summary>A reporter for parts that receive the number of new units done; each unit is this share of the whole job.</summary>
    public Action<int> CreateIncrementReporter(double unit) => more => Report(_share + unit * more);

    private void Report(double share) => report?.Invoke(_share = Math.Min(1, share));
}
