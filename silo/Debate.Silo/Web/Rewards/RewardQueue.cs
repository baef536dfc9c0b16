namespace Debate.Silo.Web.Rewards;

/// <summary>
/// How many requests are being rewarded: more than the limit are told to come again, so that those who wait are served in time.
/// </summary>
internal sealed class RewardQueue(int most)
{
    /// <summary>The limit where the configuration says none.</summary>
    public const int Usual = 1024;

    private int _taken;

    /// <summary>A place until it is disposed of; null where there is none.</summary>
    public IDisposable? Enter()
    {
        if (Interlocked.Increment(ref _taken) <= most) return new Place(this);
        Interlocked.Decrement(ref _taken);
        return null;
    }

    private sealed class Place(RewardQueue queue) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref queue._taken);
    }
}
