namespace Debate.Silo.Web.Rewards;

/// <summary>
/// Limits the number of concurrent reward requests: those beyond the limit must retry, so that the accepted ones are answered in time.
/// </summary>
internal sealed class RewardQueue(int most)
{
    /// <summary>The default limit.</summary>
    public const int Usual = 1024;

    private int _taken;

    /// <summary>Acquires a permit, released when disposed; null if the limit is reached.</summary>
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
