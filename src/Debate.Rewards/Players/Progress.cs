namespace Debate.Rewards.Players;

/// <summary>Adds up the shares of many parts of one work, for a report in [0, 1].</summary>
internal sealed class Progress(Action<double>? report)
{
    private double _share;

    /// <summary>For a part with this share of the whole that tells how much of <paramref name="all"/> it has done.</summary>
    public Action<double> UpTo(double share, double all)
    {
        var before = _share;
        return done => Tell(before + share * done / all);
    }

    /// <summary>For parts that tell how much more they have done, each unit this share of the whole.</summary>
    public Action<int> By(double unit) => more => Tell(_share + unit * more);

    private void Tell(double share) => report?.Invoke(_share = Math.Min(1, share));
}
