namespace Debate.Silo.Web.Rewards;

/// <summary>
/// Limits the number of concurrent reward requests: those beyond the limit must retry, so that the accepted ones are answered in time.
/// </summary>
internal sealed class RewardRequestLimiter(int max)
{
    /// <summary>The default limit.</summary>
    public const int DefaultLimit = 1024;

    private int _inFlight;

    /// <summary>Acquires a permit, released when disposed; null if the limit is reached.</summary>
    public IDisposable? TryAcquire()
    {
        if (Interlocked.Increment(ref _inFlight) <= max) return new Permit(this);
        Interlocked.Decrement(ref _inFlight);
        return null;
    }

    private sealed class Permit(RewardRequestLimiter queue) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref queue._inFlight);
    }
}
